"""The metrics of a set of predictions, by scikit-learn where it has them.

An undefined value is NaN here and null in JSON, never 0: the precision of an artist who is never predicted, the
recall of one without pictures. A macro average is the mean over the artists where the value is defined, as with
scikit-learn's `zero_division=nan`.
"""

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    cohen_kappa_score,
    matthews_corrcoef,
    precision_recall_fscore_support,
)

from core.evaluation.labels import MEASURES
from core.evaluation.predictions import Floats, Ints, Predictions
from core.evaluation.scores import TOP_K, average, picture_log_losses, picture_squared_errors, top_k_hits


@dataclass(frozen=True)
class ArtistMeasures:
    """Per artist: `(k,)` each, NaN where undefined."""

    precision: Floats
    recall: Floats
    f1: Floats
    support: Ints
    predicted: Ints


def measure_artists(predictions: Predictions) -> ArtistMeasures:
    """Precision, recall, F1, support and number of predictions of every artist of the run."""
    labels = np.arange(len(predictions.artists))
    precision, recall, f1, support = precision_recall_fscore_support(
        predictions.y_true, predictions.y_pred, labels=labels, average=None, zero_division=np.nan
    )
    predicted = np.bincount(predictions.y_pred, minlength=len(labels))
    return ArtistMeasures(precision, recall, f1, support, predicted)


def measure(predictions: Predictions) -> dict[str, float]:
    """Every measure of `MEASURES`, in that order; NaN where undefined.

    Args:
        predictions: at least one picture.
    """
    artists = measure_artists(predictions)
    truth, answers = predictions.y_true, predictions.y_pred
    values = {
        "accuracy": float(accuracy_score(truth, answers)),
        "balanced_accuracy": average(artists.recall),
        **{f"top_{k}_accuracy": float(top_k_hits(predictions, k).mean()) for k in TOP_K},
        **dict(_averages(artists)),
        "log_loss": float(picture_log_losses(predictions).mean()),
        "mse": float(picture_squared_errors(predictions).mean()),
        "matthews": _matthews(truth, answers),
        "kappa": _kappa(truth, answers),
    }
    return {name: values[name] for name in MEASURES}


def _averages(artists: ArtistMeasures) -> Iterator[tuple[str, float]]:
    for name in ("precision", "recall", "f1"):
        values: Floats = getattr(artists, name)
        yield f"{name}_macro", average(values)
        yield f"{name}_weighted", average(values, artists.support)


def _matthews(truth: Ints, answers: Ints) -> float:
    if len(np.unique(truth)) < 2 or len(np.unique(answers)) < 2:
        return math.nan  # scikit-learn says 0 here, which would read as guessing
    return float(matthews_corrcoef(truth, answers))


def _kappa(truth: Ints, answers: Ints) -> float:
    if len(np.unique(np.concatenate([truth, answers]))) < 2:
        return math.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(cohen_kappa_score(truth, answers))
