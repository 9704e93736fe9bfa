"""The process that starts waiting runs one after another: `python -m core.runs.dispatcher ROOT`.

Any process that finds waiting runs and no dispatcher starts it (`core.runs.dispatcher_launch`). It outlives the server,
the tab and the terminal, and exits when no run waits or runs and every outcome is recorded. It kills what does not stop
on request, and records the cause when a process is killed. If it is killed itself, the runs continue and the next
dispatcher waits for them.
"""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from core.environment import parallel_runs
from core.errors import AtelierError
from core.language import _
from core.permissions import require_writable
from core.processes.detached import module_command, start_detached
from core.runs.dispatcher_launch import announce, withdraw
from core.runs.exit_causes import say
from core.runs.folder import LOG, STOP_MARK
from core.runs.locking import changing_runs
from core.runs.outcomes import OutcomeLog, outcome_of, outcome_without_log
from core.runs.queue import in_order
from core.runs.reconcile import is_held
from core.runs.run import Run
from core.runs.store import RunStore

_LOCK = ".dispatcher.lock"
_TAKE_OVER_S = 10
_PAUSE_S = 2.0
_OF_ONE_FOLDER = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR, errno.ELOOP}
"""Faults that lie in the folder of a run; others, as a full disk, would meet every run and may be over soon."""


def worker_command(folder: Path) -> list[str]:
    """The command line of the process that trains the run in `folder`."""
    return module_command("core.runs.worker", folder)


@dataclass(frozen=True)
class _Child:
    process: subprocess.Popen[bytes]
    resumes: int


@dataclass
class Dispatcher:
    """Starts waiting runs, ends stubborn ones, and notes what became of them.

    Attributes:
        root: the folder of runs.
        command: from a run folder to the command line of its process.
        slots: how many runs go on at once.
        grace_s: how long a run may take to stop before it is killed.
        last_grace_s: how long after that before it is killed.
        poll_s: how often to look.
    """

    root: Path
    command: Callable[[Path], list[str]] = worker_command
    slots: int = field(default_factory=parallel_runs)
    grace_s: float = 60.0
    last_grace_s: float = 30.0
    poll_s: float = 0.2
    _children: dict[str, _Child] = field(default_factory=dict)
    _adopted: set[str] = field(default_factory=set)
    _urged: dict[str, signal.Signals] = field(default_factory=dict)
    _complaints: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._store = RunStore(self.root, keep_queue_going=False)
        self._pending_outcomes = OutcomeLog(self._store, self._complain)

    def serve(self) -> None:
        """Work until nothing waits or runs, or the folder of runs is gone."""
        self._store.purge()
        while self.root.is_dir():
            try:
                self._settle_children()
                self._settle_adopted()
                self._urge_stubborn()
                self._pending_outcomes.note()  # before anything new starts, for a full disk would only end it as well
                if self._is_done():
                    return
            except (AtelierError, OSError) as error:
                self._complain(str(error))  # a full disk or a busy lock may be over at the next look
                time.sleep(_PAUSE_S)
            time.sleep(self.poll_s if self._taken else _PAUSE_S)  # with nothing but ends to note there is no hurry

    def _complain(self, sentence: str) -> None:
        if sentence not in self._complaints:
            say(sentence)
        self._complaints.add(sentence)

    def _is_done(self) -> bool:
        """Fill free places; True when nothing is left to do: none is taken, nothing waits, every end is noted."""
        if self._taken >= self.slots:
            return False
        with changing_runs(self.root):  # submitting a run checks for a dispatcher under this lock
            runs = self._store.snapshot()
            self._adopted |= {run.id for run in runs if is_held(run.status)} - self._children.keys()
            for run in in_order(runs, self.root):
                if self._taken < self.slots and run.id not in self._children and run.id not in self._pending_outcomes:
                    self._start(run)
            if self._taken or self._pending_outcomes:
                return False
            withdraw(self.root)
            return True

    @property
    def _taken(self) -> int:
        return len(self._children) + len(self._adopted)

    def _start(self, run: Run) -> None:
        try:
            log = (run.folder / LOG).open("ab")
        except OSError as error:
            if error.errno not in _OF_ONE_FOLDER:
                raise
            self._pending_outcomes.add(run.id, outcome_without_log(run, error))
            return
        with log:
            process = start_detached(self.command(run.folder), log, run.status.language)
        self._children[run.id] = _Child(process, run.status.resumes)

    def _settle_children(self) -> None:
        for run_id, child in list(self._children.items()):
            if child.process.poll() is not None:
                self._pending_outcomes.add(run_id, outcome_of(child.process, self.root / run_id, child.resumes))
                self._urged.pop(run_id, None)
                del self._children[run_id]

    def _settle_adopted(self) -> None:
        for run_id in list(self._adopted):
            if not (self.root / run_id).is_dir() or not self._store.get(run_id).status.is_active:
                self._adopted.discard(run_id)
                self._urged.pop(run_id, None)

    def _urge_stubborn(self) -> None:
        for run_id in [*self._children, *self._adopted]:
            wanted = self._due_signal(self.root / run_id / STOP_MARK)
            if wanted and wanted != self._urged.get(run_id):
                self._urged[run_id] = wanted
                status = self._store.get(run_id).status
                if status.pid and is_held(status):
                    say(f"{run_id} does not stop: sending {wanted.name}.")
                    with suppress(ProcessLookupError):
                        os.kill(status.pid, wanted)

    def _due_signal(self, mark: Path) -> signal.Signals | None:
        """The signal due to a run whose stop was requested a while ago; the request itself sent the first SIGTERM."""
        try:
            waited = time.time() - mark.stat().st_mtime
        except FileNotFoundError:
            return None
        if waited >= self.grace_s + self.last_grace_s:
            return signal.SIGKILL
        return signal.SIGTERM if waited >= self.grace_s else None


def take_over(dispatcher: Dispatcher) -> int:
    """Be the dispatcher until nothing waits or runs; nothing to do where another process stays it.

    Returns:
        The exit status: 1 when the folder of runs cannot be used.
    """
    root = dispatcher.root
    try:
        require_writable(_("start a run"))
        with FileLock(root / _LOCK, timeout=_TAKE_OVER_S):
            with changing_runs(root):
                announce(root, os.getpid())
            dispatcher.serve()
    except Timeout:
        return 0
    except (AtelierError, OSError) as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(take_over(Dispatcher(Path(sys.argv[1]))))
