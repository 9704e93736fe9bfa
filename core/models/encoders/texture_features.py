"""How a picture's surface is worked: directions of edges, small patterns, and detail at several scales.

Everything takes one picture's channels as float32 `(height, width)` or `(height, width, 3)` in CIELAB.
"""

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_DIRECTIONS = 8
_CELLS = 4
_EDGE_LEVELS = np.array([0.5, 1, 2, 4, 8, 16, 32], np.float32)
_PATTERN_RADII = (1, 2, 4)
_SCALES = 4


def _uniform_patterns() -> npt.NDArray[np.uint8]:
    """Which of 59 bins each of 256 binary patterns belongs to: those with at most two changes have their own."""
    bins = np.full(256, 58, np.uint8)
    following = 0
    for pattern in range(256):
        turned = (pattern >> 1) | ((pattern & 1) << 7)
        if (pattern ^ turned).bit_count() <= 2:
            bins[pattern] = following
            following += 1
    return bins


_UNIFORM = _uniform_patterns()


def edge_directions(lightness: Floats) -> Floats:
    """Directions of edges at two scales: in each cell of a 4 × 4 grid, and how strong edges are over the whole."""
    parts = []
    for blur in (0.8, 2.4):
        smooth = cv2.GaussianBlur(lightness, (0, 0), blur)
        across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=0.125)
        down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=0.125)
        strength, angle = (np.asarray(values, np.float32) for values in cv2.cartToPolar(across, down))
        cells = _direction_maps(strength, angle)
        parts += [_shares(cells.ravel()), _shares(cells.sum(axis=0)), _strengths(strength)]
    return np.concatenate(parts).astype(np.float32)


def _direction_maps(strength: Floats, angle: Floats) -> Floats:
    """Strength of edges by cell and direction, `(16, 8)`, each edge shared between its two nearest directions."""
    places = angle.ravel() * np.float32(_DIRECTIONS / np.pi)
    lower = places.astype(np.int32)
    upper_part = (places - lower) * strength.ravel()
    first = _cells(*strength.shape) * _DIRECTIONS
    maps = np.bincount(first + lower % _DIRECTIONS, strength.ravel() - upper_part, _CELLS**2 * _DIRECTIONS)
    maps += np.bincount(first + (lower + 1) % _DIRECTIONS, upper_part, _CELLS**2 * _DIRECTIONS)
    return maps.reshape(_CELLS**2, _DIRECTIONS).astype(np.float32)


@lru_cache(maxsize=4)
def _cells(height: int, width: int) -> npt.NDArray[np.int32]:
    """The grid cell of each pixel, row by row: `(height · width,)`."""
    rows = np.arange(height) * _CELLS // height
    columns = np.arange(width) * _CELLS // width
    return (rows[:, np.newaxis] * _CELLS + columns).ravel().astype(np.int32)


def _strengths(strength: Floats) -> Floats:
    """Share of pixels with an edge above each level: how busy the picture is."""
    ordered = np.sort(strength.ravel())
    return (1 - np.searchsorted(ordered, _EDGE_LEVELS) / ordered.size).astype(np.float32)


def _shares(values: Floats) -> Floats:
    return np.asarray(np.sqrt(values / (values.sum() + 1e-3)), np.float32)


def local_patterns(channel: Floats) -> Floats:
    """Local binary patterns at three radii: which of its eight neighbours are brighter than a pixel, 59 bins each.

    Source: T. Ojala, M. Pietikäinen, T. Mäenpää, Multiresolution gray-scale and rotation invariant texture
    classification with local binary patterns, 2002.
    """
    parts = []
    for radius in _PATTERN_RADII:
        smooth = channel if radius == 1 else cv2.GaussianBlur(channel, (0, 0), radius / 2.5)
        centre = smooth[radius:-radius, radius:-radius] + 0.5
        height, width = centre.shape
        codes = np.zeros(centre.shape, np.uint8)
        around = ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1))
        for bit, (down, right) in enumerate(around):
            top, left = radius * (1 + down), radius * (1 + right)
            codes |= (smooth[top : top + height, left : left + width] > centre).astype(np.uint8) << np.uint8(bit)
        parts.append(np.bincount(_UNIFORM[codes.ravel()], minlength=59) / codes.size)
    return np.sqrt(np.concatenate(parts)).astype(np.float32)


def detail_statistics(lab: Floats) -> Floats:
    """Amount and peakedness of detail at four scales in each channel, and how the channels' details go together."""
    parts = []
    level = lab
    for _ in range(_SCALES):
        smaller = cv2.pyrDown(level)
        detail = level - cv2.pyrUp(smaller, dstsize=(level.shape[1], level.shape[0]))
        amount = np.abs(detail).reshape(-1, 3)
        mean = amount.mean(axis=0)
        spread = np.sqrt((amount**2).mean(axis=0))
        parts += [np.log(0.1 + mean), np.log((0.1 + spread) / (0.1 + mean))]
        level = np.asarray(smaller, np.float32)
    return np.concatenate(parts).astype(np.float32)


def response_covariance(lab: Floats) -> Floats:
    """How the responses of a bank of small filters vary together: the logarithm of their covariance matrix.

    Source: O. Tuzel, F. Porikli, P. Meer, Region covariance, 2006; V. Arsigny et al., Log-Euclidean metrics, 2006.
    """
    responses = _responses(lab)
    responses -= responses.mean(axis=1, keepdims=True)
    covariance = (responses @ responses.T).astype(np.float64) / responses.shape[1]
    values, vectors = np.linalg.eigh(covariance + np.eye(_N_RESPONSES) * 0.02)
    logarithm = (vectors * np.log(values)) @ vectors.T
    rows, columns = np.triu_indices(_N_RESPONSES)
    return np.asarray(logarithm[rows, columns] * np.where(rows == columns, 1, np.sqrt(2)), np.float32)


def _responses(lab: Floats) -> Floats:
    """The channels and their derivatives, `(filters, pixels)`; those of lightness at two scales."""
    found: Floats = np.empty((_N_RESPONSES, *lab.shape[:2]), np.float32)
    lightness, green_red, blue_yellow = cv2.split(cv2.GaussianBlur(lab, (0, 0), 0.7))
    coarse = cv2.GaussianBlur(lightness, (0, 0), 2.0)
    found[0], found[1], found[2] = lightness / 4, green_red / 2, blue_yellow / 2
    index = 3
    for smooth, gain in ((lightness, 1.0), (coarse, 2.0)):
        for across, down in ((1, 0), (0, 1), (2, 0), (0, 2), (1, 1)):
            cv2.Sobel(smooth, cv2.CV_32F, across, down, dst=found[index], scale=gain / 4)
            np.abs(found[index], out=found[index + 1])
            index += 2
    for channel in (green_red, blue_yellow):
        for across, down in ((1, 0), (0, 1)):
            found[index] = np.abs(cv2.Sobel(channel, cv2.CV_32F, across, down, scale=0.25))
            index += 1
    return found.reshape(_N_RESPONSES, -1)


_N_RESPONSES = 3 + 2 * 5 * 2 + 2 * 2
