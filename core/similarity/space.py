"""The vector space in which pictures are compared, fitted on the features of one or several encoders.

Each column is standardised over the collection and clipped to three deviations; the part of each encoder is
normalised to length 1, so that joined encoders have equal weight. The result is projected on its first 256 principal
axes, which costs no precision and makes search ten times as fast.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

Floats = npt.NDArray[np.float32]

VERSION = 1
"""Increased when the same features would get other vectors."""

MOST_DIMENSIONS = 256
_MOST_DEVIATIONS = 3.0
_ROWS_FOR_AXES = 2048
_SMALL = 1e-9


@dataclass(frozen=True, eq=False)
class Space:
    """A projection of features to unit vectors.

    Attributes:
        widths: feature columns of each encoder, in order; their sum is d.
        mean: `(d,)` float32, over the collection.
        scale: `(d,)` float32, factor of deviations; 0 for a constant column.
        axes: `(d, m)` float32, orthonormal columns by decreasing variance.
    """

    widths: tuple[int, ...]
    mean: Floats
    scale: Floats
    axes: Floats

    def place(self, features: Floats) -> Floats:
        """Project features.

        Args:
            features: `(n, d)`, of the encoders concatenated.

        Returns:
            `(n, m)` float32 unit vectors; a dot product is a cosine.
        """
        return unit_rows(_standard(features, self.widths, self.mean, self.scale) @ self.axes)


def fit_space(features: Floats, widths: Sequence[int], dimensions: int = MOST_DIMENSIONS) -> Space:
    """Fit the space of a collection.

    Args:
        features: `(n, d)` float32, n from 1.
        widths: feature columns of each encoder; their sum is d.
        dimensions: largest number of axes.
    """
    mean = features.mean(axis=0, dtype=np.float64)
    deviation = features.std(axis=0, dtype=np.float64)
    varies = deviation > 1e-6 * (1e-6 + np.abs(mean))
    scale = np.where(varies, 1 / np.where(varies, deviation, 1), 0).astype(np.float32)
    standard = _standard(features, widths, mean.astype(np.float32), scale)
    return Space(tuple(widths), mean.astype(np.float32), scale, main_axes(standard, dimensions))


def unit_rows(values: Floats) -> Floats:
    """Rows normalised to length 1; zero rows stay zero."""
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
    """Principal axes of the rows, `(d, m)`; of a large collection, of an evenly spaced subset of rows."""
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
    """Positions of the largest eigenvalues, the largest first, without those at rounding level."""
    order = np.argsort(values)[::-1][:dimensions]
    significant = values[order] > max(values.max(initial=0) * 1e-10, _SMALL)
    return order[significant] if significant.any() else order[:1]
