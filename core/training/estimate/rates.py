"""How long a run will take, from what was measured on this machine before; reads and writes `estimates.json`.

Nothing is measured here (`core.training.estimate.estimate` does that), so pages may ask at any time.
"""

import json
import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.dataset.splitting.selected_rows import select
from core.dataset.splitting.split import make_split
from core.dataset.store import open_dataset
from core.environment import artifacts_root, is_read_only
from core.errors import AtelierError
from core.features.computing import missing_augmented_features, missing_features
from core.files import write_json_atomically
from core.models.encoders import open_encoder
from core.models.registry import MODELS
from core.models.weights import IMAGENET, RANDOM, find_imagenet_file
from core.training.config.config import TrainConfig
from core.training.config.phases import freezes_whole_backbone

_FILE = "estimates.json"
_USUAL_BACKEND = "tensorflow"
_DEVICES = "devices"
"""Key of the device that each machine last computed on; only a process with Keras knows it."""


@dataclass(frozen=True)
class Rates:
    """What was measured for one kind of run.

    Attributes:
        start_s: seconds to load the program and build the model.
        prepare_s: seconds a picture before the first epoch: reading it, and describing it where a backbone is frozen.
        train_s: seconds a training picture and epoch.
        watch_s: seconds a validation picture and epoch.
        fine_tune_s: seconds a training picture and epoch of fine-tuning.
        predict_s: seconds a picture at the end.
        measured: when, as `2026-01-31T12:00:00+00:00`.
    """

    start_s: float
    prepare_s: float
    train_s: float
    watch_s: float
    fine_tune_s: float
    predict_s: float
    measured: str


@dataclass(frozen=True)
class Estimate:
    """How long a run will take, if it is not stopped early.

    Attributes:
        seconds_per_epoch: one epoch of the first phase, validation included.
        preparation_seconds: everything before the first epoch.
        seconds: the whole run.
        measured: when this machine was measured, as `2026-01-31T12:00:00+00:00`.
    """

    seconds_per_epoch: float
    preparation_seconds: float
    seconds: float
    measured: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


def cached_estimate(config: TrainConfig) -> Estimate | None:
    """The estimate from rates measured on this machine for runs of this kind; None where there are none yet.

    Raises:
        AtelierError: the data set is gone, or the selection selects nothing.
    """
    rates = read_rates(config)
    return None if rates is None else estimate_from(rates, config)


def estimate_from(rates: Rates, config: TrainConfig) -> Estimate:
    """Scale rates to the pictures and epochs of a run."""
    counts = side_counts(config)
    total, epoch = sum(counts.values()), _epoch_seconds(rates, config, counts)
    preparation = rates.start_s + total * rates.prepare_s * _share_to_prepare(config)
    seconds = preparation + total * rates.predict_s
    if not config.is_probe:
        seconds += config.epochs * epoch["training"]
    if config.fine_tuning:
        seconds += config.fine_tuning.epochs * epoch["fine-tuning"]
    return Estimate(epoch["training"], preparation, seconds, rates.measured)


def expected_epoch_seconds(config: TrainConfig) -> dict[str, float]:
    """What an epoch of each phase of a network's run takes, by the name of the phase; empty where nothing is known."""
    rates = read_rates(config)
    try:
        return {} if rates is None else _epoch_seconds(rates, config, side_counts(config))
    except AtelierError:  # training reports it
        return {}


def _epoch_seconds(rates: Rates, config: TrainConfig, counts: Mapping[str, int]) -> dict[str, float]:
    """Seconds an epoch of each phase takes, validation included."""
    seconds = {"training": counts["train"] * rates.train_s + counts["val"] * rates.watch_s}
    if config.fine_tuning:
        seconds["fine-tuning"] = counts["train"] * rates.fine_tune_s + counts["val"] * rates.predict_s
    return seconds


def _share_to_prepare(config: TrainConfig) -> float:
    """Of the features that a run needs, the share that earlier ones have not left in the cache; 1 where it needs none.

    A frozen backbone with random weights or in 16 bits has a cache of its own, whose key is known only once the network
    is built: it counts as empty.
    """
    try:
        if config.is_probe:
            return _share_for_probe(config)
        if _describes_once(config) and config.weights != RANDOM and not config.mixed_precision:
            return _share_for_frozen_backbone(config)
    except AtelierError:  # missing weights are reported when the run starts
        pass
    return 1.0


def _describes_once(config: TrainConfig) -> bool:
    """Whether the first phase learns from features of a backbone that stays as it is."""
    return freezes_whole_backbone(config.freeze, MODELS[config.model].layers)


def _share_for_probe(config: TrainConfig) -> float:
    from core.training.probe.encoding import imagenet_backbones, open_encoders

    if any(find_imagenet_file(name) is None for name in imagenet_backbones(config)):
        return 1.0  # opening them would fetch weights, which a question of time must not do
    dataset = open_dataset(config.dataset)
    chosen = select(dataset.catalog(), dataset.artists(), config.selection)["painting_id"].tolist()
    missing = [missing_features(dataset, encoder, chosen, tiles=config.tiles) for encoder in open_encoders(config)]
    return sum(missing) / max(1, len(chosen) * len(missing))


