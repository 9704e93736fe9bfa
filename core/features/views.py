"""What an encoder sees of a picture: all of it, also its four quarters, or an augmented version."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from core.augment.apply import apply_transforms
from core.augment.config import AugmentConfig
from core.augment.transforms import draw_transforms
from core.models.encoders import Encoder

Images = npt.NDArray[np.uint8]
Features = npt.NDArray[np.float32]


class View(Protocol):
    """One way of showing pictures to an encoder."""

    @property
    def key(self) -> str:
        """Text that names it in file names; different views, different keys."""

    @property
    def enlargement(self) -> int:
        """How many times the encoder's image size pictures must have."""

    @property
    def factor(self) -> int:
        """How many times the encoder's dimensions a feature has."""

    def prepare(self, pictures: Images, digests: Sequence[str]) -> Images:
        """What to encode for `(n, s, s, 3)` pictures: `(n · m, size, size, 3)`, the m of a picture side by side."""

    def combine(self, encoded: Features, count: int) -> Features:
        """One feature a picture, `(count, d)`, from what was encoded for `count` pictures."""


@dataclass(frozen=True)
class WholeView:
    """The picture as it is."""

    key: str = "whole"
    enlargement: int = 1
    factor: int = 1

    def prepare(self, pictures: Images, digests: Sequence[str]) -> Images:
        """As `View.prepare`."""
        return pictures

    def combine(self, encoded: Features, count: int) -> Features:
        """As `View.combine`."""
        return encoded


@dataclass(frozen=True)
class TilesView:
    """The picture, and the mean over its 2 × 2 quarters at twice the size, where brushwork shows."""

    key: str = "tiles"
    enlargement: int = 2
    factor: int = 2

    def prepare(self, pictures: Images, digests: Sequence[str]) -> Images:
        """As `View.prepare`: the whole picture first, then its quarters."""
        size = pictures.shape[1] // 2
        shown = np.empty((len(pictures), 5, size, size, 3), np.uint8)
        for index, picture in enumerate(pictures):
            shown[index, 0] = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
        shown[:, 1] = pictures[:, :size, :size]
        shown[:, 2] = pictures[:, :size, size:]
        shown[:, 3] = pictures[:, size:, :size]
        shown[:, 4] = pictures[:, size:, size:]
        return shown.reshape(-1, size, size, 3)

    def combine(self, encoded: Features, count: int) -> Features:
        """As `View.combine`."""
        five = encoded.reshape(count, 5, -1)
        return np.concatenate([five[:, 0], five[:, 1:].mean(axis=1)], axis=1)


@dataclass(frozen=True)
class AugmentedView:
    """The augmented picture: a function of picture, seed and number alone.

    Attributes:
        config: the ranges drawn from.
        seed: of the drawing.
        number: of the view, from 0.
    """

    config: AugmentConfig
    seed: int
    number: int
    enlargement: int = 1
    factor: int = 1

    @property
    def key(self) -> str:
        """As `View.key`: recipe, seed and number."""
        recipe = json.dumps(self.config.to_dict(), sort_keys=True)
        return f"augmented-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}-seed{self.seed}-{self.number}"

    def prepare(self, pictures: Images, digests: Sequence[str]) -> Images:
        """As `View.prepare`."""
        height, width = pictures.shape[1:3]
        drawn = [draw_transforms(self.config, 1, height, width, self._generator(digest))[0] for digest in digests]
        augmented: Images = apply_transforms(pictures, drawn, self.config, exact=False)  # type: ignore[assignment]
        return augmented

    def combine(self, encoded: Features, count: int) -> Features:
        """As `View.combine`."""
        return encoded

    def _generator(self, digest: str) -> np.random.Generator:
        text = json.dumps([self.seed, digest, self.number])
        return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


def feature_key(encoder: Encoder, view: View) -> str:
    """The name of the folder in which these features are kept."""
    return f"{encoder.key}-{view.key}"
