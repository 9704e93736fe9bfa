"""Features of a picture (keypoints, their descriptors, and a small grey copy), and their cache on disk.

The cache keeps a few hundred pictures in a file, so that each picture is read once. Unreadable files are deleted and
recomputed.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from core.dataset.images.decoding import load_rgb, read_header
from core.dataset.same_work.keypoints import build_octaves, describe, find_keypoints
from core.files import write_arrays_atomically

FEATURE_VERSION = 1
"""Increased when the same file would give other features, so that old caches are ignored."""

LONG_SIDE = 480
"""Pixels of the longer side at which keypoints are found."""

MAX_KEYPOINTS = 900
THUMBNAIL_SIDE = 160
PICTURES_A_FILE = 256
_SHRINKS = (1, 2, 4, 8)
"""Scales at which JPEG decodes at reduced cost; the rest of the scaling is done in grey, at a third of the cost."""

_PATTERN = f"features_v{FEATURE_VERSION}_*.npz"
_FINENESS = 128.0
"""Positions are stored in steps of 1/128 pixel."""


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


def as_stored(features: Features) -> Features:
    """Round features as storage does, so that a first and a later search use the same values."""
    xy = np.rint(features.xy * _FINENESS).clip(0, 65535).astype(np.uint16)
    sigma = features.sigma.astype(np.float16)
    return Features(*_unpacked(xy, sigma), features.descriptors, features.size, features.thumbnail)


class FeatureCache:
    """Features by the digest of their picture.

    Args:
        folder: the folder of the files, created on the first write. None stores nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._pending: dict[str, Features] = {}

    def load(self, wanted: set[str]) -> dict[str, Features]:
        """Load the stored features of the wanted digests."""
        found: dict[str, Features] = {}
        for path in self._files():
            try:
                found.update((digest, item) for digest, item in _read(path) if digest in wanted)
            except (OSError, EOFError, ValueError, KeyError, IndexError, zipfile.BadZipFile):
                path.unlink(missing_ok=True)
        return found

    def add(self, digest: str, features: Features) -> None:
        """Add features; they are written by `flush`, or when a file is full."""
        if self._folder is None:
            return
        self._pending[digest] = features
        if len(self._pending) >= PICTURES_A_FILE:
            self.flush()

    def flush(self) -> None:
        """Write the added features, merged with files that are not full."""
        if self._folder is None or not self._pending:
            return
        merged: list[Path] = []
        for path in self._files():
            names = path.stem.rsplit("_", 1)[-1]
            if names.isdigit() and int(names) + len(self._pending) <= PICTURES_A_FILE:
                self._pending = {**self._read_or_nothing(path), **self._pending}
                merged.append(path)
        mark = hashlib.sha256("".join(self._pending).encode()).hexdigest()[:16]
        target = self._folder / _PATTERN.replace("*", f"{mark}_{len(self._pending)}")
        write_arrays_atomically(target, _packed(self._pending))
        for path in merged:
            if path != target:
                path.unlink(missing_ok=True)
        self._pending = {}

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(_PATTERN)) if self._folder and self._folder.is_dir() else []

    @staticmethod
    def _read_or_nothing(path: Path) -> dict[str, Features]:
        try:
            return dict(_read(path))
        except (OSError, EOFError, ValueError, KeyError, IndexError, zipfile.BadZipFile):
            return {}


def _packed(items: dict[str, Features]) -> dict[str, np.ndarray]:
    values = list(items.values())
    return {
        "digest": np.array(list(items)),
        "keypoints": np.array([len(item) for item in values]),
        "size": np.array([item.size for item in values]),
        "thumbnail_shape": np.array([item.thumbnail.shape for item in values]),
        "xy": np.rint(np.concatenate([item.xy for item in values]) * _FINENESS).clip(0, 65535).astype(np.uint16),
        "sigma": np.concatenate([item.sigma for item in values]).astype(np.float16),
        "descriptors": np.concatenate([item.descriptors for item in values]),
        "thumbnail": np.concatenate([item.thumbnail.ravel() for item in values]),
    }


def _unpacked(xy: np.ndarray, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return xy.astype(np.float32) / np.float32(_FINENESS), sigma.astype(np.float32)


def _read(path: Path) -> Iterator[tuple[str, Features]]:
    with np.load(path, allow_pickle=False) as file:
        data = {name: file[name] for name in file.files}
    shapes = data["thumbnail_shape"]
    points = np.split(np.arange(len(data["sigma"])), np.cumsum(data["keypoints"])[:-1])
    pixels = np.split(data["thumbnail"], np.cumsum(shapes.prod(axis=1))[:-1])
    for number, digest in enumerate(data["digest"]):
        chosen = points[number]
        yield (
            str(digest),
            Features(
                *_unpacked(data["xy"][chosen], data["sigma"][chosen]),
                data["descriptors"][chosen],
                (int(data["size"][number, 0]), int(data["size"][number, 1])),
                pixels[number].reshape(shapes[number]).copy(),
            ),
        )
