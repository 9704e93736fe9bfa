"""The process that starts waiting runs one after another: `python -m core.runs.dispatcher ROOT`.

It is started by whoever finds runs that wait and no dispatcher (`core.runs.dispatching`), outlives the server, the tab
and the terminal, and goes when nothing waits or runs. It ends by force what does not stop when asked, and notes the
cause when a process is killed. When it is killed itself, the runs go on and the next dispatcher waits for them.
"""

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

from core.errors import AtelierError
from core.jobs.process import module_command, start_detached
from core.language import _
from core.paths import parallel_runs, require_writable
from core.runs import queue
from core.runs.dispatching import announce, withdraw
from core.runs.exits import BUSY_EXIT, NO_ROOM_EXIT, UNWRITABLE_EXIT, cause_of_exit
from core.runs.folder import LOG, STOP_MARK, read_log_tail
from core.runs.locking import changing_runs
from core.runs.reconcile import ended, is_held
from core.runs.run import Run
from core.runs.status import RunStatus
from core.runs.store import RunStore

_LOCK = ".dispatcher.lock"
_TAKE_OVER_S = 10
_PAUSE_AFTER_FAULT_S = 2.0
_TAIL_BYTES = 4000


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
        grace_s: how long a run may take to stop before it is told to drop everything.
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
    _complaint: str = ""

    def __post_init__(self) -> None:
        self._store = RunStore(self.root, keep_queue_going=False)

    def serve(self) -> None:
        """Work until nothing waits or runs, or the folder of runs is gone."""
        self._store.purge()
        while self.root.is_dir():
            try:
                if self._is_done():
                    return
                self._settle_children()
                self._settle_adopted()
                self._urge_stubborn()
            except (AtelierError, OSError) as error:
                self._complain(str(error))  # a full disk or a busy lock may be over at the next look
                time.sleep(_PAUSE_AFTER_FAULT_S)
            time.sleep(self.poll_s)

    def _complain(self, sentence: str) -> None:
        if sentence != self._complaint:
            print(sentence, file=sys.stderr)
        self._complaint = sentence

    def _is_done(self) -> bool:
        """Fill free places; True when there was nothing to fill them with and none is taken."""
        if self._taken >= self.slots:
            return False
        with changing_runs(self.root):  # whoever submits a run looks for a dispatcher under this lock
            runs = self._store.looked_at()
            self._adopted |= {run.id for run in runs if is_held(run.status)} - self._children.keys()
            for run in queue.in_order(runs, self.root):
                if self._taken < self.slots and run.id not in self._children:
                    self._start(run)
            if self._taken:
                return False
            withdraw(self.root)
            return True

    @property
    def _taken(self) -> int:
        return len(self._children) + len(self._adopted)

    def _start(self, run: Run) -> None:
        with (run.folder / LOG).open("ab") as log:
            process = start_detached(self.command(run.folder), log, run.status.language)
        self._children[run.id] = _Child(process, run.status.resumes)

    def _settle_children(self) -> None:
        for run_id, child in list(self._children.items()):
            if child.process.poll() is not None:
                del self._children[run_id]
                self._urged.pop(run_id, None)
                self._note_end(run_id, child)

    def _note_end(self, run_id: str, child: _Child) -> None:
        folder = self.root / run_id

        def with_cause(status: RunStatus) -> RunStatus:
            if status.resumes != child.resumes:
                return status  # somebody saw the end first and took the run up again
            if status.state == "queued":
                return _never_began(status, folder, child.process.returncode)
            if status.state == "interrupted" and status.pid == child.process.pid:
                tail = read_log_tail(folder, _TAIL_BYTES)
                return ended(status, "interrupted", cause_of_exit(child.process.returncode), tail)
            return status

        if folder.is_dir():
            self._store.change_status(run_id, with_cause)

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
                    print(f"{run_id} does not stop: sending {wanted.name}.")
                    with suppress(ProcessLookupError):
                        os.kill(status.pid, wanted)

    def _due_signal(self, mark: Path) -> signal.Signals | None:
        """What a run gets that was asked to stop a while ago; the first SIGTERM came with the asking."""
        try:
            waited = time.time() - mark.stat().st_mtime
        except FileNotFoundError:
            return None
        if waited >= self.grace_s + self.last_grace_s:
            return signal.SIGKILL
        return signal.SIGTERM if waited >= self.grace_s else None


def _never_began(status: RunStatus, folder: Path, exit_status: int) -> RunStatus:
    if exit_status == BUSY_EXIT:
        message = _("Another process still works on this run. Wait until it is gone, then resume.")
        return ended(status, "failed", message)
    if exit_status in (NO_ROOM_EXIT, UNWRITABLE_EXIT):
        return ended(status, "failed", cause_of_exit(exit_status))
    message = _("Its process could not begin; the log says why. Resume it to try again.")
    return ended(status, "failed", message, read_log_tail(folder, _TAIL_BYTES))


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
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(take_over(Dispatcher(Path(sys.argv[1]))))
