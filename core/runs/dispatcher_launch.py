"""Finding out whether the dispatcher lives, and starting it: the process that outlives the server and the tab."""

import os
import time
from pathlib import Path

from core.files import translate_os_errors
from core.language import _
from core.permissions import require_writable
from core.processes import announcement
from core.processes.detached import module_command, start_detached
from core.runs.locking import changing_runs

DISPATCHER_LOG = ".dispatcher.log"
_ANNOUNCEMENT = ".dispatcher.json"
_LARGEST_LOG_BYTES = 1_000_000


def dispatcher_command(root: Path) -> list[str]:
    """The command line of the process that looks after the runs below `root`."""
    return module_command("core.runs.dispatcher", root)


def dispatcher_lives(root: Path) -> bool:
    """Whether a dispatcher looks after the runs below `root`."""
    found = announcement.read_announcement(root / _ANNOUNCEMENT)
    return found is not None and found.is_alive


def ensure_dispatcher(root: Path) -> None:
    """Start a dispatcher if none is alive, detached in a session of its own.

    Raises:
        DiskFullError: no room to record its pid; then none is started, because no other process could find it.
    """
    if dispatcher_lives(root):
        return
    require_writable(_("start a run"))
    with translate_os_errors(_("starting the queue")), changing_runs(root):
        if dispatcher_lives(root):
            return
        announce(root, os.getpid())  # in its place until it is there: a full disk shows before anything is started
        try:
            _start(root)
        except BaseException:
            withdraw(root)
            raise


def _start(root: Path) -> None:
    log = root / DISPATCHER_LOG
    mode = "wb" if log.exists() and log.stat().st_size > _LARGEST_LOG_BYTES else "ab"
    with log.open(mode) as output:
        process = start_detached(dispatcher_command(root), output)
    try:
        announce(root, process.pid)
    except BaseException:
        process.kill()  # every look would start one more beside it
        process.wait()
        raise


def announce(root: Path, pid: int) -> None:
    """Note which process is the dispatcher; the caller holds the lock."""
    announcement.announce(root / _ANNOUNCEMENT, pid, since=time.time())


def withdraw(root: Path) -> None:
    """Note that there is no dispatcher any more; the caller holds the lock."""
    (root / _ANNOUNCEMENT).unlink(missing_ok=True)
