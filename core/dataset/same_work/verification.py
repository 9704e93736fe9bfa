"""Geometric verification of one pair: a transform fitted to keypoint matches, and agreement of the overlaid pictures.

The fit finds the scale, slight rotation and shift consistent with most matches. The overlay compares the pictures under
that transform: two paintings in the same frame, or with the same caption, have matches in one corner but do not agree
elsewhere.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from scipy.spatial import cKDTree

from core.dataset.same_work.features import Features, read_features
from core.dataset.same_work.keypoints import as_unit_vectors

_RATIO = 0.8
_TOLERANCE_PX = 4.0
_MIN_MATCHES = 4
_MIN_RANSAC_INLIERS = 4
_GUIDED_SIMILARITY = 0.8
_GUIDED_TOLERANCE_PX = 6.0
_GUIDED_SIZE_RATIO = 1.6
_GUIDED_NEIGHBOURS = 8
_MAX_SCALE = 8.0
_MIN_OVERLAP_PX = 120
_DETAIL_BLUR = 0.7
_TONE_BLUR = 2.0
_GREY_NOISE = 4.0
_LOCAL_WINDOW = 0.08
_MIN_SIGMA_PX = 1.5

MIN_INLIERS = 7
_MIN_COVER = 0.3
_MIN_AGREEMENT = 0.2
_MIN_SHARE = 0.04
_MIN_EVIDENCE = 1.2
_MIN_TONE = 0.3
_WIDE_COVER = 0.25


@dataclass(frozen=True)
class _Overlay:
    agreement: float
    tone: float
    covers: tuple[float, float]


@dataclass(frozen=True)
class Fit:
    """A transform between two pictures and its inliers.

    Attributes:
        first_xy: `(n, 2)` float32, inliers in pixels of the first picture.
        second_xy: `(n, 2)` float32, the same points in the second.
        transform: `(2, 3)` float64, maps points of the first picture to the second.
    """

    first_xy: np.ndarray
    second_xy: np.ndarray
    transform: np.ndarray

    @property
    def inliers(self) -> int:
        """The number of matches consistent with the transform."""
        return len(self.first_xy)

    @property
    def scale(self) -> float:
        """Pixels of the second picture per pixel of the first."""
        return float(np.sqrt(abs(np.linalg.det(self.transform[:, :2]))))

    @property
    def rotation(self) -> float:
        """Rotation from the first to the second in degrees, clockwise."""
        return float(np.degrees(np.arctan2(self.transform[1, 0], self.transform[0, 0])))


@dataclass(frozen=True)
class Verdict(Fit):
    """A fit, and the agreement of the pictures under it.

    Attributes:
        agreement: correlation of fine detail over the overlap, -1 to 1.
        tone: correlation of light and dark areas over the overlap, -1 to 1.
        share: inliers as a share of the keypoints in the overlap, 0 to 1.
        cover_first: share of the first picture that the second shows, 0 to 1.
        cover_second: share of the second picture that the first shows, 0 to 1.
    """

    agreement: float
    tone: float
    share: float
    cover_first: float
    cover_second: float

    @property
    def is_same_work(self) -> bool:
        """Whether this is the same work, not another version of the motif, nor a shared frame or caption.

        Measured on real pictures: pairs of one work have agreement + 2 · share above 1.25; second versions of a motif
        by the same artist stay below 1.15, and pictures that share a frame below 0.75.
        """
        return (
            self.inliers >= MIN_INLIERS
            and max(self.cover_first, self.cover_second) >= _MIN_COVER
            and self.agreement >= _MIN_AGREEMENT
            and self.share >= _MIN_SHARE
            and self.agreement + 2 * self.share >= _MIN_EVIDENCE
            and (self.tone >= _MIN_TONE or min(self.cover_first, self.cover_second) < _WIDE_COVER)
        )


def compare(first: Features, second: Features) -> Verdict | None:
    """Verify a pair; None where there are too few inliers for any overlay to prove the same work."""
    found = fit(first, second)
    if found is None:
        return None
    share = found.inliers / max(1, _keypoints_in_overlap(first, second, found.transform))
    if found.inliers < MIN_INLIERS or 1 + 2 * share < _MIN_EVIDENCE:
        return None  # without the overlay, which takes a fifth of the time
    overlay = _overlay(first, second, found.transform)
    return Verdict(
        found.first_xy, found.second_xy, found.transform, overlay.agreement, overlay.tone, share, *overlay.covers
    )


def fit(first: Features, second: Features) -> Fit | None:
    """Fit a transform between two pictures; None without consistent matches."""
    if min(len(first), len(second)) < _MIN_MATCHES:
        return None
    similarity = as_unit_vectors(first.descriptors) @ as_unit_vectors(second.descriptors).T
    one, two = _distinctive(similarity)
    if len(one) < _MIN_MATCHES:
        return None
    transform = _fit_coarsely(first.xy[one], second.xy[two])
    if transform is None:
        return None
    for _ in range(2):
        one, two = _guided(first, second, similarity, transform)
        if len(one) < _MIN_MATCHES:
            return None
        refined = _least_squares(first.xy[one], second.xy[two], full=len(one) >= 12)
        if not _plausible(refined):
            break
        transform = refined
    return Fit(first.xy[one], second.xy[two], transform)


def _keypoints_in_overlap(first: Features, second: Features, transform: np.ndarray) -> int:
    """Count the keypoints that the other picture could show too, in the picture with fewer of them."""
    scale = float(np.sqrt(np.linalg.det(transform[:, :2])))
    back = cv2.invertAffineTransform(transform)
    there = _inside(first.xy @ transform[:, :2].T + transform[:, 2], second.size)
    here = _inside(second.xy @ back[:, :2].T + back[:, 2], first.size)
    there &= first.sigma * scale > _MIN_SIGMA_PX
    here &= second.sigma / scale > _MIN_SIGMA_PX
    return int(min(there.sum(), here.sum()))


def _inside(xy: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(((xy >= 0) & (xy < np.array(size))).all(axis=1))


def _distinctive(similarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mutual nearest neighbours that pass the ratio test."""
    rows = np.arange(len(similarity))
    nearest = similarity.argmax(axis=1)
    best = similarity[rows, nearest]
    similarity[rows, nearest] = -1
    next_best = similarity.max(axis=1)
    similarity[rows, nearest] = best
    clear = np.nonzero((2 - 2 * best) < _RATIO**2 * (2 - 2 * next_best))[0]
    mutual = similarity[:, nearest[clear]].argmax(axis=0) == clear
    chosen = clear[mutual]
    return chosen, nearest[chosen]


