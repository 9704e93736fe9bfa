"""Backbones of the zoo as encoders. Keras is imported with the first picture."""

import hashlib
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from core.models.encoders.encoder import Features, Images
from core.models.encoders.entry import EncoderEntry
from core.models.encoders.weight_files import content_digest
from core.models.loading import load_keras

_BATCH = 32
_READING = 1
"""Raised when the zoo feeds pictures or pools features in another way, so that old features are not reused."""


class KerasEncoder:
    """The backbone of a model of the zoo as an `Encoder`.

    Args:
        entry: of kind "keras".
        image_size: side of the pictures in pixels.
        weights: "random", or a file.
    """

    def __init__(self, entry: EncoderEntry, image_size: int, weights: str | Path) -> None:
        self.name = entry.name
        self.image_size = image_size
        self.dimensions = entry.dimensions
        self._weights = weights

    @cached_property
    def key(self) -> str:
        """As `Encoder.key`. With random weights the network has to be built to know it."""
        digest = self._random_digest() if self._weights == "random" else content_digest(Path(self._weights))
        return f"{self.name}-{self.image_size}px-{digest}-v{_READING}"

    def encode(self, images: Images) -> Features:
        """As `Encoder.encode`."""
        features = np.empty((len(images), self.dimensions), np.float32)
        for start in range(0, len(images), _BATCH):
            batch = images[start : start + _BATCH]
            features[start : start + len(batch)] = self._backbone.predict_on_batch(batch)
        return features

    @cached_property
    def _backbone(self) -> Any:  # noqa: ANN401 - a keras.Model, which must not be imported here
        load_keras()
        building = import_module("core.models.building")
        model = building.build(self.name, self.image_size, 2, weights=str(self._weights), trainable=False)
        return building.backbone_of(model)

    def _random_digest(self) -> str:
        digest = hashlib.sha256()
        for values in self._backbone.get_weights():
            digest.update(np.ascontiguousarray(values).tobytes())
        return f"random{digest.hexdigest()[:16]}"


def open_encoder(entry: EncoderEntry, image_size: int, weights: str | Path | None) -> KerasEncoder:
    """Open a backbone.

    Raises:
        NotFoundError: its weights cannot be had; the message says which file to put where.
    """
    resolve_weights = import_module("core.models.weights").resolve_weights
    found = resolve_weights(entry.name, "imagenet" if weights is None else str(weights))
    return KerasEncoder(entry, image_size, found or "random")
