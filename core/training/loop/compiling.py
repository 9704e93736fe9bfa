"""Giving a network its optimizer, its loss and its metric."""

from typing import Any

import keras

from core.training.config.config import TrainConfig
from core.training.device import has_gpu
from core.training.loop.metrics import ArtistMetric
from core.training.loop.optimizers import make_optimizer


def compile_network(network: Any, config: TrainConfig, learning_rate: float, artists: int) -> ArtistMetric:  # noqa: ANN401
    """Compile a keras.Model for training, the optimizer's variables made.

    Returns:
        The metric that counts every batch the network is trained or tested on.
    """
    metric = ArtistMetric(artists)
    network.compile(
        optimizer=make_optimizer(config.optimizer, learning_rate),
        loss=config.loss,
        metrics=[metric],
        jit_compile=_jit(),
    )
    network.optimizer.build(network.trainable_variables)
    return metric


def learning_rate_of(network: Any) -> float:  # noqa: ANN401 - keras.Model
    """The rate that the next step takes."""
    return float(keras.ops.convert_to_numpy(network.optimizer.learning_rate))


def _jit() -> bool | str:
    # XLA on processors takes 17 s to compile a small convolutional net and then half its speed (measured with
    # TensorFlow 2.21 on two cores).
    return False if keras.backend.backend() == "tensorflow" and not has_gpu() else "auto"
