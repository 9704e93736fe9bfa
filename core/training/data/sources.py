"""Sources of a batch's inputs: stored pixels, augmented or not, or cached features. Needs no Keras."""

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from core.augment.apply import augment
from core.augment.config import AugmentConfig

Ints = npt.NDArray[np.int64]


class Source(Protocol):
    """The inputs of pictures. Equal arguments give equal inputs in every thread and at any time."""

    def take(self, rows: Ints, epoch: int, batch: int) -> npt.NDArray[Any]:
        """The inputs of the pictures at `rows`, in their order, for a batch of an epoch."""


class PixelSource:
    """Pictures of the pixel store.

    Args:
        pixels: `(n, size, size, 3)` uint8, usually memory-mapped.
        config: the augmentation; None for none.
        seed: of the augmentation, with epoch and batch.
    """

    def __init__(self, pixels: npt.NDArray[np.uint8], config: AugmentConfig | None = None, seed: int = 0) -> None:
        self._pixels = pixels
        self._config = None if config is None or config.changes_nothing else config
        self._seed = seed

    def take(self, rows: Ints, epoch: int, batch: int) -> npt.NDArray[Any]:
        """`(m, size, size, 3)` uint8 RGB."""
        pictures = np.take(self._pixels, rows, axis=0)
        if self._config is None:
            return pictures
        return augment(pictures, self._config, np.random.default_rng((self._seed, 2, epoch, batch)))


class FeatureSource:
    """Features of pictures, of one view each or of several.

    Args:
        features: `(views, n, d)` float32. Each epoch shows one view of a picture, neighbours different ones, and
            every picture goes through all of its views.
    """

    def __init__(self, features: npt.NDArray[np.float32]) -> None:
        self._features = features

    def take(self, rows: Ints, epoch: int, batch: int) -> npt.NDArray[Any]:
        """`(m, d)` float32."""
        return self._features[(rows + epoch) % len(self._features), rows]
