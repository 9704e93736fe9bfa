"""Recording how a run ended when its process could not record it itself.

A full disk or a folder without access can keep a cause from being recorded for hours; it is kept until then.
"""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.errors import AtelierError, DiskFullError
from core.language import _
from core.processes.store import read_log_tail
from core.runs.exit_causes import BUSY_EXIT, COULD_NOT_NOTE, cause_of_exit
from core.runs.folder import LOG
from core.runs.reconcile import ended
from core.runs.run import Run
from core.runs.status import RunStatus
from core.runs.store import RunStore

RunOutcome = Callable[[RunStatus], RunStatus]
"""From a status as it truly is to the one that has the cause; the same one where that is not for us to say."""


_PAUSE_S = 2.0


_TAIL_BYTES = 4000


@dataclass
class _Known:
    ending: RunOutcome
    again_at: float = 0.0


class OutcomeLog:
    """Ends of runs that are still to be noted, by run id."""

    def __init__(self, store: RunStore, complain: Callable[[str], None]) -> None:
        self._store = store
        self._complain = complain
        self._known: dict[str, _Known] = {}

    def __contains__(self, run_id: str) -> bool:
        return run_id in self._known

    def __len__(self) -> int:
        return len(self._known)

    def add(self, run_id: str, ending: RunOutcome) -> None:
        """Keep an end in mind until it is noted."""
        self._known[run_id] = _Known(ending)

    def note(self) -> None:
        """Note every end that can be noted now; the others are tried again, each every other second.

        Raises:
            DiskFullError: no room left, which is no fault of one run.
        """
        for run_id, known in list(self._known.items()):
            if time.monotonic() < known.again_at:
                continue
            try:
                if (self._store.root / run_id).is_dir():
                    self._store.change_status(run_id, known.ending)
            except DiskFullError:
                raise
            except (AtelierError, OSError) as error:
                self._complain(str(error))
                known.again_at = time.monotonic() + _PAUSE_S
            else:
                del self._known[run_id]


def outcome_of(process: subprocess.Popen[bytes], folder: Path, resumes: int) -> RunOutcome:
    """The end of a run whose process is gone.

    Args:
        process: it; its exit status is known.
        folder: the run folder.
        resumes: how often the run had been resumed when the process was started.
    """
    return partial(_with_cause, pid=process.pid, exit_status=process.returncode, folder=folder, resumes=resumes)


def outcome_without_log(run: Run, error: OSError) -> RunOutcome:
    """The end of a run that cannot be started, for its log cannot be opened."""
    sentence = _("The log of the run ({file}) cannot be opened: {error}. Give yourself access to it, then resume.")
    return partial(_not_begun, message=sentence.format(file=LOG, error=error.strerror), resumes=run.status.resumes)


def _not_begun(status: RunStatus, *, message: str, resumes: int) -> RunStatus:
    waits_still = status.resumes == resumes and status.state == "queued"
    return ended(status, "failed", message) if waits_still else status


def _with_cause(status: RunStatus, *, pid: int, exit_status: int, folder: Path, resumes: int) -> RunStatus:
    if status.resumes != resumes:
        return status  # the run was resumed in the meantime
    if status.state == "queued":
        return _never_began(status, folder, exit_status)
    if status.state == "interrupted" and status.pid == pid:
        state = "failed" if exit_status in COULD_NOT_NOTE else "interrupted"
        return ended(status, state, cause_of_exit(exit_status), read_log_tail(folder / LOG, _TAIL_BYTES))
    return status


def _never_began(status: RunStatus, folder: Path, exit_status: int) -> RunStatus:
    if exit_status == BUSY_EXIT:
        message = _("Another process still works on this run. Wait until it is gone, then resume.")
        return ended(status, "failed", message)
    if exit_status in COULD_NOT_NOTE:
        return ended(status, "failed", cause_of_exit(exit_status))
    message = _("Its process could not begin; the log says why. Resume it to try again.")
    return ended(status, "failed", message, read_log_tail(folder / LOG, _TAIL_BYTES))
