"""What a person picked among the counts, and what it means for counting and for training. Pure: values in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from core.balance import count_artists, count_traits, top_artists
from core.dataset.artists.artist import Artist
from core.dataset.splitting.selection import Selection
from core.graph import TRAIT_KINDS, ArtistFilter, century_label, filter_artists

CountedKind = Literal["artist", "movement", "nationality", "century"]
COUNTED_KINDS: tuple[CountedKind, ...] = ("artist", *TRAIT_KINDS)


@dataclass(frozen=True)
class BalanceChoice:
    """Which artists to look at; within one kind any name will do, all kinds must agree, an empty kind takes all.

    Attributes:
        top: those with the most pictures; None for all.
        artist: names.
        movement: labels.
        nationality: labels.
        century: labels, as in "19th century".
    """

    top: int | None = None
    artist: tuple[str, ...] = ()
    movement: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    century: tuple[str, ...] = ()

    def without(self, kind: CountedKind) -> "BalanceChoice":
        """The same, with nothing picked of one kind: what that kind's own chart counts."""
        fields: dict[str, Any] = {kind: ()}
        return replace(self, **fields)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is picked by name."""
        return any((self.artist, self.movement, self.nationality, self.century))


def chosen_artists(artists: Sequence[Artist], pictures: Mapping[int, int], choice: BalanceChoice) -> list[Artist]:
    """The artists with pictures that a choice takes, the most pictures first."""
    ranked = top_artists(artists, pictures, choice.top)
    all_centuries = {artist.century for artist in ranked if artist.century is not None}
    centuries = [century for century in sorted(all_centuries) if century_label(century) in choice.century]
    wanted = ArtistFilter(choice.movement, choice.nationality, tuple(centuries))
    passing = filter_artists(ranked, pictures, wanted) if centuries or not choice.century else []
    return [artist for artist in passing if not choice.artist or artist.name in choice.artist]


def linked_counts(
    artists: Sequence[Artist], pictures: Mapping[int, int], choice: BalanceChoice
) -> dict[CountedKind, pd.DataFrame]:
    """A table of counts for each kind, as `core.balance` makes them.

    What is picked of a kind narrows all other tables but not its own, so that more can be picked there.
    """
    tables: dict[CountedKind, pd.DataFrame] = {}
    for kind in COUNTED_KINDS:
        taken = chosen_artists(artists, pictures, choice.without(kind))
        tables[kind] = count_artists(taken, pictures) if kind == "artist" else count_traits(taken, pictures, kind)
    return tables


def selection_of(artists: Sequence[Artist], pictures: Mapping[int, int], choice: BalanceChoice) -> Selection:
    """The choice as training takes it: in the shortest form that means the same."""
    if not choice.is_narrowed:
        return Selection() if choice.top is None else Selection(mode="top", top=choice.top)
    if choice.movement and choice == BalanceChoice(movement=choice.movement):
        return Selection(mode="movement", movements=choice.movement)
    return _by_hand(chosen_artists(artists, pictures, choice))


STRATEGIES = ("as_it_is", "top", "min", "cap", "oversample", "class_weights")


@dataclass(frozen=True)
class StrategyNumbers:
    """The numbers that strategies need: artists for "top", pictures at least for "min", pictures at most for "cap"."""

    top: int
    least: int
    cap: int


def strategies_for(
    base: Selection, chosen: Sequence[Artist], pictures: Mapping[int, int], numbers: StrategyNumbers
) -> dict[str, Selection]:
    """Every strategy applied to what is chosen, by its name in `STRATEGIES`.

    Args:
        base: the choice as a selection.
        chosen: its artists, the most pictures first; not empty.
        pictures: usable pictures by artist id.
        numbers: what "top", "min" and "cap" ask for.
    """
    enough = [artist for artist in chosen if pictures[artist.id] >= numbers.least]
    is_everything = base.mode == "all"
    top = Selection(mode="top", top=numbers.top) if is_everything else _by_hand(chosen[: numbers.top])
    least = Selection(mode="min", min_paintings=numbers.least)
    return {
        "as_it_is": base,
        "top": top,
        "min": least if is_everything or not enough else _by_hand(enough),
        "cap": replace(base, balancing="cap", cap=numbers.cap),
        "oversample": replace(base, balancing="oversample"),
        "class_weights": replace(base, balancing="class_weights"),
    }


def _by_hand(artists: Sequence[Artist]) -> Selection:
    return Selection(mode="names", names=tuple(artist.name for artist in artists))
