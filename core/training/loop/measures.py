"""Accuracy, precision, recall and F1 from a confusion matrix; undefined is None, never 0. Needs no Keras."""

import numpy as np
import numpy.typing as npt

from core.training.config.blocks import METRICS

Floats = npt.NDArray[np.float64]


def measures_of(confusion: Floats, squared_error: float) -> dict[str, float | None]:
    """The metrics of answers that were counted.

    Precision, recall and F1 are means over the artists for whom they are defined, as scikit-learn's with
    `average="macro", zero_division=nan`.

    Args:
        confusion: `(k, k)`, pictures by painter (rows) and artist named (columns).
        squared_error: sum over pictures and artists of (probability − truth)².

    Returns:
        accuracy, mse, precision, recall and f1; None where there is nothing to divide by.
    """
    hits = np.diag(confusion)
    painted, named = confusion.sum(axis=1), confusion.sum(axis=0)
    pictures = float(confusion.sum())
    return {
        "accuracy": float(hits.sum() / pictures) if pictures else None,
        "mse": squared_error / (pictures * len(confusion)) if pictures else None,
        "precision": _mean_of_ratios(hits, named),
        "recall": _mean_of_ratios(hits, painted),
        "f1": _mean_of_ratios(2 * hits, painted + named),
    }


def nothing_measured() -> dict[str, float | None]:
    """The metrics of a side with no picture."""
    return dict.fromkeys(METRICS)


def measures_of_probabilities(
    labels: npt.NDArray[np.int64], probabilities: npt.NDArray[np.float32]
) -> dict[str, float | None]:
    """All metrics of `(n, k)` probabilities, the loss (mean cross-entropy) among them."""
    if not len(labels):
        return nothing_measured()
    artists = probabilities.shape[1]
    given = probabilities.astype(np.float64)
    confusion = np.zeros((artists, artists))
    np.add.at(confusion, (labels, given.argmax(axis=1)), 1)
    squared = float(np.square(given - np.eye(artists)[labels]).sum())
    # Keras cuts probabilities at 1e-7 before it takes their logarithm.
    right = given[np.arange(len(labels)), labels].clip(1e-7, 1 - 1e-7)
    found = measures_of(confusion, squared) | {"loss": float(-np.log(right).mean())}
    return {name: found[name] for name in METRICS}


def _mean_of_ratios(above: Floats, below: Floats) -> float | None:
    defined = below > 0
    return float(np.mean(above[defined] / below[defined])) if defined.any() else None
