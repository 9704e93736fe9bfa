"""A folder with one subfolder for each background process: ids, look-up, log tail and the request to stop."""

import os
import secrets
import signal
import time
from contextlib import suppress
from pathlib import Path

from core.errors import NotFoundError
from core.permissions import require_writable_path
from core.processes.status import ProcessStatus

LOG = "worker.log"
STOP_MARK = "stop"


def new_id(kind: str, now: float) -> str:
    """A unique id that sorts by the time of its start, given in seconds since 1970."""
    return f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime(now))}-{kind}-{secrets.token_hex(3)}"


class FolderStore:
    """The subfolders of `root`, each named by its id; names that begin with a dot are hidden."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, name: str) -> Path:
        """The folder of one.

        Raises:
            NotFoundError: there is none of that name.
        """
        folder = self.root / name
        if not name or name.startswith(".") or folder.parent != self.root or not folder.is_dir():
            raise NotFoundError(self._not_found(name))
        return folder

    def folders(self) -> list[Path]:
        """All of them, the newest id first."""
        if not self.root.is_dir():
            return []
        visible = [entry for entry in self.root.iterdir() if not entry.name.startswith(".") and entry.is_dir()]
        return sorted(visible, reverse=True)

    def _not_found(self, name: str) -> str:
        raise NotImplementedError


def read_log_tail(log: Path, size: int) -> str:
    """The end of a log, whole lines of at most `size` bytes; "" where none can be read."""
    try:
        with log.open("rb") as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(max(0, length - size))
            data = file.read()
    except OSError:
        return ""
    text = data.decode("utf-8", errors="replace")
    return text.split("\n", 1)[-1] if length > size and "\n" in text else text


def request_stop(folder: Path, status: ProcessStatus) -> None:
    """Leave the stop mark and signal the process."""
    require_writable_path(folder)
    (folder / STOP_MARK).touch()  # for a process that has not written its pid or is not ready for the signal yet
    if status.pid and status.is_process_alive:
        with suppress(ProcessLookupError):  # it may end at this very moment
            os.kill(status.pid, signal.SIGTERM)
