"""Where a run was when it was last saved: one file, whole or not there. Needs no Keras."""

import json
import shutil
import time
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InvalidInputError
from core.files import write_arrays_atomically, write_json_atomically
from core.language import _
from core.training.config.config import TrainConfig
from core.training.reporting import MetricsRow

VERSION = 1

Arrays = dict[str, npt.NDArray[Any]]

# Saving takes at most this part of the time: a resumed run computes the epochs since then again, and equally.
_SHARE_OF_TIME = 0.04


@dataclass
class Place:
    """How far a run is.

    Attributes:
        phase: position among the phases, from 0.
        phase_epoch: epochs finished in this phase.
        phase_over: whether it has ended, early or not.
        batch: batches done of the epoch under way.
        loss_sum: of the epoch under way, over its pictures.
        pictures: of the epoch under way, seen so far.
        seconds: spent on the epoch under way.
        learned: what was measured of training in the epoch under way, once all its batches are done.
        rows: what was measured in the epochs finished, over all phases.
        times: when each of these ended, in seconds since 1970.
        stopping: state of early stopping, None without.
        plateau: state of the plateau watch, None without.
        precision: what Keras calls the numbers that the network was built of; "" where that was not noted.
    """

    phase: int = 0
    phase_epoch: int = 0
    phase_over: bool = False
    batch: int = 0
    loss_sum: float = 0.0
    pictures: int = 0
    seconds: float = 0.0
    learned: dict[str, float | None] | None = None
    rows: list[MetricsRow] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    stopping: dict[str, Any] | None = None
    plateau: dict[str, Any] | None = None
    precision: str = ""


class Checkpoint:
    """The folder `checkpoint/` of a run.

    `state.npz` has the place and whatever changes from step to step; `frozen_<phase>.npz` what a phase leaves alone
    and so need be written once; `done.json` how the run ended.
    """

    def __init__(self, folder: Path, config: TrainConfig) -> None:
        self._folder = folder
        self._config = config.to_dict()
        self._saved_at = -np.inf
        self._cost_s = 0.0

    @property
    def exists(self) -> bool:
        """Whether a run can go on from here."""
        return (self._folder / "state.npz").exists()

    def is_due(self) -> bool:
        """Whether enough time has passed since the last save for another one to cost little."""
        return bool(time.monotonic() - self._saved_at >= self._cost_s / _SHARE_OF_TIME)

    def save(self, place: Place, arrays: Mapping[str, npt.NDArray[Any]], *, since: float | None = None) -> None:
        """Replace the state; a process killed meanwhile leaves the one before.

        Args:
            place: how far the run is.
            arrays: whatever changes from step to step.
            since: when gathering the arrays began, by `time.monotonic`; part of the cost.

        Raises:
            OSError: the disk is full or may not be written.
        """
        start = time.monotonic() if since is None else since
        document = {"version": VERSION, "config": self._config, "place": asdict(place)}
        text = np.frombuffer(json.dumps(document).encode(), np.uint8)
        write_arrays_atomically(self._folder / "state.npz", {"text": text, **arrays})
        self._saved_at = time.monotonic()
        self._cost_s = self._saved_at - start

    def load(self) -> tuple[Place, Arrays]:
        """What `save` wrote last.

        Raises:
            InvalidInputError: damaged, of another version, or of a run with other settings.
        """
        try:
            arrays = _read(self._folder / "state.npz")
            document = json.loads(arrays.pop("text").tobytes())
            known = {entry.name for entry in fields(Place)}
            place = Place(**{name: value for name, value in document["place"].items() if name in known})
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise InvalidInputError(
                _("The checkpoint of this run is damaged, so it cannot go on. Start the run again from the beginning.")
            ) from error
        if document.get("version") != VERSION or document.get("config") != self._config:
            raise InvalidInputError(
                _(
                    "The settings of this run were changed after it was saved, so it cannot go on as it began. Put "
                    "them back, or start a new run with them."
                )
            )
        return place, arrays

    def save_frozen(self, phase: int, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Keep what a phase leaves alone; call it before the phase's first `save`."""
        write_arrays_atomically(self._folder / f"frozen_{phase}.npz", arrays)

    def load_frozen(self, phase: int) -> Arrays:
        """What `save_frozen` wrote."""
        try:
            return _read(self._folder / f"frozen_{phase}.npz")
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            sentence = _(
                "Half of this run's checkpoint is missing, so it cannot go on. Start the run again from the beginning."
            )
            raise InvalidInputError(sentence) from error

    def drop_frozen(self, phase: int) -> None:
        """Forget what an earlier phase left alone."""
        (self._folder / f"frozen_{phase}.npz").unlink(missing_ok=True)

    def finish(self, document: Mapping[str, Any]) -> None:
        """Note how the run ended, in place of everything needed to go on."""
        write_json_atomically(self._folder / "done.json", {"version": VERSION, "config": self._config, **document})
        for path in self._folder.glob("*.npz"):
            path.unlink(missing_ok=True)

    def finished(self) -> dict[str, Any] | None:
        """What `finish` noted, for the same settings; None for a run that did not end."""
        try:
            document = json.loads((self._folder / "done.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        is_ours = isinstance(document, dict) and document.get("config") == self._config
        return document if is_ours else None

    def clear(self) -> None:
        """Forget everything."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _read(path: Path) -> Arrays:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
