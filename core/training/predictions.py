"""Writing what a model answers for every picture of its run."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.evaluation.predictions import PREDICTIONS_FILE, SIDES, make_predictions, write_predictions
from core.training.data.split_rows import Material


def save_predictions(folder: Path, material: Material, probabilities: npt.NDArray[np.float32]) -> None:
    """Write `predictions.parquet`: the training side first, then validation and test, each in catalog order.

    Args:
        folder: of the run.
        material: its n pictures.
        probabilities: `(n, k)` float32, in the order of `material`.
    """
    order = np.concatenate([material.on(side) for side in SIDES])
    found = make_predictions(
        material.painting_ids[order],
        material.sides[order],
        material.labels[order],
        probabilities[order],
        material.artists,
    )
    write_predictions(folder / PREDICTIONS_FILE, found)
