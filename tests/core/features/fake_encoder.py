"""An encoder whose features can be computed by hand: the mean of each colour, and the number of calls."""

import time
from pathlib import Path

import numpy as np


class MeanColourEncoder:
    """Three numbers a picture; notes every call, and can be slow or stop after so many pictures."""

    name = "mean_colour"
    dimensions = 3

    def __init__(
        self, image_size: int = 32, key: str = "mean_colour-v1", log: Path | None = None, pause_s: float = 0.0
    ):
        self.image_size, self.key, self._log, self._pause_s = image_size, key, log, pause_s
        self.encoded = 0

    def encode(self, images: np.ndarray) -> np.ndarray:
        assert images.shape[1:] == (self.image_size, self.image_size, 3)
        assert images.dtype == np.uint8
        self.encoded += len(images)
        time.sleep(self._pause_s)
        if self._log:
            with self._log.open("a") as file:
                file.write(f"{len(images)}\n")
        return images.reshape(len(images), -1, 3).mean(axis=1).astype(np.float32)
