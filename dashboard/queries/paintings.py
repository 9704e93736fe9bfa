"""Rows of the catalog as typed values that screens can label. Pure: tables in, paintings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd

from core.dataset.artists.artist import Artist
from core.language import _, grouped


@dataclass(frozen=True)
class Painting:
    """One painting as a screen needs it; every text is data, to be escaped where it is shown.

    Attributes:
        painting_id: its unique name.
        artist: name of the artist; "" where the table has none.
        number: within the artist's pictures; None where the file has none.
        path: of the shown file, relative to the data set's folder.
        sha256: of that file.
        width: pixels, 0 when unreadable.
        height: in pixels, upright.
        bytes: size of the file.
        problem: why it cannot be read; "" when it can.
        excluded: whether a person left it out.
        reason: why; "" unless excluded.
    """

    painting_id: str
    artist: str
    number: int | None
    path: str
    sha256: str
    width: int
    height: int
    bytes: int
    problem: str
    excluded: bool
    reason: str

    @property
    def title(self) -> str:
        """Artist and number, as in "Edgar Degas, 12", or the id where there is no artist."""
        if not self.artist:
            return self.painting_id
        return self.artist if self.number is None else f"{self.artist}, {self.number}"

    @property
    def aspect(self) -> float:
        """Width over height; 4:3 where the size is unknown."""
        return self.width / self.height if self.width and self.height else 4 / 3


def paintings_of(catalog: pd.DataFrame, artists: Sequence[Artist]) -> dict[str, Painting]:
    """Every painting by its id, in catalog order."""
    names = {artist.id: artist.name for artist in artists}
    columns = (
        catalog["painting_id"].astype(str).tolist(),
        [names.get(artist_id, "") for artist_id in catalog["artist_id"].tolist()],
        [None if pd.isna(number) else int(number) for number in catalog["number"].tolist()],
        *(catalog[column].astype(str).tolist() for column in ("path", "sha256")),
        *(catalog[column].astype(int).tolist() for column in ("width", "height", "bytes")),
        catalog["problem"].astype(str).tolist(),
        catalog["excluded"].astype(bool).tolist(),
        catalog["reason"].astype(str).tolist(),
    )
    return {row[0]: Painting(*row) for row in zip(*columns, strict=True)}


def painting_address(dataset: str, painting_id: str) -> str:
    """Where the page of one painting is, from any other page."""
    return f"painting?{urlencode({'dataset': dataset, 'painting': painting_id})}"


def size_in_words(painting: Painting) -> str:
    """Pixels and bytes, as in "853 × 640 pixels, 164 KB"."""
    weight = f"{painting.bytes / 1e6:.1f} MB" if painting.bytes >= 1e6 else f"{grouped(round(painting.bytes / 1e3))} KB"
    if not painting.width:
        return weight
    words = _("{width:,} × {height:,} pixels, {weight}")
    return words.format(width=painting.width, height=painting.height, weight=weight)
