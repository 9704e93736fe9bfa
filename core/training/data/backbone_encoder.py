"""The backbone of the network of a run, as an encoder whose features can be kept."""

import hashlib
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import AtelierError
from core.models.building import backbone_of
from core.models.encoders import open_encoder
from core.training.config.config import TrainConfig
from core.training.device import precision_name

_BATCH = 32


class BackboneEncoder:
    """An `Encoder` made of a keras.Model of the zoo.

    Args:
        model: built, its weights in place.
        config: of the run.
    """

    def __init__(self, model: Any, config: TrainConfig) -> None:  # noqa: ANN401 - keras.Model
        self.name = config.model
        self.image_size = config.image_size
        self._backbone = backbone_of(model)
        self._weights = config.weights
        self._policy = f"-{precision_name(True)}" if config.mixed_precision else ""
        self.dimensions = int(self._backbone.output.shape[-1])

    @cached_property
    def key(self) -> str:
        """As `Encoder.key`; the same for all runs on the same pretrained weights, so that features are shared."""
        if self._weights != "random":
            try:
                return open_encoder(self.name, self.image_size, self._weights).key + self._policy
            except AtelierError:
                pass  # a resumed run needs the file no more, for its weights are in the checkpoint
        digest = hashlib.sha256()
        for values in self._backbone.get_weights():
            digest.update(values.tobytes())
        return f"{self.name}-{self.image_size}px-run{digest.hexdigest()[:16]}{self._policy}"

    def encode(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """As `Encoder.encode`."""
        parts = [
            np.asarray(self._backbone.predict_on_batch(images[start : start + _BATCH]), np.float32)
            for start in range(0, len(images), _BATCH)
        ]
        return np.concatenate(parts) if parts else np.empty((0, self.dimensions), np.float32)
