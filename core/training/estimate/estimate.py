"""Measuring how long a run will take on this machine, on a few batches; for a job's process, since it loads Keras."""

import time
from datetime import UTC, datetime
from functools import partial

import numpy as np
import numpy.typing as npt

from core.dataset.images.pixels import decode_squares, training_paths
from core.dataset.splitting.selected_rows import select
from core.dataset.store import open_dataset
from core.language import N_, _
from core.models.loading import load_keras
from core.progress import Progress, no_progress
from core.training.config.config import TrainConfig
from core.training.estimate.rates import Estimate, Rates, estimate_from, seconds_of, write_rates
from core.training.loop.faults import translate_training_errors
from core.training.probe.encoding import open_encoders

_STAGE = N_("Measuring")
_STEPS = 4
_PICTURES = 64
_ENCODED = 8
# Besides the picture, its four quarters.
_VIEWS_WITH_TILES = 5
# Seconds a picture to choose the strength of a probe and fit it: rough, and small beside the features.
_FIT_S = 0.005

Pixels = npt.NDArray[np.uint8]


def estimate(config: TrainConfig, progress: Progress = no_progress) -> Estimate:
    """Train on a few batches, keep the rates in `estimates.json`, and reckon how long the run will take.

    Weights are random, for they do not change how long a step takes.

    Raises:
        AtelierError: the data set is gone, nothing is selected, or there is too little memory.
    """
    with translate_training_errors():
        progress(_(_STAGE), 0, _STEPS)
        rates = _probe_rates(config, progress) if config.is_probe else _network_rates(config, progress)
        write_rates(config, rates)
        progress(_(_STAGE), _STEPS, _STEPS)
        return estimate_from(rates, config)


def _network_rates(config: TrainConfig, progress: Progress) -> Rates:
    start = time.monotonic()
    load_keras()
    from core.training.estimate.rehearsal import rehearse

    pixels, decode_s = _some_pixels(config, config.image_size)
    progress(_(_STAGE), 1, _STEPS)
    before = time.monotonic() - start - decode_s * len(pixels)
    found = rehearse(config, pixels)
    progress(_(_STAGE), 3, _STEPS)
    return Rates(
        start_s=before + found.build_s,
        prepare_s=decode_s + found.encode_s,
        train_s=found.train_s,
        watch_s=found.watch_s,
        fine_tune_s=found.fine_tune_s,
        predict_s=found.predict_s,
        measured=_now(),
    )


def _probe_rates(config: TrainConfig, progress: Progress) -> Rates:
    warm, decode, encode = 0.0, 0.0, 0.0
    for encoder in open_encoders(config):
        pixels, decode_s = _some_pixels(config, encoder.image_size, _ENCODED)
        # Tiles are cut from the picture at twice the size.
        decode += _some_pixels(config, 2 * encoder.image_size, _ENCODED)[1] if config.tiles else decode_s
        warm += seconds_of(partial(encoder.encode, pixels[:1]))
        encode += seconds_of(partial(encoder.encode, pixels)) / len(pixels)
    progress(_(_STAGE), 3, _STEPS)
    views = _VIEWS_WITH_TILES if config.tiles else 1
    return Rates(
        start_s=warm,
        prepare_s=decode + encode * views,
        train_s=0.0,
        watch_s=0.0,
        fine_tune_s=0.0,
        predict_s=_FIT_S,
        measured=_now(),
    )


def _some_pixels(config: TrainConfig, size: int, count: int = _PICTURES) -> tuple[Pixels, float]:
    """A few pictures of the run, repeated where there are too few, and the seconds one takes to decode."""
    dataset = open_dataset(config.dataset)
    rows = select(dataset.catalog(), dataset.artists(), config.selection)
    few = rows.iloc[np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(int)]
    paths = [dataset.folder / path for path in training_paths(few)]
    pixels = np.zeros((len(paths), size, size, 3), np.uint8)
    seconds = seconds_of(lambda: decode_squares(paths, range(len(paths)), pixels)) / len(paths)
    return np.resize(pixels, (count, size, size, 3)), seconds


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
