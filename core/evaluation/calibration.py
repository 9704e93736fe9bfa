"""Calibration and selective prediction: does confidence match accuracy?

The reliability curve compares confidence with accuracy in bins; the expected calibration error (ECE) is their mean
distance. Temperature scaling corrects an overconfident or underconfident model: one number, fitted on the validation
set, divides the logarithms of all probabilities. It never changes a predicted class. The selective curve shows
accuracy against coverage when the model abstains below a confidence.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from core.evaluation.predictions import Bools, Floats, Predictions

BINS = 15

_TEMPERATURES = (0.01, 1000.0)
_SMALLEST = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True)
class ReliabilityBin:
    """Predictions in one bin of confidence.

    Attributes:
        low: exclusive lower edge, 0 to 1; the first bin includes 0.
        high: inclusive upper edge.
        pictures: count, 1 or more.
        confidence: mean confidence.
        accuracy: share of correct predictions.
    """

    low: float
    high: float
    pictures: int
    confidence: float
    accuracy: float


def reliability_curve(confidence: Floats, is_hit: Bools, bins: int = BINS) -> list[ReliabilityBin]:
    """The non-empty bins, by rising confidence.

    Args:
        confidence: `(n,)`, 0 to 1.
        is_hit: `(n,)`.
        bins: how many of equal width.
    """
    edges = np.linspace(0, 1, bins + 1)
    place = np.searchsorted(edges[1:-1], confidence)
    counts = np.bincount(place, minlength=bins)
    sums = np.bincount(place, confidence, bins)
    hits = np.bincount(place, is_hit, bins)
    return [
        ReliabilityBin(
            float(edges[b]), float(edges[b + 1]), int(counts[b]), float(sums[b] / counts[b]), float(hits[b] / counts[b])
        )
        for b in np.flatnonzero(counts)
    ]


def expected_calibration_error(curve: list[ReliabilityBin]) -> float:
    """The mean distance of confidence and accuracy over the bins, weighted by pictures; NaN without pictures."""
    pictures = sum(found.pictures for found in curve)
    distance = math.fsum(found.pictures * abs(found.confidence - found.accuracy) for found in curve)
    return distance / pictures if pictures else math.nan


def fit_temperature(predictions: Predictions) -> float:
    """The temperature with the lowest log loss; above 1 the model was overconfident, below 1 underconfident.

    Args:
        predictions: of the validation set.

    Returns:
        0.01 to 1000; NaN where it is undetermined: no pictures, every prediction correct (the optimum is 0), or true
        artists on average no more probable than others (the optimum is infinite).
    """
    logs = np.log(np.maximum(predictions.probabilities, _SMALLEST))
    rows = np.arange(len(logs))
    own = logs[rows, predictions.y_true]
    if (own >= logs.max(axis=1, initial=-np.inf)).all() or (own - logs.mean(axis=1)).mean() <= 0:
        return math.nan

    def loss(log_temperature: float) -> float:
        return -float(log_softmax(logs / math.exp(log_temperature), axis=1)[rows, predictions.y_true].mean())

    low, high = map(math.log, _TEMPERATURES)
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-4})
    return math.exp(found.x)


def with_temperature(predictions: Predictions, temperature: float) -> Predictions:
    """The same predictions with temperature-scaled probabilities.

    Args:
        predictions: of any split.
        temperature: above 0; 1 changes nothing.
    """
    logs = np.log(np.maximum(predictions.probabilities, _SMALLEST))
    return replace(predictions, probabilities=np.exp(log_softmax(logs / temperature, axis=1)))


POINTS = 100


@dataclass(frozen=True)
class SelectivePoint:
    """One threshold.

    Attributes:
        threshold: the model answers where its confidence is at least this, 0 to 1.
        coverage: share of the pictures it then answers, above 0.
        accuracy: share of these answers that is right.
    """

    threshold: float
    coverage: float
    accuracy: float


def selective_curve(confidence: Floats, is_hit: Bools, points: int = POINTS) -> list[SelectivePoint]:
    """From the surest answers alone to all of them; pictures of equal confidence come together.

    Args:
        confidence: `(n,)`.
        is_hit: `(n,)`.
        points: how many thresholds at most, spread evenly over those there are; the last takes every picture.
    """
    order = np.argsort(-confidence, kind="stable")
    sorted_confidence, hits = confidence[order], np.cumsum(is_hit[order])
    last_of_equal = np.flatnonzero(np.append(np.diff(sorted_confidence) != 0, True)) if len(order) else order
    wanted = np.linspace(0, len(last_of_equal) - 1, min(points, len(last_of_equal))).round().astype(int)
    return [
        SelectivePoint(float(sorted_confidence[i]), float((i + 1) / len(order)), float(hits[i] / (i + 1)))
        for i in last_of_equal[wanted]
    ]
