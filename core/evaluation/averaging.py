"""Means and ratios that stay undefined (NaN) where there is nothing to divide by."""

import numpy as np
import numpy.typing as npt

from core.evaluation.predictions import Floats


def average(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """The mean of what is defined; NaN where nothing is, or where all that is has no weight."""
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
