"""A run of the probe: features, one fit, one row of metrics."""

import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.files import write_json_atomically
from core.language import _
from core.models.encoders import encoder_entry
from core.models.probe import Probe, fit_probe
from core.training.config.config import TrainConfig
from core.training.data.split_rows import TrainingData, balanced, gather_training_data
from core.training.device import processor
from core.training.loop.checkpoint import Checkpoint
from core.training.loop.measures import measures_of_probabilities
from core.training.loop.tensorboard import EventFiles
from core.training.predictions import save_predictions
from core.training.probe.encoding import joined_features, open_encoders
from core.training.reporting import LAYERS_FILE, MetricsRow, Outcome, Reporter, note_facts

PROBE_FILE = "probe.npz"
PROBE_NOTES_FILE = "probe.json"

Floats = npt.NDArray[np.float32]


def train_probe(config: TrainConfig, folder: Path, reporter: Reporter, checkpoint: Checkpoint) -> Outcome:
    """Fit a probe; see `core.training.training.train`. What is computed of the features is kept when it is stopped."""
    reporter.rewind([])
    training_data = gather_training_data(config, folder, again=False)
    note_facts(reporter, training_data, _device(config))
    encoders = open_encoders(config, reporter.progress)
    features, widths = joined_features(encoders, training_data, config.tiles, reporter.progress)
    start = time.monotonic()
    probe = _fit(config, training_data, features, widths, reporter)
    probabilities = probabilities_of(probe, features, len(training_data.artists))
    row = _row(training_data, probabilities, time.monotonic() - start)
    _write(config, folder, training_data, probe, probabilities, widths)
    EventFiles(folder / "tensorboard", [row], [time.time()]).close()
    reporter.epoch_ended(row)
    message = _("Fitted a probe to {features:,} features a picture.").format(features=sum(widths))
    outcome = Outcome("finished", message, 1, 1)
    checkpoint.finish({"message": outcome.message, "best_epoch": 1, "rows": [row]})
    return outcome


def _device(config: TrainConfig) -> str:
    """The device that computes the features, in words; queries Keras only if an encoder uses it."""
    if not any(encoder_entry(name).kind == "keras" for name in config.encoders):
        return processor()
    from core.training.device import prepare_device

    return prepare_device()


def probabilities_of(probe: Probe, features: Floats, artists: int) -> Floats:
    """`(n, artists)`: the probe's answers, 0 for artists it never saw a picture of."""
    result = np.zeros((len(features), artists), np.float32)
    result[:, probe.classes] = probe.probabilities(features)
    return result


def _fit(
    config: TrainConfig, training_data: TrainingData, features: Floats, widths: list[int], reporter: Reporter
) -> Probe:
    train = training_data.on("train")
    chosen = train[balanced(training_data.labels[train], config)]
    return fit_probe(
        features[chosen],
        training_data.labels[chosen],
        training_data.works[chosen].tolist(),
        widths=widths,
        class_weight="balanced" if config.selection.balancing == "class_weights" else None,
        seed=config.seed,
        progress=reporter.progress,
    )


def _row(training_data: TrainingData, probabilities: Floats, seconds: float) -> MetricsRow:
    row: MetricsRow = {"epoch": 1, "phase": "training", "seconds": seconds, "learning_rate": None}
    for side in ("train", "val"):
        positions = training_data.on(side)
        measured = measures_of_probabilities(training_data.labels[positions], probabilities[positions])
        row |= {f"{side}_{name}": value for name, value in measured.items()}
    return row


def _write(
    config: TrainConfig,
    folder: Path,
    training_data: TrainingData,
    probe: Probe,
    probabilities: Floats,
    widths: list[int],
) -> None:
    probe.save(folder / PROBE_FILE)
    notes = {"config": config.to_dict(), "artists": list(training_data.artists), "widths": widths}
    write_json_atomically(folder / PROBE_NOTES_FILE, notes)
    write_json_atomically(folder / LAYERS_FILE, _layers(config, training_data, widths))
    save_predictions(folder, training_data, probabilities)


def _layers(config: TrainConfig, training_data: TrainingData, widths: list[int]) -> dict[str, object]:
    """A table like that of a network: one row an encoder, and the border drawn through their features."""
    rows: list[dict[str, object]] = [
        {"name": name, "kind": "Encoder", "output_shape": [width], "parameters": 0, "trainable": False}
        for name, width in zip(config.encoders, widths, strict=True)
    ]
    artists = len(training_data.artists)
    parameters = (sum(widths) + 1) * artists
    rows.append(
        {"name": "artist", "kind": "Probe", "output_shape": [artists], "parameters": parameters, "trainable": True}
    )
    return {"layers": rows, "parameters": parameters, "trainable_parameters": parameters}
