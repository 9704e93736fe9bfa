"""The leak meter: test pictures whose work also appears in training, as another picture."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from core.evaluation.predictions import Bools, Floats, Predictions
from core.evaluation.resampling import work_codes


@dataclass(frozen=True)
class Leak:
    """Train-test leakage of a run. NaN where undefined.

    Attributes:
        test_pictures: in the test set.
        leaking: of those, pictures whose work also appears in training.
        leaking_if_random: expected number under a random split by picture with the same counts per artist.
        accuracy_leaking: on the leaking pictures.
        accuracy_rest: on the others: the honest figure.
    """

    test_pictures: int
    leaking: int
    leaking_if_random: float
    accuracy_leaking: float
    accuracy_rest: float


def measure_leak(predictions: Predictions, work_groups: Mapping[str, str]) -> Leak:
    """Measure the leak of a run.

    Args:
        predictions: of all splits.
        work_groups: the work of each picture; a picture without one counts as its own work.
    """
    works = work_codes(predictions.painting_id, work_groups)
    is_test = predictions.side == "test"
    leaks = is_test & np.isin(works, works[predictions.side == "train"])
    return Leak(
        int(is_test.sum()),
        int(leaks.sum()),
        _expected_at_random(works, predictions),
        _accuracy(predictions, leaks),
        _accuracy(predictions, is_test & ~leaks),
    )


def _accuracy(predictions: Predictions, rows: Bools) -> float:
    return float(predictions.is_hit[rows].mean()) if rows.any() else math.nan


def _expected_at_random(works: np.ndarray, predictions: Predictions) -> float:
    """The exact expectation: the training pictures of an artist are drawn without replacement."""
    k = len(predictions.artists)
    everyone, trained, tested = (
        np.bincount(predictions.y_true[rows], minlength=k)
        for rows in (np.ones(len(works), bool), predictions.side == "train", predictions.side == "test")
    )
    cells = pd.DataFrame({"work": works, "artist": predictions.y_true}).value_counts().reset_index(name="pictures")
    artist, pictures = cells["artist"].to_numpy(), cells["pictures"].to_numpy()
    unseen = _no_train(everyone[artist], trained[artist], pictures)
    unseen_besides = _no_train(everyone[artist] - 1, trained[artist], pictures - 1)
    unseen_elsewhere = np.ones(len(cells))
    for rows in cells.groupby("work").indices.values():
        for row in rows if len(rows) > 1 else ():  # a work filed under several artists
            unseen_elsewhere[row] = unseen[rows[rows != row]].prod()
    return float((pictures * tested[artist] / everyone[artist] * (1 - unseen_besides * unseen_elsewhere)).sum())


def _no_train(population: np.ndarray, trained: np.ndarray, drawn: np.ndarray) -> Floats:
    """The probability that none of `drawn` pictures of an artist trains."""
    possible = np.minimum(trained, population)
    found: Floats = hypergeom.pmf(0, population, possible, drawn)
    return found
