"""All chapters by name: what each is called, and what draws it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.features.showcase.chapters import (
    augmentation,
    balance,
    collection,
    comparison,
    confusions,
    learning,
    movements,
    seen,
    trying,
)
from dashboard.features.showcase.story import Story


@dataclass(frozen=True)
class Chapter:
    """A chapter as the program tells it: its own title, not translated yet, and what draws it."""

    title: str
    show: Callable[[Story], None]


CONTENTS: Mapping[str, Chapter] = {
    "collection": Chapter(collection.TITLE, collection.show),
    "movements": Chapter(movements.TITLE, movements.show),
    "balance": Chapter(balance.TITLE, balance.show),
    "seen": Chapter(seen.TITLE, seen.show),
    "augmentation": Chapter(augmentation.TITLE, augmentation.show),
    "learning": Chapter(learning.TITLE, learning.show),
    "confusions": Chapter(confusions.TITLE, confusions.show),
    "comparison": Chapter(comparison.TITLE, comparison.show),
    "try": Chapter(trying.TITLE, trying.show),
}
