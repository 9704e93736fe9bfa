"""What a phase learns from and looks at: pixels, or the features of a backbone that stays as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.features import augmented_features, features
from core.language import _
from core.models.encoders import Encoder
from core.progress import Progress
from core.training.config.config import TrainConfig
from core.training.data.batches import Batches, ahead
from core.training.data.sources import FeatureSource, Ints, PixelSource, Source
from core.training.data.split_rows import Material, balanced, picture_weights

WATCHING_BATCH = 64
"""Pictures a step where nothing is learned; it changes no result."""


@dataclass(frozen=True, eq=False)
class Inputs:
    """The inputs of a phase.

    Attributes:
        learning: the training pictures, bent where the run says so.
        learning_rows: `(t,)` where in `learning` each training picture is.
        plain: all pictures as they are.
        plain_rows: `(n,)` where in `plain` each picture of the run is.
    """

    learning: Source
    learning_rows: Ints
    plain: Source
    plain_rows: Ints

    def training(self, config: TrainConfig, material: Material) -> Batches:
        """Shuffled batches of the training side, balanced as chosen."""
        labels = material.labels[material.on("train")]
        chosen = balanced(labels, config)
        size = len(chosen) if isinstance(config.batch_size, str) else config.batch_size
        return Batches(
            self.learning,
            self.learning_rows[chosen],
            labels[chosen],
            size,
            classes=classes(config, material),
            weights=picture_weights(labels[chosen], config),
            seed=config.seed,
        )

    def watching(self, config: TrainConfig, material: Material) -> Batches | None:
        """Batches of the validation side; None where it is empty."""
        positions = material.on("val")
        if not len(positions):
            return None
        return Batches(
            self.plain,
            self.plain_rows[positions],
            material.labels[positions],
            WATCHING_BATCH,
            classes=classes(config, material),
        )

    def probabilities(self, network: Any, progress: Progress) -> npt.NDArray[np.float32]:  # noqa: ANN401
        """What a keras.Model answers for every picture of the run as it is: `(n, k)` float32."""
        rows = self.plain_rows
        batches = Batches(self.plain, rows, np.zeros(len(rows), np.int64), WATCHING_BATCH)
        answers: list[npt.NDArray[np.float32]] = []
        progress(_("Predicting"), 0, len(rows))
        for pictures, _labels, _weights in ahead(batches):
            answers.append(np.asarray(network.predict_on_batch(pictures), np.float32))
            progress(_("Predicting"), min(len(answers) * WATCHING_BATCH, len(rows)), len(rows))
        return np.concatenate(answers)


def classes(config: TrainConfig, material: Material) -> int | None:
    """How many columns labels have for the loss; None for labels as numbers."""
    return len(material.artists) if config.loss == "categorical_crossentropy" else None


def pixel_inputs(config: TrainConfig, material: Material, progress: Progress) -> Inputs:
    """Pictures from the pixel store, which is made first where it is missing."""
    pixels = material.dataset.pixels(config.image_size, progress)
    return Inputs(
        learning=PixelSource(pixels, config.augment, config.seed),
        learning_rows=material.rows[material.on("train")],
        plain=PixelSource(pixels),
        plain_rows=material.rows,
    )


def feature_inputs(
    config: TrainConfig, material: Material, open_encoder: Callable[[], Encoder], progress: Progress
) -> Inputs:
    """Features of the backbone, from the cache where they are there.

    Args:
        config: its recipe is bent into `config.views` copies of every training picture.
        material: the pictures.
        open_encoder: gives the backbone.
        progress: told of pictures encoded.
    """
    encoder, train = open_encoder(), material.on("train")
    plain = features(material.dataset, encoder, material.painting_ids.tolist(), progress=progress)
    every = FeatureSource(plain[np.newaxis])
    positions = np.arange(len(plain), dtype=np.int64)
    if config.augment is None or config.augment.changes_nothing:
        return Inputs(every, train, every, positions)
    bent = augmented_features(
        material.dataset,
        encoder,
        material.painting_ids[train].tolist(),
        config.augment,
        views=config.views,
        seed=config.seed,
        progress=progress,
    )
    return Inputs(FeatureSource(bent), positions[: len(train)], every, positions)
