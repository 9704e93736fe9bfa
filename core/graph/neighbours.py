"""Neighbours and why: what two artists have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.dataset.artists.artists import Artist
from core.dataset.splitting.selection import join_names
from core.errors import NotFoundError
from core.graph.traits import TraitKind, century_label, traits_of
from core.language import _

_COLUMNS = ["artist_id", "name", "movements", "nationalities", "century", "shared", "why"]


@dataclass(frozen=True)
class SharedTraits:
    """What two artists have in common.

    Attributes:
        movements: labels, as the first artist's row spells them.
        nationalities: likewise.
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
        """In words, as in "both Impressionism; both French; both 19th century"; empty where nothing is shared."""
        reasons = [join_names(labels) for labels in (self.movements, self.nationalities) if labels]
        if self.century is not None:
            reasons.append(century_label(self.century))
        return "; ".join(_("both {trait}").format(trait=reason) for reason in reasons)


def shared_traits(first: Artist, second: Artist) -> SharedTraits:
    """What two artists have in common."""
    century = first.century if first.century == second.century else None
    return SharedTraits(_shared(first, second, "movement"), _shared(first, second, "nationality"), century)


def _shared(first: Artist, second: Artist, kind: TraitKind) -> tuple[str, ...]:
    keys = {trait.key for trait in traits_of(second, kind)}
    return tuple(trait.label for trait in traits_of(first, kind) if trait.key in keys)


def neighbours_table(artists: Sequence[Artist], artist_id: int) -> pd.DataFrame:
    """The artists that have anything in common with one of them, the nearest first.

    Nearness counts shared movements, then nationalities, then the century; equal ones come by name.

    Returns:
        artist_id, name, movements, nationalities (shared ones, joined by ", "), century (missing where it differs),
        shared (how many traits) and why (a plain sentence).

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
