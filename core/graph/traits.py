"""Traits of artists (movements, nationalities, centuries): filters, shared traits and neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from core.dataset.artists.artist import Artist
from core.dataset.artists.names import fold_name
from core.dataset.splitting.selection import join_names
from core.errors import NotFoundError
from core.language import _

TraitKind = Literal["movement", "nationality", "century"]

TRAIT_KINDS: tuple[TraitKind, ...] = get_args(TraitKind)
"""Kinds of trait nodes, the most important first."""


@dataclass(frozen=True)
class Trait:
    """A trait that artists can share.

    Attributes:
        kind: movement, nationality or century.
        key: normalised spelling ("post impressionism").
        label: as the table spells it, or "19th century" in the current language.
    """

    kind: TraitKind
    key: str
    label: str


def traits_of(artist: Artist, kind: TraitKind) -> tuple[Trait, ...]:
    """The traits of one kind, in the table's order, without duplicates."""
    if kind == "century":
        century = artist.century
        return () if century is None else (Trait(kind, str(century), century_label(century)),)
    labels = artist.movements if kind == "movement" else artist.nationalities
    found = {_key(label): label for label in reversed(labels)}
    return tuple(Trait(kind, key, found[key]) for key in dict.fromkeys(map(_key, labels)))


def _key(label: str) -> str:
    return fold_name(label) or label.strip().casefold()


def artist_node(artist_id: int) -> str:
    """The name of an artist's node: "artist:12"."""
    return f"artist:{artist_id}"


def trait_node(kind: TraitKind, label: str) -> str:
    """The name of a trait's node, independent of spelling: "movement:post impressionism"."""
    return f"{kind}:{_key(label)}"


@dataclass(frozen=True)
class _Century:
    """A century in the notations of translations: "19th" in English, "XIX" in Spanish."""

    number: int

    @property
    def ordinal(self) -> str:
        last_two, last = self.number % 100, self.number % 10
        suffix = "th" if last_two in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
        return f"{self.number}{suffix}"

    @property
    def roman(self) -> str:
        tens, ones = divmod(self.number, 10)
        return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def century_label(century: int) -> str:
    """A century in the current language: "1st century", "19th century"."""
    return _("{century.ordinal} century").format(century=_Century(century))


@dataclass(frozen=True)
class ArtistFilter:
    """A filter of artists: any value within a field, all fields together; an empty field matches all.

    Attributes:
        movements: in any spelling.
        nationalities: in any spelling.
        centuries: as `Artist.century` counts them; 19 is 1801 to 1900.
        min_pictures: smallest number of usable pictures.
    """

    movements: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    centuries: tuple[int, ...] = ()
    min_pictures: int = 0

    def takes(self, artist: Artist, pictures: int) -> bool:
        """Whether an artist with this number of usable pictures passes."""
        return (
            pictures >= self.min_pictures
            and _any_of(self.movements, artist.movements)
            and _any_of(self.nationalities, artist.nationalities)
            and (not self.centuries or artist.century in self.centuries)
        )


def _any_of(wanted: Sequence[str], labels: Sequence[str]) -> bool:
    return not wanted or bool({_key(label) for label in wanted} & {_key(label) for label in labels})


def filter_artists(artists: Sequence[Artist], pictures: Mapping[int, int], wanted: ArtistFilter) -> list[Artist]:
    """The artists that pass a filter, in order.

    Args:
        artists: of one data set.
        pictures: usable pictures by artist id; 0 where missing.
        wanted: the filter.
    """
    return [artist for artist in artists if wanted.takes(artist, pictures.get(artist.id, 0))]


_COLUMNS = ["artist_id", "name", "movements", "nationalities", "century", "shared", "why"]


@dataclass(frozen=True)
class SharedTraits:
    """The shared traits of two artists.

    Attributes:
        movements: labels as the first artist's row spells them.
        nationalities: labels as the first artist's row spells them.
        century: of both; None where it differs or is unknown.
    """

    movements: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    century: int | None = None

    @property
    def count(self) -> int:
        """How many traits are shared."""
        return len(self.movements) + len(self.nationalities) + (self.century is not None)

    @property
    def why(self) -> str:
        """As text: "both Impressionism; both French; both 19th century"; "" where nothing is shared."""
        reasons = [join_names(labels) for labels in (self.movements, self.nationalities) if labels]
        if self.century is not None:
            reasons.append(century_label(self.century))
        return "; ".join(_("both {trait}").format(trait=reason) for reason in reasons)


def shared_traits(first: Artist, second: Artist) -> SharedTraits:
    """The shared traits of two artists."""
    century = first.century if first.century == second.century else None
    return SharedTraits(_shared(first, second, "movement"), _shared(first, second, "nationality"), century)


def _shared(first: Artist, second: Artist, kind: TraitKind) -> tuple[str, ...]:
    keys = {trait.key for trait in traits_of(second, kind)}
    return tuple(trait.label for trait in traits_of(first, kind) if trait.key in keys)


def neighbours_table(artists: Sequence[Artist], artist_id: int) -> pd.DataFrame:
    """The artists that share traits with one of them, the nearest first.

    Sorted by shared movements, then nationalities, then century, then name.

    Returns:
        artist_id, name, movements, nationalities (shared ones, joined by ", "), century (missing where it differs),
        shared (number of traits) and why (as text).

    Raises:
        NotFoundError: no artist has this id.
    """
    chosen = next((artist for artist in artists if artist.id == artist_id), None)
    if chosen is None:
        raise NotFoundError(
            _("There is no artist with the id {id} in this data set. Choose another.").format(id=artist_id)
        )
    found = [(other, shared_traits(chosen, other)) for other in artists if other.id != artist_id]
    found = [(other, shared) for other, shared in found if shared.count]
    rows = [
        (other.id, other.name, ", ".join(s.movements), ", ".join(s.nationalities), s.century, s.count, s.why)
        for other, s in sorted(found, key=lambda pair: _nearness(*pair))
    ]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"century": "Int64"})


def _nearness(other: Artist, shared: SharedTraits) -> tuple[int, int, bool, str]:
    return -len(shared.movements), -len(shared.nationalities), shared.century is None, other.name
