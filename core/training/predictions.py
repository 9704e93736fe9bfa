"""Writing what a model answers for every picture of its run."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.evaluation.predictions import PREDICTIONS_FILE, SIDES, make_predictions, write_predictions
from core.training.data.split_rows import TrainingData


def save_predictions(folder: Path, training_data: TrainingData, probabilities: npt.NDArray[np.float32]) -> None:
    """Write `predictions.parquet`: the training side first, then validation and test, each in catalog order.

    Args:
        folder: of the run.
        training_data: its n pictures.
        probabilities: `(n, k)` float32, in the order of `training_data`.
    """
    order = np.concatenate([training_data.on(side) for side in SIDES])
    found = make_predictions(
        training_data.painting_ids[order],
        training_data.sides[order],
        training_data.labels[order],
        probabilities[order],
        training_data.artists,
    )
    write_predictions(folder / PREDICTIONS_FILE, found)
