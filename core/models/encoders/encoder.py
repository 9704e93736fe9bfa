"""What every encoder is, whatever computes it."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Images = npt.NDArray[np.uint8]
Features = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns pictures into vectors. Opening one is cheap; networks are loaded when first used."""

    @property
    def name(self) -> str:
        """As `ENCODERS` spells it."""

    @property
    def image_size(self) -> int:
        """Side of the square pictures it takes, in pixels."""

    @property
    def dimensions(self) -> int:
        """Numbers in a feature."""

    @property
    def key(self) -> str:
        """Stable text that names encoder, image size and the content of the weights: equal keys, equal features.

        It can be a file name.
        """

    def encode(self, images: Images) -> Features:
        """Encode `(n, image_size, image_size, 3)` uint8 RGB to `(n, dimensions)` float32, in order."""
