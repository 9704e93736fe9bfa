"""Finding out whether the dispatcher lives, and starting it: the process that outlives the server and the tab."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from core.atomic import clear_disk_errors, write_json_atomically
from core.jobs.process import is_alive, start_time
from core.paths import PROJECT_ROOT, artifacts_root, data_root
from core.runs.locking import changing_runs

DISPATCHER_LOG = ".dispatcher.log"
_ANNOUNCEMENT = ".dispatcher.json"
_LARGEST_LOG_BYTES = 1_000_000


def dispatcher_command(root: Path) -> list[str]:
    """The command line of the process that looks after the runs below `root`."""
    return [sys.executable, "-m", "core.runs.dispatcher", str(root)]


def dispatcher_lives(root: Path) -> bool:
    """Whether a dispatcher looks after the runs below `root`."""
    try:
        announcement = json.loads((root / _ANNOUNCEMENT).read_text("utf-8"))
        return is_alive(announcement["pid"], announcement["process_started"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def ensure_dispatcher(root: Path) -> None:
    """Start a dispatcher where none lives. It is a process of its own session, which nobody waits for."""
    if dispatcher_lives(root):
        return
    with clear_disk_errors("starting the queue"), changing_runs(root):
        if dispatcher_lives(root):
            return
        log = root / DISPATCHER_LOG
        mode = "wb" if log.exists() and log.stat().st_size > _LARGEST_LOG_BYTES else "ab"
        with log.open(mode) as output:
            process = subprocess.Popen(
                dispatcher_command(root),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=PROJECT_ROOT,
                start_new_session=True,
                env={**os.environ, **_full_roots(), "PYTHONUNBUFFERED": "1"},
            )
        announce(root, process.pid)


def _full_roots() -> dict[str, str]:
    """The roots for a process that works in another folder."""
    return {"ATELIER_DATA": str(data_root()), "ATELIER_ARTIFACTS": str(artifacts_root())}


def announce(root: Path, pid: int) -> None:
    """Note which process is the dispatcher; the caller holds the lock."""
    document = {"pid": pid, "process_started": start_time(pid), "since": time.time()}
    write_json_atomically(root / _ANNOUNCEMENT, document)


def withdraw(root: Path) -> None:
    """Note that there is no dispatcher any more; the caller holds the lock."""
    (root / _ANNOUNCEMENT).unlink(missing_ok=True)
