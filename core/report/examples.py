"""Examples of mistakes: the wrong answers of which a model was surest, with their pictures."""

from dataclasses import dataclass

import pandas as pd

from core.dataset.store import Dataset
from core.evaluation.confusions import confident_mistakes, list_pictures
from core.evaluation.predictions import Predictions
from core.report.pictures import InlinePicture, inline_pictures

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


def surest_mistakes(
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
