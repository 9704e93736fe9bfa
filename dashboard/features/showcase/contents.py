"""All chapters by name, with title and drawing function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.language import N_
from dashboard.features.showcase.chapters.collection import show_balance, show_collection, show_movements
from dashboard.features.showcase.chapters.preparation import show_augmentation, show_learning, show_seen
from dashboard.features.showcase.chapters.results import show_comparison, show_confusions, show_trying
from dashboard.features.showcase.story import Story


@dataclass(frozen=True)
class Chapter:
    """A chapter: its default title, untranslated, and the function that draws it."""

    title: str
    show: Callable[[Story], None]


CONTENTS: Mapping[str, Chapter] = {
    "collection": Chapter(N_("The collection"), show_collection),
    "movements": Chapter(N_("Who belongs to which movement"), show_movements),
    "balance": Chapter(N_("How unbalanced it is"), show_balance),
    "seen": Chapter(N_("What the network sees"), show_seen),
    "augmentation": Chapter(N_("What augmentation does"), show_augmentation),
    "learning": Chapter(N_("How each model learned"), show_learning),
    "confusions": Chapter(N_("Confusion matrix"), show_confusions),
    "comparison": Chapter(N_("How the models compare"), show_comparison),
    "try": Chapter(N_("Try it yourself"), show_trying),
}
