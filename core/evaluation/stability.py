"""Stability under augmentation: how often a prediction changes when the picture is augmented.

Pure arithmetic on predictions that are computed elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from core.errors import InvalidInputError
from core.evaluation.predictions import Floats, Ints
from core.evaluation.resampling import LEVEL, draw_rounds, interval


@dataclass(frozen=True)
class Stability:
    """How often predictions change.

    Attributes:
        pictures: number of pictures.
        views: augmented views per picture.
        share: share of views with another prediction than the plain picture; NaN without pictures or views.
        interval: 95 % of the share, by bootstrap over works, exact where every prediction or none changes; None where
            it is meaningless (see `resampling.interval`).
        ever: share of the pictures whose prediction changes in at least one view.
        by_picture: `(pictures,)`, the share of its views that change.
    """

    pictures: int
    views: int
    share: float
    interval: tuple[float, float] | None
    ever: float
    by_picture: Floats


def stability(
    y_plain: npt.ArrayLike,
    y_views: npt.ArrayLike,
    groups: Sequence[object] | npt.NDArray[np.generic] | None = None,
    rounds: int = 1000,
    seed: int = 0,
) -> Stability:
    """Compare predictions for augmented views with those for the plain pictures.

    Args:
        y_plain: `(n,)`, the prediction for each picture, as numbers or names.
        y_views: `(views, n)`, the predictions for its views.
        groups: the work of each picture, n values; by default each is its own.
        rounds: of the bootstrap.
        seed: of its draws.

    Raises:
        InvalidInputError: the shapes do not fit.
    """
    plain, views = np.asarray(y_plain), np.asarray(y_views)
    works = np.arange(len(plain)) if groups is None else np.asarray(groups)
    if views.ndim != 2 or views.shape[1:] != plain.shape or len(works) != len(plain):
        raise InvalidInputError(
            f"Answers for {plain.size:,} pictures do not fit answers of shape {views.shape} for their views and "
            f"{len(works):,} works. Give one column and one work a picture."
        )
    if not views.size:
        nothing = np.full(len(plain), np.nan)
        return Stability(len(plain), len(views), float("nan"), None, float("nan"), nothing)
    changed = views != plain
    by_picture: Floats = changed.mean(axis=0)
    codes: Ints = np.unique(works, return_inverse=True)[1]
    return Stability(
        pictures=len(plain),
        views=len(views),
        share=float(by_picture.mean()),
        interval=interval(_resampled_means(by_picture, codes, rounds, seed)) or _unanimous(by_picture, codes),
        ever=float(changed.any(axis=0).mean()),
        by_picture=by_picture,
    )


def _resampled_means(values: Floats, codes: Ints, rounds: int, seed: int) -> Floats:
    sums, sizes = np.bincount(codes, values), np.bincount(codes)
    drawn = [(weights @ sums) / (weights @ sizes) for weights in draw_rounds(len(sums), rounds, seed)]
    return np.concatenate(drawn) if drawn else np.empty(0)


def _unanimous(values: Floats, codes: Ints) -> tuple[float, float] | None:
    """The exact binomial interval where every prediction or none changes.

    The bootstrap has no variance there. A work counts once, because its pictures are not independent trials.

    Source: Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial"
    (Biometrika 26, 1934).
    """
    if not (np.all(values == 0) or np.all(values == 1)):
        return None
    works = len(np.unique(codes))
    found = binomtest(works if values[0] else 0, works).proportion_ci(LEVEL, method="exact")
    return float(found.low), float(found.high)
