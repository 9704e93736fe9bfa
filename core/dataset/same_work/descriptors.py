"""Descriptors of keypoints: 128 numbers that change little with tone, size and slight rotation.

They are SIFT's histograms of gradients without orientation: a picture rotated by up to about 15 degrees still matches,
one rotated by 90 does not, and flat or striped pictures are distinguished better than with oriented descriptors.

Source: R. Arandjelovic, A. Zisserman, Three things everyone should know to improve object retrieval, CVPR 2012
(the square root).
"""

import cv2
import numpy as np

from core.dataset.same_work.keypoints import SCALES, Keypoints, Octave

DIMENSIONS = 128
_SIDE = 16
_CELLS = 4
_DIRECTIONS = 8
_SPACING = 0.75
_MAX_SHARE = 0.2
_QUANTUM = 512.0
_OFFSETS = np.arange(_SIDE + 2, dtype=np.float32) - (_SIDE + 1) / 2


def _cell_weights() -> np.ndarray:
    """Return `(256, 16)` float32, the weight of each sample in each of the 4 × 4 cells."""
    position = (np.arange(_SIDE) - (_SIDE - 1) / 2) / _CELLS
    near = np.clip(1 - np.abs(position[:, None] - (np.arange(_CELLS) - (_CELLS - 1) / 2)), 0, None)
    window = np.exp(-(position[:, None] ** 2 + position[None] ** 2) / (2 * (_CELLS / 2) ** 2))
    weights = np.einsum("ya,xb,yx->yxab", near, near, window)
    return np.asarray(weights.reshape(_SIDE * _SIDE, _CELLS * _CELLS), dtype=np.float32)


_WEIGHTS = _cell_weights()


def describe(octaves: list[Octave], keypoints: Keypoints) -> np.ndarray:
    """Compute the descriptor of every keypoint.

    Args:
        octaves: from `build_octaves`.
        keypoints: found in those octaves.

    Returns:
        `(n, 128)` uint8; divided by 512, each row has unit length to within rounding.
    """
    patches = _cut_patches(octaves, keypoints)
    across = (patches[:, 1:-1, 2:] - patches[:, 1:-1, :-2]).reshape(-1, _SIDE * _SIDE)
    down = (patches[:, 2:, 1:-1] - patches[:, :-2, 1:-1]).reshape(-1, _SIDE * _SIDE)
    histograms = _histograms(across, down)
    histograms /= np.maximum(np.linalg.norm(histograms, axis=1, keepdims=True), 1e-9)
    np.minimum(histograms, _MAX_SHARE, out=histograms)
    histograms /= np.maximum(histograms.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.rint(np.sqrt(histograms) * _QUANTUM).clip(0, 255), dtype=np.uint8)


def as_unit_vectors(descriptors: np.ndarray) -> np.ndarray:
    """Convert uint8 descriptors to float32 rows of unit length (to within rounding)."""
    return descriptors.astype(np.float32) / np.float32(_QUANTUM)


def _cut_patches(octaves: list[Octave], keypoints: Keypoints) -> np.ndarray:
    """Return `(n, 18, 18)` float32, samples around each keypoint at its scale."""
    size = _SIDE + 2
    patches = np.empty((len(keypoints), size, size), np.float32)
    level = np.rint(keypoints.level).clip(1, SCALES).astype(int)
    steps = (keypoints.sigma * _SPACING).astype(np.float32)[:, None] * _OFFSETS
    centre = keypoints.xy.astype(np.float32)
    for number, octave in enumerate(octaves):
        for blur in range(1, SCALES + 1):
            chosen = np.nonzero((keypoints.octave == number) & (level == blur))[0]
            if not len(chosen):
                continue
            columns = (centre[chosen, 0, None] + steps[chosen])[:, None, :].repeat(size, axis=1)
            rows = (centre[chosen, 1, None] + steps[chosen])[:, :, None].repeat(size, axis=2)
            patches[chosen] = cv2.remap(
                octave[blur],
                columns.reshape(-1, size),
                rows.reshape(-1, size),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            ).reshape(-1, size, size)
    return patches


def _histograms(across: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Sum gradients by cell and direction, each split between the two nearest directions."""
    strength, turn = cv2.cartToPolar(across, down) if across.size else (across, down)
    turn = turn * np.float32(_DIRECTIONS / (2 * np.pi))
    histograms = np.empty((len(across), _DIRECTIONS, _CELLS * _CELLS), np.float32)
    for direction in range(_DIRECTIONS):
        away = np.abs(turn - np.float32(direction))
        if direction == 0:
            away = np.minimum(away, _DIRECTIONS - away)
        share = np.maximum(1 - away, 0, out=away)
        share *= strength
        histograms[:, direction] = share @ _WEIGHTS
    return histograms.transpose(0, 2, 1).reshape(-1, DIMENSIONS)
