"""Pictures inside the file itself: small WebP as data addresses."""

import base64
from dataclasses import dataclass

import pandas as pd

from core.dataset.store import Dataset
from core.errors import AtelierError

LONG_SIDE_PX = 320


@dataclass(frozen=True)
class InlinePicture:
    """A picture of the report.

    Attributes:
        source: a data address; "" where the picture cannot be shown.
        width: of the original in pixels; 1 where it is not known.
        height: likewise.
    """

    source: str = ""
    width: int = 1
    height: int = 1


def inline_pictures(dataset: Dataset, catalog: pd.DataFrame, painting_ids: list[str]) -> dict[str, InlinePicture]:
    """Small pictures by painting id; one that is gone or unreadable has no source.

    Args:
        dataset: whose pictures they are.
        catalog: of it.
        painting_ids: those wanted.
    """
    rows = catalog[catalog["painting_id"].isin(painting_ids)]
    found = {str(row.painting_id): _inline(dataset, row) for row in rows.itertuples()}
    return {painting_id: found.get(painting_id, InlinePicture()) for painting_id in painting_ids}


def _inline(dataset: Dataset, row: object) -> InlinePicture:
    path, sha256, width, height = (getattr(row, name) for name in ("path", "sha256", "width", "height"))
    try:
        data = dataset.thumbnail(str(path), str(sha256), LONG_SIDE_PX)
    except (AtelierError, OSError):
        return InlinePicture()
    source = f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"
    return InlinePicture(source, max(int(width), 1), max(int(height), 1))
