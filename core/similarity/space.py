"""The space in which pictures are compared: features of several encoders brought to one measure.

Each number is standardised over the collection, so that none is loud by its unit alone; those far off are held to
three deviations; each encoder's part is brought to length 1, so that joined encoders count alike. What is left is
turned to its main axes and cut after 256 of them, which costs no precision and makes search ten times as fast.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

Floats = npt.NDArray[np.float32]

VERSION = 1
"""Raised whenever the same features would be placed elsewhere."""

MOST_DIMENSIONS = 256
_MOST_DEVIATIONS = 3.0
_ROWS_FOR_AXES = 2048
_SMALL = 1e-9


@dataclass(frozen=True, eq=False)
class Space:
    """How features become places.

    Attributes:
        widths: numbers of each encoder's features, in their order; their sum is d.
        mean: `(d,)` float32, over the collection.
        scale: `(d,)` float32, what deviations from it are multiplied by; 0 for a number that never changes.
        axes: `(d, m)` float32, orthonormal columns, the most telling first.
    """

    widths: tuple[int, ...]
    mean: Floats
    scale: Floats
    axes: Floats

    def place(self, features: Floats) -> Floats:
        """Bring features into the space.

        Args:
            features: `(n, d)`, those of the encoders side by side.

        Returns:
            `(n, m)` float32 of length 1, so that a product of two is the cosine of their angle.
        """
        return unit_rows(_standard(features, self.widths, self.mean, self.scale) @ self.axes)


def fit_space(features: Floats, widths: Sequence[int], dimensions: int = MOST_DIMENSIONS) -> Space:
    """Learn the space of a collection.

    Args:
        features: `(n, d)` float32, n from 1.
        widths: numbers of each encoder's features; they add up to d.
        dimensions: at most so many axes are kept.
    """
    mean = features.mean(axis=0, dtype=np.float64)
    deviation = features.std(axis=0, dtype=np.float64)
    varies = deviation > 1e-6 * (1e-6 + np.abs(mean))
    scale = np.where(varies, 1 / np.where(varies, deviation, 1), 0).astype(np.float32)
    standard = _standard(features, widths, mean.astype(np.float32), scale)
    return Space(tuple(widths), mean.astype(np.float32), scale, main_axes(standard, dimensions))


def unit_rows(values: Floats) -> Floats:
    """Rows brought to length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return np.asarray(values / np.maximum(lengths, _SMALL), np.float32)


def _standard(features: Floats, widths: Sequence[int], mean: Floats, scale: Floats) -> Floats:
    placed = (features - mean) * scale
    np.clip(placed, -_MOST_DEVIATIONS, _MOST_DEVIATIONS, out=placed)
    start = 0
    for width in widths:
        part = placed[:, start : start + width]
        part /= np.maximum(np.linalg.norm(part, axis=1, keepdims=True), _SMALL) * np.sqrt(len(widths))
        start += width
    return np.asarray(placed, np.float32)


def main_axes(standard: Floats, dimensions: int) -> Floats:
    """Directions in which the rows differ most, `(d, m)`; of a large collection, those of an even choice of rows."""
    step = -(-len(standard) // _ROWS_FOR_AXES)
    chosen = np.asarray(standard[::step], np.float64)
    with threadpool_limits(1 if chosen.size < 1_000_000 else None, "blas"):
        if len(chosen) <= chosen.shape[1]:
            values, vectors = np.linalg.eigh(chosen @ chosen.T)
            kept = _kept(values, dimensions)
            axes = chosen.T @ vectors[:, kept] / np.sqrt(np.maximum(values[kept], _SMALL))
        else:
            values, vectors = np.linalg.eigh(chosen.T @ chosen)
            axes = vectors[:, _kept(values, dimensions)]
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    return np.ascontiguousarray(axes * signs, np.float32)


def _kept(values: npt.NDArray[np.float64], dimensions: int) -> npt.NDArray[np.int64]:
    """Positions of the largest eigenvalues, the largest first, without those that are nothing but rounding."""
    order = np.argsort(values)[::-1][:dimensions]
    significant = values[order] > max(values.max(initial=0) * 1e-10, _SMALL)
    return order[significant] if significant.any() else order[:1]
