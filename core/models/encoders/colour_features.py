"""What colours a picture has and where they lie: numbers from CIELAB, where distance is what people see.

Everything takes one picture as `(height, width, 3)` float32 in CIELAB: lightness from 0 to 100, the green–red and
blue–yellow axes from about -110 to 110.
"""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_FINE = 32
"""Levels of each axis in the fine histogram that soft bins are taken from."""
_LIGHTNESS_CENTRES = np.array([5, 20, 35, 50, 65, 80, 95], np.float32)
# Finer near grey: most pixels of most paintings are there, and small differences of tint separate painters.
_GREEN_RED_CENTRES = np.array([-36, -20, -10, -3, 3, 10, 20, 36, 56], np.float32)
_BLUE_YELLOW_CENTRES = np.array([-40, -22, -10, -3, 3, 10, 20, 32, 46, 66], np.float32)
_QUANTILES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)
_CELLS = 5


def soft_assignment(values: Floats, centres: Floats) -> Floats:
    """Share each value between its two nearest centres, by nearness: `(n, centres)`, rows adding up to 1."""
    places = np.interp(values, centres, np.arange(len(centres)))
    nearness = 1 - np.abs(places[:, np.newaxis] - np.arange(len(centres)))
    return np.asarray(np.maximum(0, nearness), np.float32)


def _fine_values(low: float, high: float) -> Floats:
    return (low + (np.arange(_FINE, dtype=np.float32) + 0.5) * (high - low) / _FINE).astype(np.float32)


_TO_LIGHTNESS = soft_assignment(_fine_values(0, 100), _LIGHTNESS_CENTRES)
_TO_GREEN_RED = soft_assignment(_fine_values(-64, 64), _GREEN_RED_CENTRES)
_TO_BLUE_YELLOW = soft_assignment(_fine_values(-80, 80), _BLUE_YELLOW_CENTRES)


def colour_histogram(lab: Floats) -> Floats:
    """Share of the picture in each of 630 overlapping groups of colours, square roots taken."""
    levels = (lab.reshape(-1, 3) - (0, -64, -80)) * (_FINE / 100, _FINE / 128, _FINE / 160)
    lightness, green_red, blue_yellow = np.clip(levels, 0, _FINE - 1).astype(np.int64).T
    cells = (lightness * _FINE + green_red) * _FINE + blue_yellow
    fine = np.bincount(cells, minlength=_FINE**3).reshape(_FINE, _FINE, _FINE).astype(np.float32)
    soft = np.tensordot(_TO_LIGHTNESS, fine, (0, 0))
    soft = np.tensordot(soft, _TO_GREEN_RED, (1, 0))
    soft = np.tensordot(soft, _TO_BLUE_YELLOW, (1, 0))
    shares: Floats = np.sqrt(soft.ravel() / len(cells)).astype(np.float32)
    return shares


def colour_statistics(lab: Floats) -> Floats:
    """Quantiles of lightness, both colour axes and chroma, and how they vary together."""
    pixels = lab[::2].reshape(-1, 3)  # half of the rows carry the same information in half the time
    channels = np.empty((4, len(pixels)), np.float32)
    channels[:3] = pixels.T
    channels[3] = np.hypot(channels[1], channels[2])
    ordered = np.sort(channels, axis=1)[:, [int(share * channels.shape[1]) for share in _QUANTILES]]
    channels -= channels.mean(axis=1, keepdims=True)
    together = channels @ channels.T / channels.shape[1]
    spread = np.sqrt(np.diag(together)) + 1.0
    related = (together / np.outer(spread, spread))[np.triu_indices(4, 1)]
    return np.concatenate([ordered.ravel() / 50, spread / 20, related]).astype(np.float32)


def composition(lab: Floats) -> Floats:
    """Mean colour and spread of lightness in each cell of a 5 × 5 grid, less the whole picture's mean colour."""
    means = cv2.resize(lab, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    squares = cv2.resize(lab[..., 0] ** 2, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    spread = np.sqrt(np.maximum(squares - means[..., 0] ** 2, 0))
    centred = (means - means.mean(axis=(0, 1))) / 30
    return np.concatenate([centred.ravel(), spread.ravel() / 20]).astype(np.float32)
