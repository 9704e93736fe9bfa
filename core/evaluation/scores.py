"""Arithmetic of measures: ranks and losses per picture, and means and ratios that are NaN where undefined."""

import numpy as np
import numpy.typing as npt

from core.evaluation.predictions import Floats, Predictions


def average(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """The mean of the defined values; NaN without any, or where their weights are all 0."""
    return float(average_last_axis(np.asarray(values, np.float64), weights))


def average_last_axis(values: Floats, weights: npt.ArrayLike | None = None) -> Floats:
    """As `average`, over the last axis of `(…, k)`."""
    defined = ~np.isnan(values)
    weight = defined * (1.0 if weights is None else np.asarray(weights, np.float64))
    return ratio((np.where(defined, values, 0) * weight).sum(axis=-1), weight.sum(axis=-1))


def ratio(over: npt.ArrayLike, under: npt.ArrayLike) -> Floats:
    """`over / under`, NaN where `under` is 0."""
    below = np.asarray(under, np.float64)
    quotient: Floats = np.divide(over, below, out=np.full(np.broadcast(over, below).shape, np.nan), where=below != 0)
    return quotient


SMALLEST_PROBABILITY = float(np.finfo(np.float32).eps)
"""Lower limit for the log loss: the file holds float32, in which certainty rounds the other probabilities to 0."""

TOP_K = (3, 5)


def top_k_hits(predictions: Predictions, k: int) -> Floats:
    """Whether the true artist is among the k most probable: `(n,)`, 0 or 1; NaN where k covers every artist.

    Among equal probabilities the artist that comes first in the order of the network's outputs ranks first, as
    `argmax` has it. (scikit-learn's `top_k_accuracy_score` ranks the last first.)
    """
    if k >= len(predictions.artists):
        return np.full(len(predictions), np.nan)
    own = painter_probabilities(predictions)[:, np.newaxis]
    before = np.arange(len(predictions.artists)) < predictions.y_true[:, np.newaxis]
    ahead = (predictions.probabilities > own) | ((predictions.probabilities == own) & before)
    hits: Floats = (ahead.sum(axis=1) < k).astype(np.float64)
    return hits


def painter_probabilities(predictions: Predictions) -> Floats:
    """The predicted probability of each picture's true artist: `(n,)`."""
    own: Floats = predictions.probabilities[np.arange(len(predictions)), predictions.y_true]
    return own


def picture_log_losses(predictions: Predictions) -> Floats:
    """−ln of the true artist's probability: `(n,)`, 0 or more; the mean is scikit-learn's `log_loss` on float32."""
    return np.abs(np.log(np.clip(painter_probabilities(predictions), SMALLEST_PROBABILITY, 1)))


def picture_squared_errors(predictions: Predictions) -> Floats:
    """Mean squared error of the probabilities against one-hot labels: `(n,)`, 0 to 1."""
    off = predictions.probabilities.copy()
    off[np.arange(len(off)), predictions.y_true] -= 1
    errors: Floats = np.square(off).mean(axis=1)
    return errors
