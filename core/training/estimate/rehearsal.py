"""A few steps of every kind that a run of a network will take, timed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.models.building import backbone_layers, backbone_of, build, head_of, set_trainable
from core.training.config.config import TrainConfig
from core.training.config.phases import Phase, phases_of
from core.training.data.batches import Batches, ahead
from core.training.data.inputs import VALIDATION_BATCH
from core.training.data.sources import FeatureSource, PixelSource, Source
from core.training.device import device_key, precision, prepare_device
from core.training.estimate.rates import note_device, seconds_of
from core.training.loop.compiling import compile_network

_ARTISTS = 10
_LONG_ENOUGH_S = 2.0
_MOST_ROUNDS = 5


@dataclass(frozen=True)
class Rehearsed:
    """Seconds a picture, but `build_s`: seconds to build and compile."""

    build_s: float
    encode_s: float
    train_s: float
    watch_s: float
    fine_tune_s: float
    predict_s: float


def rehearse(config: TrainConfig, pixels: npt.NDArray[np.uint8]) -> Rehearsed:
    """Build the network of a run and time it on some pictures.

    Args:
        config: of the run.
        pixels: `(n, size, size, 3)` uint8.
    """
    prepare_device()
    note_device(device_key())
    made: dict[str, Any] = {}
    with precision(config.mixed_precision):
        build_s = seconds_of(lambda: made.update(model=_built(config)))
    model = made["model"]
    phases = phases_of(config, len(backbone_layers(model)))
    encode_s, first = 0.0, _pixel_source(config, pixels)
    if phases[0].trains_head_alone:
        encode_s, first = _encoding(config, model, pixels)
    warm_s, train_s, watch_s = _phase(config, model, phases[0], first, len(pixels))
    predict_s, fine_tune_s = watch_s, 0.0
    if len(phases) > 1:
        _, fine_tune_s, predict_s = _phase(config, model, phases[1], _pixel_source(config, pixels), len(pixels))
    return Rehearsed(build_s + warm_s, encode_s, train_s, watch_s, fine_tune_s, predict_s)


def _built(config: TrainConfig) -> Any:  # noqa: ANN401 - keras.Model
    pretrained = config.weights != "random"
    return build(config.model, config.image_size, _ARTISTS, keep_statistics=pretrained)


def _pixel_source(config: TrainConfig, pixels: npt.NDArray[np.uint8]) -> Source:
    return PixelSource(pixels, config.augment, config.seed)


def _encoding(config: TrainConfig, model: Any, pixels: npt.NDArray[np.uint8]) -> tuple[float, Source]:  # noqa: ANN401
    """Seconds to encode a picture in all the views that are kept, and random features in their place."""
    backbone, few = backbone_of(model), pixels[:8]
    backbone.predict_on_batch(few)
    seconds = seconds_of(lambda: backbone.predict_on_batch(few)) / len(few)
    augmented = 0.0 if config.augment is None else config.views * config.split.train
    features = np.random.default_rng(0).normal(size=(1, len(pixels), backbone.output.shape[-1]))
    return seconds * (1 + augmented), FeatureSource(features.astype(np.float32))


def _phase(config: TrainConfig, model: Any, phase: Phase, source: Source, pictures: int) -> tuple[float, float, float]:  # noqa: ANN401
    """Seconds to compile, and seconds a picture to train and to watch."""
    set_trainable(model, phase.trainable)
    network = head_of(model) if phase.trains_head_alone else model
    compile_network(network, config, phase.learning_rate, _ARTISTS)
    size = pictures if isinstance(config.batch_size, str) else min(config.batch_size, pictures)
    rows, classes = np.arange(pictures), _ARTISTS if config.loss == "categorical_crossentropy" else None
    training = Batches(source, rows, rows % _ARTISTS, size, classes=classes, seed=config.seed)
    watching = Batches(source, rows, rows % _ARTISTS, VALIDATION_BATCH, classes=classes)

    def train(batch: int | None = None) -> None:
        for inputs, labels, _ in ahead(training) if batch is None else [training[batch]]:
            network.train_on_batch(inputs, labels)

    def watch() -> None:
        for inputs, labels, _ in ahead(watching):
            network.test_on_batch(inputs, labels)

    compile_s = seconds_of(lambda: train(0)) + seconds_of(watch)
    return compile_s, _typical(train) / pictures, _typical(watch) / pictures


def _typical(work: Callable[[], None]) -> float:
    """The median of some rounds, of fewer where one takes long."""
    rounds: list[float] = []
    while len(rounds) < _MOST_ROUNDS and sum(rounds) < _LONG_ENOUGH_S:
        rounds.append(seconds_of(work))
    return float(np.median(rounds))
