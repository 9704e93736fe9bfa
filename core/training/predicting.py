"""Predictions of a finished run for new pictures. Networks load Keras, a probe only what its encoders need."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from core.dataset.images.decoding import resize_square
from core.errors import InvalidInputError, NotFoundError
from core.evaluation.predictions import PREDICTIONS_FILE, PROBABILITY_PREFIX
from core.language import _
from core.models.encoders import Encoder
from core.models.loading import load_keras
from core.models.probe import Probe, load_probe
from core.training.config.config import TrainConfig
from core.training.probe.encoding import encode_pictures, open_encoders
from core.training.probe.probing import PROBE_FILE, PROBE_NOTES_FILE, probabilities_of
from core.training.reporting import MODEL_FILE

Picture = npt.NDArray[np.uint8]

_BATCH = 32


class Predictor(Protocol):
    """A trained model, ready to predict."""

    @property
    def image_size(self) -> int:
        """Side of the square that pictures are brought to, in pixels."""

    @property
    def artists(self) -> tuple[str, ...]:
        """K names, in the order of the probabilities."""

    def predict(self, pictures: Sequence[Picture]) -> npt.NDArray[np.float32]:
        """The probability of each artist for each picture.

        Args:
            pictures: n, each `(height, width, 3)` uint8 RGB of any size; squeezed to a square as in training.

        Returns:
            `(n, k)` float32, rows that add up to 1.
        """


def load_predictor(folder: Path) -> Predictor:
    """The model of a finished run.

    Args:
        folder: of the run; nothing but files of our own run folders is loaded.

    Raises:
        NotFoundError: the run has no model, or an encoder's weights are gone.
        InvalidInputError: the model is damaged.
    """
    if (folder / PROBE_FILE).exists():
        return _load_probe(folder)
    if not (folder / MODEL_FILE).exists():
        raise NotFoundError(_("This run has no trained model. Resume it, or train it again."))
    # A probe can do without Keras; networks may hold layers of ours, which Keras finds once they are imported.
    load_keras()
    import keras

    import core.models.layers  # noqa: F401

    try:
        model = keras.models.load_model(folder / MODEL_FILE, compile=False, safe_mode=True)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InvalidInputError(
            _("The model of this run is damaged and cannot be read. Train the run again.")
        ) from error
    return NetworkPredictor(model, _artists(folder))


@dataclass(frozen=True, eq=False)
class NetworkPredictor:
    """A `Predictor` with a keras.Model."""

    model: Any
    artists: tuple[str, ...]

    @property
    def image_size(self) -> int:
        """As `Predictor.image_size`."""
        return int(self.model.input_shape[1])

    def predict(self, pictures: Sequence[Picture]) -> npt.NDArray[np.float32]:
        """As `Predictor.predict`."""
        parts = [np.empty((0, len(self.artists)), np.float32)]
        for start in range(0, len(pictures), _BATCH):
            squares = [resize_square(picture, self.image_size) for picture in pictures[start : start + _BATCH]]
            parts.append(np.asarray(self.model.predict_on_batch(np.stack(squares)), np.float32))
        return np.concatenate(parts)


@dataclass(frozen=True, eq=False)
class ProbePredictor:
    """A `Predictor` with a probe."""

    probe: Probe
    encoders: Sequence[Encoder]
    tiles: bool
    artists: tuple[str, ...]

    @property
    def image_size(self) -> int:
        """As `Predictor.image_size`; the largest of the encoders', which each bring pictures to their own."""
        return max(encoder.image_size for encoder in self.encoders)

    def predict(self, pictures: Sequence[Picture]) -> npt.NDArray[np.float32]:
        """As `Predictor.predict`."""
        if not len(pictures):
            return np.empty((0, len(self.artists)), np.float32)
        features = encode_pictures(self.encoders, pictures, self.tiles)
        return probabilities_of(self.probe, features, len(self.artists))


def _load_probe(folder: Path) -> ProbePredictor:
    try:
        notes = json.loads((folder / PROBE_NOTES_FILE).read_text("utf-8"))
        config, artists = TrainConfig.from_dict(notes["config"]), tuple(notes["artists"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(
            _("The probe of this run is damaged and cannot be read. Train the run again.")
        ) from error
    return ProbePredictor(load_probe(folder / PROBE_FILE), open_encoders(config), config.tiles, artists)


def _artists(folder: Path) -> tuple[str, ...]:
    try:
        names = pq.read_schema(folder / PREDICTIONS_FILE).names
    except (OSError, ValueError) as error:
        raise NotFoundError(_("This run has no predictions, so its artists are not known. Resume it.")) from error
    return tuple(name.removeprefix(PROBABILITY_PREFIX) for name in names if name.startswith(PROBABILITY_PREFIX))