def _fit_coarsely(here: np.ndarray, there: np.ndarray) -> np.ndarray | None:
    """Fit by RANSAC; None for no more inliers than by chance: any two matches agree on a transform.

    Measured: five in six candidate pairs of the sample, and six in seven of real pictures, have two or three inliers
    and show different works; pairs of one work have seven and more.
    """
    transform, in_line = cv2.estimateAffinePartial2D(
        here, there, method=cv2.RANSAC, ransacReprojThreshold=_TOLERANCE_PX, maxIters=2000, confidence=0.999
    )
    if transform is None or int(in_line.sum()) < _MIN_RANSAC_INLIERS or not _plausible(transform):
        return None
    return np.asarray(transform)


def _plausible(transform: np.ndarray) -> bool:
    """Whether the transform has no reflection, no extreme scale and little shear."""
    large, small = np.linalg.svd(transform[:, :2], compute_uv=False)
    mirrored = np.linalg.det(transform[:, :2]) <= 0
    return bool(not mirrored and small > 1 / _MAX_SCALE and large < _MAX_SCALE and large < 1.5 * small)


def _guided(
    first: Features, second: Features, similarity: np.ndarray, transform: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Match again near the positions that the transform predicts, so that repeated patterns do not compete."""
    moved = first.xy @ transform[:, :2].T + transform[:, 2]
    scale = np.sqrt(np.linalg.det(transform[:, :2]))
    reach = _GUIDED_TOLERANCE_PX * max(1.0, scale)
    apart, near = cKDTree(second.xy).query(moved, k=_GUIDED_NEIGHBOURS, distance_upper_bound=reach)
    rows, columns = np.nonzero(np.isfinite(apart))
    one, two = rows, near[rows, columns]
    alike = similarity[one, two]
    fits = np.abs(np.log(first.sigma[one] * scale / second.sigma[two])) < np.log(_GUIDED_SIZE_RATIO)
    kept = np.nonzero(fits & (alike > _GUIDED_SIMILARITY))[0]
    kept = kept[np.lexsort((two[kept], one[kept], -alike[kept]))]
    best_of_one, best_of_two = np.unique(one[kept], return_index=True)[1], np.unique(two[kept], return_index=True)[1]
    chosen = kept[np.intersect1d(best_of_one, best_of_two)]
    chosen = chosen[np.argsort(one[chosen])]
    return one[chosen], two[chosen]


def _least_squares(here: np.ndarray, there: np.ndarray, *, full: bool) -> np.ndarray:
    """Fit an affine map to many points, else scale, rotation and shift only."""
    x, y = here.astype(np.float64).T
    one, none = np.ones_like(x), np.zeros_like(x)
    target = there.astype(np.float64)
    if full:
        return np.asarray(np.linalg.lstsq(np.column_stack([x, y, one]), target, rcond=None)[0].T)
    rows = np.concatenate([np.column_stack([x, -y, one, none]), np.column_stack([y, x, none, one])])
    a, b, c, d = np.linalg.lstsq(rows, target.T.ravel(), rcond=None)[0]
    return np.array([[a, -b, c], [b, a, d]])


def _overlay(first: Features, second: Features, transform: np.ndarray) -> _Overlay:
    """Warp the finer of the two pictures onto the coarser one and compare."""
    if np.linalg.det(transform[:, :2]) > 1:
        swapped = _overlay(second, first, cv2.invertAffineTransform(transform))
        return _Overlay(swapped.agreement, swapped.tone, swapped.covers[::-1])
    fine, coarse = first.thumbnail, second.thumbnail
    to_pixels = np.diag([coarse.shape[1] / second.size[0], coarse.shape[0] / second.size[1]])
    from_pixels = np.diag([first.size[0] / fine.shape[1], first.size[1] / fine.shape[0], 1.0])
    between = to_pixels @ transform @ from_pixels
    shrink = float(np.sqrt(np.linalg.det(between[:, :2])))
    if shrink < 1:
        fine = cv2.GaussianBlur(fine, (0, 0), max(0.3, 0.5 / shrink))
    size = (coarse.shape[1], coarse.shape[0])
    laid = cv2.warpAffine(fine, between, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    inside = cv2.warpAffine(np.full_like(fine, 255), between, size, flags=cv2.INTER_LINEAR) > 254
    pixels = int(inside.sum())
    covers = (min(1.0, pixels / max(shrink**2 * fine.size, 1.0)), pixels / coarse.size)
    if pixels < _MIN_OVERLAP_PX or max(covers) < _MIN_COVER:
        return _Overlay(0.0, 0.0, covers)
    window = max(2.0, _LOCAL_WINDOW * pixels**0.5)
    pair = [laid, coarse.astype(np.float32)]
    agreement = _correlation(*(_fine_detail(picture, inside, window)[inside] for picture in pair))
    tone = _correlation(*(cv2.GaussianBlur(picture, (0, 0), _TONE_BLUR)[inside] for picture in pair))
    return _Overlay(agreement, tone, covers)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    one, other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum() / spread) if spread > 0 else 0.0


def _fine_detail(picture: np.ndarray, inside: np.ndarray, window: float) -> np.ndarray:
    """Remove slow changes of tone and contrast."""
    mask = inside.astype(np.float32)
    smooth = cv2.GaussianBlur(picture, (0, 0), _DETAIL_BLUR)
    weight = np.maximum(cv2.GaussianBlur(mask, (0, 0), window), 1e-3)
    mean = cv2.GaussianBlur(smooth * mask, (0, 0), window) / weight
    detail = (smooth - mean) * mask
    power = cv2.GaussianBlur(detail**2, (0, 0), window) / weight
    return np.asarray(detail / np.sqrt(power + _GREY_NOISE))


@dataclass(frozen=True)
class MatchedPoints:
    """Points that two pictures share.

    Attributes:
        first: `(n, 2)` float32, across and down in fractions of the first picture, 0 to 1.
        second: `(n, 2)` float32, the same points in the second.
    """

    first: np.ndarray
    second: np.ndarray

    def __len__(self) -> int:
        return len(self.first)


def match_points(first: Path, second: Path) -> MatchedPoints:
    """Compute the matched points of two pictures (about a tenth of a second).

    Returns:
        No points where no transform fits.

    Raises:
        UnreadableImageError: one of the two cannot be read.
    """
    one, two = read_features(first), read_features(second)
    found = fit(one, two)
    if found is None:
        return MatchedPoints(np.empty((0, 2), np.float32), np.empty((0, 2), np.float32))
    return MatchedPoints(_as_fractions(found.first_xy, one.size), _as_fractions(found.second_xy, two.size))


def _as_fractions(xy: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(((xy + 0.5) / np.array(size, np.float32)).clip(0, 1), dtype=np.float32)
