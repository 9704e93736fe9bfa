"""Multinomial logistic regression with an L2 penalty, solved exactly and fast.

The penalty makes the solution a combination of the training pictures, and a rotation of the features changes
nothing. So features are rotated to the axes along which they vary: no more axes than pictures or dimensions
remain, and each is solved in its own scale (D. Böhning, Multinomial logistic regression algorithm, 1992, bounds
the curvature by half the variance along an axis), which needs a tenth of the steps.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

_MOST_AXES = 2100
"""Up to here the rotation is exact and takes seconds; beyond, solving goes without it."""
_ROUGH_AXES = 800
_ROUGH_ROUNDS = 3


@dataclass(frozen=True, eq=False)
class Solution:
    """Weights `(d, k)` and intercepts `(k,)`, float32."""

    weights: Floats
    intercepts: Floats

    def logits(self, features: Floats) -> Floats:
        """`(n, k)`: the logarithms of probabilities, up to a constant a row."""
        return features @ self.weights + self.intercepts


def main_axes(features: Floats, *, exactly: bool = True) -> Floats | None:
    """The axes along which features vary, as orthonormal columns `(d, r)`.

    Args:
        features: `(n, d)`, centred.
        exactly: keep all variation; False may leave out the faint part of it where that saves minutes.

    Returns:
        None where an exact rotation would take longer than it saves.
    """
    count, dimensions = features.shape
    if min(count, dimensions) > (_MOST_AXES if exactly else _ROUGH_AXES):
        return None if exactly else _rough_axes(features)
    if count < dimensions:
        return _axes_from_pictures(features)
    return _significant(*np.linalg.eigh(features.T @ features))


def _axes_from_pictures(features: Floats) -> Floats:
    values, vectors = np.linalg.eigh((features @ features.T).astype(np.float64))
    kept = values > values[-1] * 1e-9
    axes: Floats = (features.T @ (vectors[:, kept] / np.sqrt(values[kept])).astype(np.float32)).astype(np.float32)
    return axes


def _significant(values: npt.NDArray[np.floating], vectors: Floats) -> Floats:
    return np.ascontiguousarray(vectors[:, values > values[-1] * 1e-7])


def _rough_axes(features: Floats) -> Floats:
    """The strongest axes by subspace iteration on the Gram matrix."""
    together = features.T @ features
    start = np.random.default_rng(0).standard_normal((len(together), _ROUGH_AXES), np.float32)
    axes = start
    for _ in range(_ROUGH_ROUNDS):
        axes, _ = np.linalg.qr(together @ axes)
    small = axes.T @ (together @ axes)
    _, vectors = np.linalg.eigh(small)
    return np.ascontiguousarray(axes @ vectors)


def solve(
    features: Floats,
    labels: Labels,
    classes: int,
    penalty: float,
    *,
    importance: Floats | None = None,
    start: Solution | None = None,
    tolerance: float = 1e-5,
    most_steps: int = 500,
) -> Solution:
    """Minimise the mean cross-entropy plus penalty / 2 times the sum of squared weights (intercepts are free).

    scikit-learn's `LogisticRegression(C)` finds the same with C = 1 / (n · penalty).

    Args:
        features: `(n, d)` float32, best rotated to `main_axes`.
        labels: `(n,)`, from 0 to `classes` - 1.
        classes: how many.
        penalty: above 0.
        importance: `(n,)`, how much each picture counts, 1 on average; None for all alike.
        start: where to begin, as a solution for another penalty.
        tolerance: stop when no scaled derivative is larger; the loss itself is about 1.
        most_steps: stop after so many.
    """
    counts = np.ones(len(features), np.float32) if importance is None else importance
    # The scale in which curvature is at most about 1 along every axis.
    curvature = 0.5 * np.einsum("nd,nd,n->d", features, features, counts) / len(features) + penalty
    scale = np.append(1 / np.sqrt(curvature), np.sqrt(2.0))[:, np.newaxis]
    cost = _cost(features, labels, classes, penalty, counts, scale)
    begin = np.zeros((features.shape[1] + 1, classes))
    if start is not None:
        begin = np.vstack([start.weights, start.intercepts[np.newaxis]]) / scale
    options = {"maxiter": most_steps, "gtol": tolerance, "ftol": 0.0, "maxcor": 20}
    found = minimize(cost, begin.ravel(), jac=True, method="L-BFGS-B", options=options)
    values = (found.x.reshape(begin.shape) * scale).astype(np.float32)
    return Solution(values[:-1], values[-1] - values[-1].mean())


def _cost(
    features: Floats, labels: Labels, classes: int, penalty: float, counts: Floats, scale: npt.NDArray[np.float64]
) -> Callable[[npt.NDArray[np.float64]], tuple[float, npt.NDArray[np.float64]]]:
    """The function to minimise, of scaled weights with the intercepts as their last row, and its derivative."""
    rows = np.arange(len(features))
    shares = (counts / len(features))[:, np.newaxis]

    def cost(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        values = flat.reshape(-1, classes) * scale
        logits = features @ values[:-1].astype(np.float32) + values[-1].astype(np.float32)
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        sums = chances.sum(axis=1, keepdims=True)
        losses = np.log(sums[:, 0]) - logits[rows, labels]
        loss = float(np.dot(losses.astype(np.float64), shares[:, 0])) + penalty / 2 * float((values[:-1] ** 2).sum())
        chances /= sums
        chances[rows, labels] -= 1
        chances *= shares
        slope = np.vstack([features.T @ chances + penalty * values[:-1], chances.sum(axis=0, keepdims=True)])
        return loss, (slope * scale).ravel()

    return cost
