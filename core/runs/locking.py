"""One lock for every change of who runs and who waits: pages, commands and the dispatcher take turns."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from core.errors import BusyError
from core.language import _
from core.permissions import require_writable_path

_LOCK = ".lock"
_PATIENCE_S = 20


@contextmanager
def changing_runs(root: Path) -> Iterator[None]:
    """Hold the lock of the folder of runs; not to be taken twice by the same caller.

    Raises:
        BusyError: another process holds it for too long.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable_path(root)
    root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(root / _LOCK, timeout=_PATIENCE_S):
            yield
    except Timeout as error:
        raise BusyError(_("Another process is changing the list of runs right now. Try again in a moment.")) from error
