"""The run folder as training reports into it: implements `core.training.Reporter` for the worker process."""

import logging
import math
import signal
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from core.errors import AtelierError, CancelledError
from core.files import translate_os_errors
from core.language import _
from core.processes.detached import start_time
from core.processes.status import write_status
from core.runs import folder as files
from core.runs.reconcile import ended
from core.runs.status import RunStatus

_WRITE_EVERY_S = 0.35
_PACE_OVER_EPOCHS = 5

log = logging.getLogger("atelier.run")


class StopRequest:
    """Whether a stop of the run was requested: by SIGTERM, or by the mark in its folder for a signal sent too early.

    A second signal means at once: it raises `CancelledError` from wherever the program is.
    """

    def __init__(self, folder: Path) -> None:
        self._mark = folder / files.STOP_MARK
        self._signalled = False
        self.requested = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def look(self) -> None:
        """Look for the mark."""
        self.requested = self.requested or self._mark.exists()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.requested = True
        if self._signalled:
            raise CancelledError(_("Stopped at once, before the batch was done."))
        self._signalled = True


class RunReporter:
    """Keeps `status.json`, `metrics.jsonl` and the facts in `config.json` up to date.

    The status is written by a thread of its own, at most three times a second, so that reporting costs next to nothing
    and the last report is never held back. `end` writes the final status and stops the thread.
    """

    def __init__(self, folder: Path, status: RunStatus, stop: StopRequest) -> None:
        self._folder = folder
        self._stop = stop
        self._status = status
        self._rows: list[dict[str, Any]] = []
        self._expected: dict[str, float] = {}
        self._writing = threading.Lock()
        self._over = threading.Event()
        self._written: RunStatus | None = None
        self._writer = threading.Thread(target=self._keep_writing, name="run status", daemon=True)
        self._writer.start()

    @property
    def status(self) -> RunStatus:
        """The status as it will be written next."""
        return self._status

    @property
    def stop_requested(self) -> bool:
        """Whether training should save and end."""
        return self._stop.requested

    def progress(self, stage: str, done: int, total: int) -> None:
        """Note a stage that is no epoch.

        Raises:
            CancelledError: a stop was requested.
        """
        if self._stop.requested:
            raise CancelledError(_("Stopped on request."))
        self._change(stage, done=done, total=total, phase="", in_epoch=False)

    def plan(self, epochs: Mapping[str, int], seconds: Mapping[str, float]) -> None:
        """Note how many epochs each phase has, and what one is estimated to take where none is measured yet."""
        self._expected = dict(seconds)
        known = self._expected | _paces(self._rows)
        weights = {phase: seconds[phase] for phase in epochs} if all(map(seconds.get, epochs)) else {}
        self._status = replace(
            self._status,
            phase_epochs=dict(epochs),
            phase_seconds=known,
            phase_weights=weights,
            updated=time.time(),
        )

    def batch_ended(self, epoch: int, batch: int, batches: int) -> None:
        """Note a batch of an epoch; all count from 1."""
        stage = _("Epoch {epoch:,} of {epochs:,}").format(epoch=epoch, epochs=self._status.epochs)
        phase = self._status.phase_under_way or self._status.phase
        self._change(stage, done=batch, total=batches, phase=phase, in_epoch=True)

    def epoch_ended(self, row: dict[str, Any]) -> None:
        """Add a row to `metrics.jsonl`.

        Raises:
            DiskFullError: no room left.
        """
        row = {key: plain_value(value) for key, value in row.items()}
        with translate_os_errors(_("the run")):
            files.append_metrics(self._folder / files.METRICS, row)
        self._rows.append(row)
        self._count_rows()

    def rewind(self, rows: Sequence[dict[str, Any]]) -> None:
        """Let `metrics.jsonl` hold these rows and no others."""
        self._rows = [{key: plain_value(value) for key, value in row.items()} for row in rows]
        with translate_os_errors(_("the run")):
            files.replace_metrics(self._folder / files.METRICS, self._rows)
        self._count_rows()

    def note(self, **facts: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Keep facts beside the settings; mappings are merged with what is there."""
        try:
            document = files.read_config_document(self._folder)
        except AtelierError as error:
            log.warning("Facts were not kept: %s", error)
            return
        for key, value in facts.items():
            known = document.get(key)
            document[key] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
        with translate_os_errors(_("the run")):
            files.write_config_document(self._folder, document)

    def end(self, state: str, message: str, traceback: str = "", *, wants_changes: bool = False) -> None:
        """Note the outcome; nothing is written after it.

        Raises:
            OSError: it could not be written.
        """
        self._over.set()
        self._writer.join()
        with self._writing:
            self._status = ended(self._status, state, message, traceback, wants_changes=wants_changes)
            write_status(self._status, self._folder / files.STATUS)

    def _change(self, stage: str, **changes: Any) -> None:  # noqa: ANN401 - fields of RunStatus
        now = time.time()
        started = self._status.stage_started
        if stage != self._status.stage:
            started = now
            log.info("%s", stage)
        self._status = replace(self._status, stage=stage, stage_started=started, updated=now, **changes)

    def _count_rows(self) -> None:
        last = self._rows[-1] if self._rows else {}
        paces = _paces(self._rows)
        self._status = replace(
            self._status,
            epoch=int(last.get("epoch") or len(self._rows)),
            phase=_phase(last),
            train_seconds=sum(map(_seconds, self._rows)),
            seconds_per_epoch=paces.get(_phase(last)),
            phase_seconds=self._expected | paces,
            done=0,
            in_epoch=self._status.in_epoch,
            updated=time.time(),
        )

    def _keep_writing(self) -> None:
        while not self._over.wait(_WRITE_EVERY_S):
            self._stop.look()
            state = "stopping" if self._stop.requested else "running"
            status = replace(self._status, state=state)  # type: ignore[arg-type]  # both are states
            if status == self._written:
                continue
            with self._writing, suppress(OSError):  # a full disk shows where something must be kept
                # The clock may have been set since: read the start time again by the clock of its readers.
                status = replace(status, process_started=start_time(status.pid or 0) or status.process_started)
                write_status(status, self._folder / files.STATUS)
                self._written = replace(self._status, state=state)  # type: ignore[arg-type]


def _paces(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Seconds an epoch of each phase takes: the mean of its latest. Its first, which prepares, only counts alone."""
    by_phase: dict[str, list[float]] = {}
    for row in rows:
        by_phase.setdefault(_phase(row), []).append(_seconds(row))
    latest = {phase: (seconds[1:] or seconds)[-_PACE_OVER_EPOCHS:] for phase, seconds in by_phase.items()}
    return {phase: sum(seconds) / len(seconds) for phase, seconds in latest.items()}


def _phase(row: Mapping[str, Any]) -> str:
    return str(row.get("phase") or "")


def _seconds(row: Mapping[str, Any]) -> float:
    return float(row.get("seconds") or 0.0)


def plain_value(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """A metric as JSON can hold it: NumPy's numbers as Python's, what is undefined as None."""
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
