"""The descriptor that needs no weights: palette, composition, edges and texture of a picture in one vector.

It is the first thing that works on a new collection, and the yardstick that learned features have to beat.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from core.errors import InvalidInputError
from core.models.encoders.colour_features import Floats, colour_histogram, colour_statistics, composition
from core.models.encoders.texture_features import (
    detail_statistics,
    edge_directions,
    local_patterns,
    response_covariance,
)

VERSION = 1
"""Raised whenever the same picture would give another vector, so that old ones are not reused."""

WORKING_SIZE_PX = 128
_CHUNK = 16
_THREADS = os.cpu_count() or 1


def _channel_patterns(lab: Floats) -> Floats:
    return np.concatenate([local_patterns(np.asarray(channel, np.float32)) for channel in cv2.split(lab)])


# Each part is divided by how much its numbers vary on real paintings, so that distances hear all of them.
_PARTS: tuple[tuple[str, float, Callable[[Floats], Floats]], ...] = (
    ("colours", 0.032, colour_histogram),
    ("palette", 0.29, colour_statistics),
    ("composition", 0.32, composition),
    ("edges", 0.04, lambda lab: edge_directions(np.ascontiguousarray(lab[..., 0]))),
    ("patterns", 0.039, _channel_patterns),
    ("detail", 0.56, detail_statistics),
    ("surface", 0.31, response_covariance),
)


def describe(images: npt.NDArray[np.uint8]) -> Floats:
    """Describe pictures by colour and texture. Equal pictures give equal vectors; nothing is learned.

    Args:
        images: `(n, height, width, 3)` uint8 RGB; brought to 128 × 128 px first.

    Returns:
        `(n, DIMENSIONS)` float32. The Euclidean distance of two rows says how different pictures look; search does
        better still when each column is standardised over the collection.

    Raises:
        InvalidInputError: images of another shape or dtype.
    """
    if images.ndim != 4 or images.shape[3] != 3 or images.dtype != np.uint8 or 0 in images.shape[1:3]:
        raise InvalidInputError(
            f"Pictures to describe must be (n, height, width, 3) uint8; these are {images.shape} {images.dtype}."
        )
    described = np.empty((len(images), DIMENSIONS), np.float32)

    def describe_chunk(start: int) -> None:
        for index in range(start, min(start + _CHUNK, len(images))):
            described[index] = _describe_one(images[index])

    # One picture a thread: the products are too small for threads of their own.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(describe_chunk, range(0, len(images), _CHUNK)))
    return described


def _describe_one(image: npt.NDArray[np.uint8]) -> Floats:
    lab = _working_copy(image)
    return np.concatenate([compute(lab) / np.float32(spread) for _, spread, compute in _PARTS])


def _working_copy(image: npt.NDArray[np.uint8]) -> Floats:
    """The picture in CIELAB, `(128, 128, 3)` float32."""
    size = (WORKING_SIZE_PX, WORKING_SIZE_PX)
    small = image if image.shape[:2] == size else cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB), np.float32)


def _part_slices() -> dict[str, slice]:
    blank = _working_copy(np.zeros((WORKING_SIZE_PX, WORKING_SIZE_PX, 3), np.uint8))
    slices, start = {}, 0
    for name, _, compute in _PARTS:
        width = len(compute(blank))
        slices[name] = slice(start, start + width)
        start += width
    return slices


PARTS: Mapping[str, slice] = MappingProxyType(_part_slices())
"""Which columns each part takes, for saying in what two pictures are alike."""

DIMENSIONS = max(part.stop for part in PARTS.values())
