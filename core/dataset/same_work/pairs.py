"""Same-work pairs and their table on disk."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd
import pyarrow as pa

from core.errors import InvalidInputError
from core.files import write_atomically
from core.language import _

Transform = tuple[float, float, float, float, float, float]
"""`a, b, c, d, e, f` maps `(x, y)` to `(a·x + b·y + c, d·x + e·y + f)`; both in fractions of the picture."""

_TRANSFORM_COLUMNS = ["xx", "xy", "x0", "yx", "yy", "y0"]
COPY = "copy"
DETAIL = "detail"
OVERLAP = "overlap"
_NEARLY_ALL = 0.7


@dataclass(frozen=True)
class Picture:
    """One picture to compare.

    Attributes:
        id: the painting's id.
        path: its file.
        sha256: hexadecimal digest of the file, the key of its features.
    """

    id: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class WorkPair:
    """Two pictures of the same work.

    Attributes:
        first: painting id, the earlier of the two in the catalog.
        second: painting id, the later.
        inliers: keypoint matches consistent with the transform; 25 and more are almost certain.
        agreement: correlation of fine detail over the overlap, from -1 to 1.
        relation: "copy" (each shows nearly all of the other), "detail" (one is nearly contained in the other) or
            "overlap" (each shows a part that the other lacks).
        scale: pixels of the second per pixel of the first, at the compared sizes.
        rotation: degrees from the first to the second, clockwise.
        cover_first: share of the first that the second shows, 0 to 1.
        cover_second: share of the second that the first shows, 0 to 1.
        transform: maps positions in the first to positions in the second.
    """

    first: str
    second: str
    inliers: int
    agreement: float
    relation: str
    scale: float
    rotation: float
    cover_first: float
    cover_second: float
    transform: Transform

    @property
    def overlap(self) -> float:
        """The larger of the two covers: 1 when one picture contains the other."""
        return max(self.cover_first, self.cover_second)

    @property
    def is_strong(self) -> bool:
        """Whether the pair is certain without confirmation by other pictures."""
        return self.inliers >= 25 and self.agreement >= 0.4


def relation_of(cover_first: float, cover_second: float) -> str:
    """Name the relation from the share each picture shows of the other."""
    if min(cover_first, cover_second) >= _NEARLY_ALL:
        return COPY
    return DETAIL if max(cover_first, cover_second) >= _NEARLY_ALL else OVERLAP


def write_pairs(path: Path, pairs: Iterable[WorkPair]) -> None:
    """Write the table atomically, one row a pair."""
    names = [field.name for field in fields(WorkPair) if field.name != "transform"]
    rows = [[getattr(pair, name) for name in names] + list(pair.transform) for pair in pairs]
    table = pd.DataFrame(rows, columns=[*names, *_TRANSFORM_COLUMNS])
    write_atomically(path, lambda file: table.to_parquet(file, index=False))


def read_pairs(path: Path) -> list[WorkPair]:
    """Read what `write_pairs` wrote; no pairs without the file.

    Raises:
        InvalidInputError: the file is damaged.
    """
    if not path.exists():
        return []
    names = [field.name for field in fields(WorkPair) if field.name != "transform"]
    try:
        table = pd.read_parquet(path)
        rows = table[[*names, *_TRANSFORM_COLUMNS]].to_dict("list")
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise InvalidInputError(
            _("The table of same-work pairs “{file}” cannot be read. Delete it and check the data set again.").format(
                file=path.name
            )
        ) from error
    transforms = zip(*(rows[name] for name in _TRANSFORM_COLUMNS), strict=True)
    named = (dict(zip(names, row, strict=True)) for row in zip(*(rows[name] for name in names), strict=True))
    return [WorkPair(**row, transform=transform) for row, transform in zip(named, transforms, strict=True)]
