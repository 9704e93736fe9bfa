"""Browsing a catalog: filters, contact sheets, and neighbours of a painting.

All functions are pure functions of the catalog, so that a URL with the same filters shows the same pictures.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from core.dataset.artists.artist import Artist
from core.errors import NotFoundError
from core.language import N_, _

SIZE_CLASSES: dict[str, tuple[int, int | None]] = {
    N_("Under 256 px"): (0, 256),
    N_("256 to 511 px"): (256, 512),
    N_("512 to 1023 px"): (512, 1024),
    N_("1024 px and more"): (1024, None),
}
"""Size classes by the shorter side, which limits a square input: lower bound and exclusive upper bound."""

ORIENTATIONS = {"Portrait": N_("Upright"), "Landscape": N_("Wide"), "Square": N_("Square")}
"""Displayed names by the spelling in filters and URLs."""
_SQUARE_WITHIN = 1.05


class Randomness(Protocol):
    """The common interface of `random.Random` and the module `random`."""

    def choice(self, seq: Sequence[str], /) -> str:
        """One of a sequence."""


@dataclass(frozen=True)
class PictureFilter:
    """A filter of pictures; an empty field matches all.

    Attributes:
        artists: names; any of them.
        movements: any of the artist's movements is one of these.
        sizes: keys of `SIZE_CLASSES`.
        modes: Pillow's colour modes, such as "RGB".
        orientations: keys of `ORIENTATIONS`; nearly square counts as square (5 %).
        found: painting ids of a health finding; None where no finding was chosen.
    """

    artists: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    orientations: tuple[str, ...] = ()
    found: frozenset[str] | None = None


def matching(catalog: pd.DataFrame, artists: Sequence[Artist], wanted: PictureFilter) -> pd.DataFrame:
    """The pictures that pass a filter.

    Pictures that were left out or cannot be read are included only where a finding lists them.

    Args:
        catalog: one row per painting.
        artists: the table of the same data set.
        wanted: the filter.

    Returns:
        Rows of `catalog` in its order, with its index; possibly none.
    """
    if wanted.found is None:
        keep = (catalog["status"] != "unreadable") & ~catalog["excluded"].astype(bool)
    else:
        keep = catalog["painting_id"].isin(wanted.found)
    if wanted.artists or wanted.movements:
        keep &= catalog["artist_id"].isin(_artist_ids(artists, wanted))
    if wanted.sizes:
        keep &= size_classes(catalog).isin(wanted.sizes)
    if wanted.modes:
        keep &= catalog["mode"].isin(wanted.modes)
    if wanted.orientations:
        keep &= orientations(catalog).isin(wanted.orientations)
    return catalog[keep]


def _artist_ids(artists: Iterable[Artist], wanted: PictureFilter) -> list[int]:
    names, movements = set(wanted.artists), set(wanted.movements)
    return [
        artist.id
        for artist in artists
        if (not names or artist.name in names) and (not movements or movements.intersection(artist.movements))
    ]


def size_classes(catalog: pd.DataFrame) -> pd.Series:
    """The key of `SIZE_CLASSES` of each picture, by its shorter side."""
    edges = [float(least) for least, _above in SIZE_CLASSES.values()]
    shorter = catalog[["width", "height"]].min(axis=1)
    return pd.cut(shorter, [*edges, float("inf")], right=False, labels=list(SIZE_CLASSES)).astype(str)


def orientations(catalog: pd.DataFrame) -> pd.Series:
    """The key of `ORIENTATIONS` of each picture."""
    aspect = catalog["width"] / catalog["height"].clip(lower=1)
    named = pd.Series("Square", index=catalog.index)
    return named.mask(aspect > _SQUARE_WITHIN, "Landscape").mask(aspect < 1 / _SQUARE_WITHIN, "Portrait")


def contact_sheet(pictures: pd.DataFrame, count: int, seed: int, *, evenly: bool) -> list[str]:
    """Sample pictures at random; equal seeds give equal sheets on every machine.

    The lot of a picture depends on its id and the seed alone. So a larger sheet holds all of a smaller one, and
    pictures that join the collection later take the place of few.

    Args:
        pictures: rows to draw from; columns painting_id and artist_id.
        count: number of pictures; all where there are fewer.
        seed: any whole number.
        evenly: draw equally many from each artist as far as possible; a random choice of artists fills the last
            incomplete round. Otherwise every picture has the same probability.

    Returns:
        Painting ids in catalog order, so that an artist's pictures hang together.
    """
    drawn = pictures[["painting_id", "artist_id"]].assign(
        lot=[_lot(seed, painting_id) for painting_id in pictures["painting_id"]]
    )
    drawn = drawn.sort_values("lot")
    if evenly:
        drawn = drawn.assign(turn=drawn.groupby("artist_id", dropna=False).cumcount()).sort_values(["turn", "lot"])
    return [str(painting_id) for painting_id in drawn.head(max(0, count)).sort_index()["painting_id"]]


def _lot(seed: int, painting_id: object) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}/{painting_id}".encode(), digest_size=8).digest(), "big")


def pick_random(painting_ids: Sequence[str], last: str | None, randomness: Randomness) -> str | None:
    """A random picture, different from the last one if possible; None without pictures."""
    others = [painting_id for painting_id in painting_ids if painting_id != last]
    choices = others or painting_ids
    return randomness.choice(choices) if choices else None


@dataclass(frozen=True)
class Neighbours:
    """The position of a painting among those of its artist, in catalog order.

    Attributes:
        place: 1 for the first.
        total: pictures of the artist, including excluded ones.
        previous: painting id of the previous one; None for the first.
        following: painting id of the next one; None for the last.
        around: the nearest ones in order, including the painting itself.
    """

    place: int
    total: int
    previous: str | None
    following: str | None
    around: tuple[str, ...]


def neighbours(catalog: pd.DataFrame, painting_id: str, reach: int = 4) -> Neighbours:
    """The pictures of the same artist around one of them; pictures without an artist form one group.

    Args:
        catalog: one row per painting.
        painting_id: of the picture.
        reach: number on each side; near an end of the list the other side has more.

    Raises:
        NotFoundError: it is not in the catalog.
    """
    row = row_of(catalog, painting_id)
    same = catalog["artist_id"].isna() if pd.isna(row["artist_id"]) else (catalog["artist_id"] == row["artist_id"])
    ids = [str(other) for other in catalog.loc[same.fillna(False).astype(bool), "painting_id"]]
    at = ids.index(painting_id)
    start = max(0, min(at - reach, len(ids) - 2 * reach - 1))
    return Neighbours(
        place=at + 1,
        total=len(ids),
        previous=ids[at - 1] if at else None,
        following=ids[at + 1] if at + 1 < len(ids) else None,
        around=tuple(ids[start : start + 2 * reach + 1]),
    )


def same_work(catalog: pd.DataFrame, painting_id: str) -> list[str]:
    """Other pictures of the work that a painting shows, in catalog order.

    Raises:
        NotFoundError: it is not in the catalog.
    """
    group = catalog.loc[catalog["work_group"] == row_of(catalog, painting_id)["work_group"], "painting_id"]
    return [str(other) for other in group if other != painting_id]


def row_of(catalog: pd.DataFrame, painting_id: str) -> pd.Series:
    """The catalog's row of a painting.

    Raises:
        NotFoundError: there is none.
    """
    found = catalog[catalog["painting_id"] == painting_id]
    if found.empty:
        raise NotFoundError(
            _("There is no painting “{name}” in this data set. It may have been removed.").format(name=painting_id)
        )
    return found.iloc[0]
