"""How strange a picture is in one respect: how far it lies from the nearest pictures learned from.

The measure is the distance in standardised features, lengths and all: what is no painting rarely looks like another
picture's twin, it is off the scale. A picture is kept as its place on the main axes and the length of what they leave
out, which gives the same answers as all numbers at a tenth of the memory.

Source: Y. Sun, Y. Ming, X. Zhu, Y. Li, Out-of-distribution detection with deep nearest neighbors, 2022.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.similarity.space import Floats, main_axes

NEAREST = 3

_AXES = 64
_MOST_DEVIATIONS = 10.0
_MOST_LEFT_OUT = 3000
_SMALL = 1e-6


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Pictures learned from, in one respect.

    Attributes:
        mean: `(d,)` float32, of the features.
        scale: `(d,)` float32, what deviations are multiplied by.
        centre: `(d,)` float32, the mean of the standardised ones.
        axes: `(d, m)` float32, orthonormal columns.
        places: `(n, m)` float32, of the pictures on the axes.
        beyond: `(n,)` float32, squared length of what the axes leave out.
        usual: the median logarithm of distances of pictures that were not learned from.
        spread: how much those vary: their quartiles' distance over that of the normal distribution.
    """

    mean: Floats
    scale: Floats
    centre: Floats
    axes: Floats
    places: Floats
    beyond: Floats
    usual: float
    spread: float

    def novelty(self, features: Floats, is_left_out: npt.NDArray[np.bool_] | None = None) -> Floats:
        """How far pictures lie from the nearest ones, in spreads above what is usual.

        Args:
            features: `(q, d)` float32.
            is_left_out: `(q, n)`, which learned pictures do not count for which; None for none.

        Returns:
            `(q,)` float32; 0 is usual, below it is nearer.
        """
        distances = _distances(self._reduced(features), (self.places, self.beyond), is_left_out)
        return np.asarray((distances - self.usual) / self.spread, np.float32)

    def _reduced(self, features: Floats) -> tuple[Floats, Floats]:
        return _reduced(_standard(features, self.mean, self.scale) - self.centre, self.axes)


def learn_neighbourhood(
    features: Floats, works: Sequence[str], held_out: Floats, mean: Floats, scale: Floats
) -> Neighbourhood:
    """Learn what is usual: for held-out pictures, and for learned ones seen without their own work.

    Args:
        features: `(n, d)` float32, of the pictures learned from, of two works at least.
        works: n, what each shows.
        held_out: `(h, d)` float32, of pictures of other works; h may be 0.
        mean: `(d,)`, of such features.
        scale: `(d,)`, of such features.
    """
    standard = _standard(features, mean, scale)
    centre = standard.mean(axis=0)
    axes = main_axes(standard - centre, _AXES)
    learned = _reduced(standard - centre, axes)
    rows = np.arange(len(features))[:: -(-len(features) // _MOST_LEFT_OUT)]
    own = same_works([works[row] for row in rows], works)
    inside = _distances((learned[0][rows], learned[1][rows]), learned, own)
    outside = _distances(_reduced(_standard(held_out, mean, scale) - centre, axes), learned, None)
    low, middle, high = np.quantile(np.concatenate([inside, outside]), [0.25, 0.5, 0.75])
    spread = max(float(high - low) / 1.349, _SMALL)
    return Neighbourhood(mean, scale, centre, axes, *learned, float(middle), spread)


def standard_measure(features: Floats) -> tuple[Floats, Floats]:
    """Mean and factor of each number of `(n, d)` features, so that all of them together have a variance of 1."""
    mean = features.mean(axis=0, dtype=np.float64)
    deviation = features.std(axis=0, dtype=np.float64)
    varies = deviation > _SMALL * (_SMALL + np.abs(mean))
    scale = np.where(varies, 1 / np.where(varies, deviation, 1), 0)
    return mean.astype(np.float32), scale.astype(np.float32)


def same_works(some: Sequence[str], others: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which of some pictures show the same work as which others, `(some, others)`."""
    codes = {work: code for code, work in enumerate(dict.fromkeys((*some, *others)))}
    one, other = (np.array([codes[work] for work in works], np.int64) for works in (some, others))
    return np.asarray(one[:, np.newaxis] == other)


def _standard(features: Floats, mean: Floats, scale: Floats) -> Floats:
    deviations = np.clip((features - mean) * scale, -_MOST_DEVIATIONS, _MOST_DEVIATIONS)
    return np.asarray(deviations / np.sqrt(max(1, features.shape[1])), np.float32)


def _reduced(centred: Floats, axes: Floats) -> tuple[Floats, Floats]:
    places = np.asarray(centred @ axes, np.float32)
    beyond = (centred**2).sum(axis=1) - (places**2).sum(axis=1)
    return places, np.maximum(beyond, 0).astype(np.float32)


def _distances(
    some: tuple[Floats, Floats], learned: tuple[Floats, Floats], is_left_out: npt.NDArray[np.bool_] | None
) -> Floats:
    """Logarithm of the mean distance to the nearest learned pictures that count, `(q,)`."""
    (places, beyond), (others, further) = some, learned
    squared = (places**2).sum(axis=1)[:, np.newaxis] + (others**2).sum(axis=1) - 2 * places @ others.T
    distances = np.sqrt(np.maximum(squared, 0) + beyond[:, np.newaxis] + further)
    if is_left_out is not None:
        distances[is_left_out] = np.inf
    nearest = np.sort(np.partition(distances, min(NEAREST, distances.shape[1]) - 1, axis=1)[:, :NEAREST], axis=1)
    there = np.isfinite(nearest)
    sums = np.where(there, nearest, 0).sum(axis=1)
    return np.asarray(np.log(sums / np.maximum(there.sum(axis=1), 1) + _SMALL), np.float32)
