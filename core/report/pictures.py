"""Pictures embedded in the report as small WebP data URLs, and the most confident errors shown with them."""

import base64
from dataclasses import dataclass

import pandas as pd

from core.dataset.store import Dataset
from core.errors import AtelierError
from core.evaluation.confusions import confident_mistakes, list_pictures
from core.evaluation.predictions import Predictions

LONG_SIDE_PX = 320


@dataclass(frozen=True)
class InlinePicture:
    """A picture of the report.

    Attributes:
        source: a data URL; "" where the picture cannot be shown.
        width: of the original in pixels; 1 where unknown.
        height: of the original in pixels; 1 where unknown.
    """

    source: str = ""
    width: int = 1
    height: int = 1


def inline_pictures(dataset: Dataset, catalog: pd.DataFrame, painting_ids: list[str]) -> dict[str, InlinePicture]:
    """Small pictures by painting id; a missing or unreadable one has no source.

    Args:
        dataset: of the pictures.
        catalog: of the data set.
        painting_ids: of the pictures.
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


MISTAKES = 8


@dataclass(frozen=True)
class Mistake:
    """A wrong prediction.

    Attributes:
        painting_id: of the picture.
        painter: the true artist.
        answer: the predicted artist.
        confidence: 0 to 1.
        picture: without a source where the picture is missing.
    """

    painting_id: str
    painter: str
    answer: str
    confidence: float
    picture: InlinePicture


def most_confident_mistakes(
    predictions: Predictions, dataset: Dataset | None, catalog: pd.DataFrame, number: int = MISTAKES
) -> list[Mistake]:
    """The wrong predictions on the test set with the highest confidence."""
    wrong = confident_mistakes(list_pictures(predictions.on("test")), number)
    names = wrong["painting_id"].astype(str).tolist()
    pictures = inline_pictures(dataset, catalog, names) if dataset is not None else {}
    return [
        Mistake(
            painting_id,
            str(painter),
            str(answer),
            float(confidence),
            pictures.get(painting_id, InlinePicture()),
        )
        for painting_id, painter, answer, confidence in zip(
            names, wrong["painter"], wrong["answer"], wrong["confidence"], strict=True
        )
    ]
