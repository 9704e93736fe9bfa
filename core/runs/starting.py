"""Starting a run: its settings are checked against the data set, written into a folder, and put into the queue."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.environment import PROJECT_ROOT
from core.errors import AtelierError, InvalidInputError
from core.files import translate_os_errors
from core.language import _
from core.permissions import require_writable
from core.runs.launcher import Launcher, LocalLauncher
from core.runs.store import RunStore
from core.training.config.overrides import with_settings

if TYPE_CHECKING:
    from core.dataset.store import Dataset
    from core.training.config.config import TrainConfig

_FEWEST_ARTISTS = 2
_GIT_PATIENCE_S = 5


def start_run(config: "TrainConfig", store: RunStore | None = None, launcher: Launcher | None = None) -> str:
    """Check the settings, make the run and put it last in the queue.

    Args:
        config: what to train on what.
        store: where runs are kept.
        launcher: who carries it out; this machine by default.

    Returns:
        The run's id; ids sort by the time they were made.

    Raises:
        InvalidInputError: it cannot be trained so; the message names every fault.
        ReadOnlyError: this is a read-only demo.
        DiskFullError: no room left.
    """
    require_writable(_("start a run"))
    config = _with_full_paths(config)
    with translate_os_errors(_("starting the run")):
        facts = check_trainable(config)
    store = store or RunStore()
    run = store.create(config, {"dataset": facts, "git_commit": git_commit()})
    (launcher or LocalLauncher(store)).submit(run.id)
    return run.id


def rerun(run_id: str, changes: Mapping[str, str] | None = None, store: RunStore | None = None) -> str:
    """Start a new run with the settings of another one.

    Args:
        run_id: whose settings to take.
        changes: settings to change, as `TrainConfig.changed` reads them.
        store: where runs are kept.

    Returns:
        The new run's id.

    Raises:
        NotFoundError: no run is called that.
        InvalidInputError: its settings cannot be read, or cannot be trained so.
    """
    store = store or RunStore()
    run = store.get(run_id)
    if run.config is None:
        raise InvalidInputError(run.config_fault)
    return start_run(with_settings(run.config, changes or {}), store)


def check_trainable(config: "TrainConfig") -> dict[str, Any]:
    """Check what depends on more than the settings: the data set, its artists, the weight files.

    Returns:
        What to note about the data set: name, fingerprint, paintings (of all artists, excluded ones too).

    Raises:
        InvalidInputError: the message names every fault.
    """
    from core.dataset.store import open_dataset

    faults: list[str] = []
    facts: dict[str, Any] = {}
    try:
        dataset = open_dataset(config.dataset)
        facts = _facts(dataset)
        faults += _selection_faults(config, dataset)
    except AtelierError as error:
        faults.append(str(error))
    faults += _weight_faults(config)
    if faults:
        raise InvalidInputError(" ".join(faults))
    return facts


def _with_full_paths(config: "TrainConfig") -> "TrainConfig":
    """The same settings for a process that works in another folder."""
    from core.models.weights import IMAGENET, RANDOM

    weights = config.weights if config.weights in (IMAGENET, RANDOM) else _full_path(config.weights)
    files = tuple(f"{name}={_full_path(path)}" for name, path in config.encoder_files.items())
    return replace(config, weights=weights, encoder_weights=files)


def _full_path(text: str) -> str:
    return str(Path(text).expanduser().resolve())


def _facts(dataset: "Dataset") -> dict[str, Any]:
    summary = dataset.summary()
    return {"name": summary.name, "fingerprint": summary.fingerprint, "paintings": summary.paintings}


def _selection_faults(config: "TrainConfig", dataset: "Dataset") -> Iterator[str]:
    from core.dataset.splitting.selected_rows import select
    from core.dataset.splitting.split import make_split
    from core.training.data.split_rows import shortages

    chosen = select(dataset.catalog(), dataset.artists(), config.selection)
    artists = int(chosen["artist_id"].nunique())
    if artists < _FEWEST_ARTISTS:
        sentence = _(
            "The selection has {artists} artist with usable pictures, and a classifier needs two or more. "
            "Choose more artists."
        )
        yield sentence.format(artists=artists)
        return
    yield from shortages(make_split(chosen, config.split), config)


def _weight_faults(config: "TrainConfig") -> Iterator[str]:
    from core.models.weights import IMAGENET, RANDOM, resolve_weights

    try:
        if config.weights not in (IMAGENET, RANDOM):  # those come from a download, which the run waits for
            resolve_weights(config.model, config.weights)
    except AtelierError as error:
        yield str(error)
    yield from _missing_encoder_faults(config)
    for name, path in config.encoder_files.items():
        if not Path(path).expanduser().is_file():
            yield _("There is no file “{path}” with the weights of {name}. Check the path.").format(
                path=path, name=name
            )


def _missing_encoder_faults(config: "TrainConfig") -> Iterator[str]:
    """Encoders there are none of, or whose file nothing downloads: better said now than after waiting in the queue."""
    from core.models.encoders import encoder_entry
    from core.models.encoders.weight_files import find_onnx_file

    for name in config.encoders if config.is_probe else ():
        try:
            entry = encoder_entry(name)
            if entry.onnx and name not in config.encoder_files:
                find_onnx_file(entry, None)
        except AtelierError as error:
            yield str(error)


def git_commit() -> str | None:
    """The commit this program runs from; None if unknown."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--verify", "HEAD"],
            cwd=PROJECT_ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_GIT_PATIENCE_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None
