"""Features of one picture: keypoints, their descriptors, and a small grey copy."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from core.dataset.images.decoding import load_rgb, read_header
from core.dataset.same_work.descriptors import describe
from core.dataset.same_work.keypoints import build_octaves, find_keypoints

FEATURE_VERSION = 1
"""Increased when the same file would give other features, so that old caches are ignored."""

LONG_SIDE = 480
"""Pixels of the longer side at which keypoints are found."""

MAX_KEYPOINTS = 900
THUMBNAIL_SIDE = 160
_SHRINKS = (1, 2, 4, 8)
"""Scales at which JPEG decodes at reduced cost; the rest of the scaling is done in grey, at a third of the cost."""


@dataclass(frozen=True)
class Features:
    """The features of one picture.

    Attributes:
        xy: `(n, 2)` float32, column and row in pixels of the picture at `size`.
        sigma: `(n,)` float32, scale of each keypoint in the same pixels.
        descriptors: `(n, 128)` uint8, see `descriptors.describe`.
        size: width and height of the analysed picture.
        thumbnail: `(height, width)` uint8, grey, at most 160 px on the longer side.
    """

    xy: np.ndarray
    sigma: np.ndarray
    descriptors: np.ndarray
    size: tuple[int, int]
    thumbnail: np.ndarray

    def __len__(self) -> int:
        return len(self.sigma)


def read_features(path: Path) -> Features:
    """Read a picture and extract its features (about 15 ms).

    Raises:
        UnreadableImageError: as `load_rgb`.
    """
    header = read_header(path)
    longest = max(header.width, header.height)
    decoded = min((longest // shrink for shrink in _SHRINKS if longest // shrink >= LONG_SIDE), default=longest)
    picture = load_rgb(path, long_side=decoded, header=header)
    return extract_features(_shrink(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), LONG_SIDE))


def extract_features(grey: np.ndarray) -> Features:
    """Extract the features of `(height, width)` uint8; a flat or tiny picture has none."""
    octaves = build_octaves(grey)
    keypoints = find_keypoints(octaves).strongest(MAX_KEYPOINTS)
    pixel = 2.0**keypoints.octave
    return Features(
        xy=(keypoints.xy * pixel[:, None]).astype(np.float32),
        sigma=(keypoints.sigma * pixel).astype(np.float32),
        descriptors=describe(octaves, keypoints),
        size=(grey.shape[1], grey.shape[0]),
        thumbnail=_shrink(grey, THUMBNAIL_SIDE),
    )


def _shrink(grey: np.ndarray, long_side: int) -> np.ndarray:
    height, width = grey.shape
    scale = min(1.0, long_side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