def _share_for_frozen_backbone(config: TrainConfig) -> float:
    if config.weights == IMAGENET and find_imagenet_file(config.model) is None:
        return 1.0
    encoder = open_encoder(config.model, config.image_size, config.weights)
    dataset = open_dataset(config.dataset)
    split = make_split(select(dataset.catalog(), dataset.artists(), config.selection), config.split)
    every, augmented = split["painting_id"].tolist(), 0
    missing = missing_features(dataset, encoder, every)
    if config.augment and not config.augment.changes_nothing:
        train = split.loc[split["side"] == "train", "painting_id"].tolist()
        augmented = config.views * len(train)
        missing += missing_augmented_features(
            dataset, encoder, train, config.augment, views=config.views, seed=config.seed
        )
    return missing / max(1, len(every) + augmented)


def side_counts(config: TrainConfig) -> dict[str, int]:
    """Pictures on each side, "train", "val" and "test"; balancing is reckoned in."""
    dataset = open_dataset(config.dataset)
    rows = select(dataset.catalog(), dataset.artists(), config.selection)
    split = make_split(rows, config.split)
    counts = {side: int((split["side"] == side).sum()) for side in ("train", "val", "test")}
    per_artist = split.loc[split["side"] == "train", "artist_id"].value_counts()
    if config.selection.balancing == "oversample" and len(per_artist):
        counts["train"] = int(per_artist.max() * len(per_artist))
    elif config.selection.cap is not None:
        counts["train"] = int(per_artist.clip(upper=config.selection.cap).sum())
    return counts


def read_rates(config: TrainConfig) -> Rates | None:
    """What was measured on this machine for runs of this kind."""
    document = _read()
    found = _entry(document, _place(document)).get(_kind_of_run(config))
    try:
        rates = Rates(**found) if found else None
    except TypeError:
        return None
    return rates if rates is None or _are_numbers(rates) else None


def _are_numbers(rates: Rates) -> bool:
    values = [value for name, value in asdict(rates).items() if name.endswith("_s")]
    return all(isinstance(value, int | float) for value in values)


def write_rates(config: TrainConfig, rates: Rates) -> None:
    """Keep what was measured; read-only and full disks are no reason to fail."""
    if is_read_only():
        return
    document = _read()
    place = _place(document)
    document[place] = _entry(document, place) | {_kind_of_run(config): asdict(rates)}
    _write(document)


def note_device(device: str) -> None:
    """Note on what networks are computed here by now; rates measured on another device are read no more.

    Rates from before any device was noted count as measured on the first one.

    Args:
        device: backend and device, in the same words whatever the language.
    """
    document = _read()
    if is_read_only() or _devices(document).get(_machine()) == device:
        return
    unplaced = document.pop(_machine(), {}) if _machine() not in _devices(document) else {}
    document[_DEVICES] = _devices(document) | {_machine(): device}
    if unplaced:
        document.setdefault(_place(document), unplaced)
    _write(document)


def _write(document: dict[str, Any]) -> None:
    try:
        write_json_atomically(artifacts_root() / _FILE, document)
    except (OSError, AtelierError):
        return


def _devices(document: dict[str, Any]) -> dict[str, Any]:
    return _entry(document, _DEVICES)


def _entry(document: dict[str, Any], name: str) -> dict[str, Any]:
    """One object of the file; an empty one where it lacks or is none."""
    entry = document.get(name)
    return entry if isinstance(entry, dict) else {}


def _place(document: dict[str, Any]) -> str:
    """Under what the rates of this machine, on the device it computed on last, are kept."""
    device = _devices(document).get(_machine())
    return f"{_machine()} {device}" if device else _machine()


def _read() -> dict[str, Any]:
    try:
        document = json.loads((artifacts_root() / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _machine() -> str:
    backend = os.environ.get("KERAS_BACKEND", _USUAL_BACKEND)  # which processes started from here will have too
    other = "" if backend == _USUAL_BACKEND else f" {backend}"
    return f"{platform.node()} {platform.machine()} {os.cpu_count()}{other}"


def _kind_of_run(config: TrainConfig) -> str:
    """Settings that decide how long a picture takes; not how many there are."""
    kind = {
        "model": config.model,
        "image_size": config.image_size,
        "freeze": config.freeze,
        "augment": None if config.augment is None else config.views if _describes_once(config) else 1,
        "batch_size": config.batch_size,
        "fine_tuning": config.fine_tuning and config.fine_tuning.unfreeze_from,
        "encoders": sorted(config.encoders) if config.is_probe else None,
        "tiles": config.tiles,
        "mixed_precision": config.mixed_precision,
    }
    return json.dumps(kind, sort_keys=True)


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.monotonic()
    work()
    return time.monotonic() - start
