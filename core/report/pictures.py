"""Pictures inside the file itself: small WebP as data addresses."""

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


MISTAKES = 8


@dataclass(frozen=True)
class Mistake:
    """One wrong answer.

    Attributes:
        painting_id: of the picture.
        painter: who painted it.
        answer: whom the model named.
        confidence: how sure it was, 0 to 1.
        picture: without a source where the picture is not here any more.
    """

    painting_id: str
    painter: str
    answer: str
    confidence: float
    picture: InlinePicture


def most_confident_mistakes(
    predictions: Predictions, dataset: Dataset | None, catalog: pd.DataFrame, number: int = MISTAKES
) -> list[Mistake]:
    """The wrong answers on the test side with the highest confidence; empty where no answer is wrong."""
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
