"""What a phase learns from and looks at: pixels, or the features of a backbone that stays as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.features.computing import augmented_features, features
from core.language import _
from core.models.encoders import Encoder
from core.progress import Progress
from core.training.config.config import TrainConfig
from core.training.data.batches import Batches, ahead
from core.training.data.sources import FeatureSource, Ints, PixelSource, Source
from core.training.data.split_rows import TrainingData, balanced, picture_weights

VALIDATION_BATCH = 64
"""Pictures a step where nothing is learned; it changes no result."""


@dataclass(frozen=True, eq=False)
class Inputs:
    """The inputs of a phase.

    Attributes:
        learning: the training pictures, augmented if the run says so.
        learning_rows: `(t,)` where in `learning` each training picture is.
        plain: all pictures as they are.
        plain_rows: `(n,)` where in `plain` each picture of the run is.
    """

    learning: Source
    learning_rows: Ints
    plain: Source
    plain_rows: Ints

    def training(self, config: TrainConfig, training_data: TrainingData) -> Batches:
        """Shuffled batches of the training side, balanced as chosen."""
        labels = training_data.labels[training_data.on("train")]
        chosen = balanced(labels, config)
        size = len(chosen) if isinstance(config.batch_size, str) else config.batch_size
        return Batches(
            self.learning,
            self.learning_rows[chosen],
            labels[chosen],
            size,
            classes=classes(config, training_data),
            weights=picture_weights(labels[chosen], config),
            seed=config.seed,
        )

    def watching(self, config: TrainConfig, training_data: TrainingData) -> Batches | None:
        """Batches of the validation side; None where it is empty."""
        positions = training_data.on("val")
        if not len(positions):
            return None
        return Batches(
            self.plain,
            self.plain_rows[positions],
            training_data.labels[positions],
            VALIDATION_BATCH,
            classes=classes(config, training_data),
        )

    def probabilities(self, network: Any, progress: Progress) -> npt.NDArray[np.float32]:  # noqa: ANN401
        """What a keras.Model answers for every picture of the run as it is: `(n, k)` float32."""
        rows = self.plain_rows
        batches = Batches(self.plain, rows, np.zeros(len(rows), np.int64), VALIDATION_BATCH)
        answers: list[npt.NDArray[np.float32]] = []
        progress(_("Predicting"), 0, len(rows))
        for pictures, _labels, _weights in ahead(batches):
            answers.append(np.asarray(network.predict_on_batch(pictures), np.float32))
            progress(_("Predicting"), min(len(answers) * VALIDATION_BATCH, len(rows)), len(rows))
        return np.concatenate(answers)


def classes(config: TrainConfig, training_data: TrainingData) -> int | None:
    """How many columns labels have for the loss; None for labels as numbers."""
    return len(training_data.artists) if config.loss == "categorical_crossentropy" else None


def pixel_inputs(config: TrainConfig, training_data: TrainingData, progress: Progress) -> Inputs:
    """Pictures from the pixel store, which is made first where it is missing."""
    pixels = training_data.dataset.pixels(config.image_size, progress)
    return Inputs(
        learning=PixelSource(pixels, config.augment, config.seed),
        learning_rows=training_data.rows[training_data.on("train")],
        plain=PixelSource(pixels),
        plain_rows=training_data.rows,
    )


def feature_inputs(
    config: TrainConfig, training_data: TrainingData, open_encoder: Callable[[], Encoder], progress: Progress
) -> Inputs:
    """Features of the backbone, from the cache where they are there.

    Args:
        config: its recipe gives `config.views` augmented views of every training picture.
        training_data: the pictures.
        open_encoder: gives the backbone.
        progress: called with pictures encoded.
    """
    encoder, train = open_encoder(), training_data.on("train")
    plain = features(training_data.dataset, encoder, training_data.painting_ids.tolist(), progress=progress)
    every = FeatureSource(plain[np.newaxis])
    positions = np.arange(len(plain), dtype=np.int64)
    if config.augment is None or config.augment.changes_nothing:
        return Inputs(every, train, every, positions)
    augmented = augmented_features(
        training_data.dataset,
        encoder,
        training_data.painting_ids[train].tolist(),
        config.augment,
        views=config.views,
        seed=config.seed,
        progress=progress,
    )
    return Inputs(FeatureSource(augmented), positions[: len(train)], every, positions)
