"""The encoders of a probe, joined: how its pictures become features. Needs no Keras to import."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.dataset.images.decoding import resize_square
from core.features.computing import features
from core.features.views import TilesView, View, WholeView
from core.models.encoders import Encoder, encoder_entry, open_encoder
from core.models.weights import IMAGENET, resolve_weights
from core.progress import Progress, no_progress
from core.training.config.config import TrainConfig
from core.training.data.split_rows import TrainingData


def imagenet_backbones(config: TrainConfig) -> list[str]:
    """The encoders of a probe that stand on ImageNet weights, which may have to be downloaded."""
    return [
        name for name in config.encoders if encoder_entry(name).kind == "keras" and name not in config.encoder_files
    ]


def open_encoders(config: TrainConfig, progress: Progress = no_progress) -> list[Encoder]:
    """The encoders of a probe, in the order of its configuration.

    A backbone sees pictures of the run's size; others those they were made for.

    Args:
        config: of the run.
        progress: called while missing weights are downloaded.

    Raises:
        NotFoundError: there is no such encoder, or its weights cannot be had; the message says what to put where.
    """
    files = config.encoder_files
    for name in imagenet_backbones(config):
        resolve_weights(name, IMAGENET, progress=progress)
    return [
        open_encoder(name, config.image_size if encoder_entry(name).kind == "keras" else None, files.get(name))
        for name in config.encoders
    ]


def joined_features(
    encoders: Sequence[Encoder], training_data: TrainingData, tiles: bool, progress: Progress
) -> tuple[npt.NDArray[np.float32], list[int]]:
    """The features of all pictures of a run.

    Returns:
        `(n, d)` float32 in the order of `training_data`, and how many of the d each encoder gave.
    """
    ids = training_data.painting_ids.tolist()
    parts = [features(training_data.dataset, encoder, ids, tiles=tiles, progress=progress) for encoder in encoders]
    return np.concatenate(parts, axis=1), [part.shape[1] for part in parts]


def encode_pictures(
    encoders: Sequence[Encoder], pictures: Sequence[npt.NDArray[np.uint8]], tiles: bool
) -> npt.NDArray[np.float32]:
    """The same features for pictures that are in no data set.

    Args:
        encoders: as for the run.
        pictures: n, each `(height, width, 3)` uint8 RGB of any size.
        tiles: as for the run.

    Returns:
        `(n, d)` float32.
    """
    view: View = TilesView() if tiles else WholeView()
    parts = []
    for encoder in encoders:
        size = encoder.image_size * view.enlargement
        squares = np.stack([resize_square(picture, size) for picture in pictures])
        names = [str(number) for number in range(len(squares))]
        parts.append(view.combine(encoder.encode(view.prepare(squares, names)), len(squares)))
    return np.concatenate(parts, axis=1)
