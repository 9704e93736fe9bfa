"""Finding the server, and starting one where none lives."""

import time

from filelock import FileLock, Timeout

from core.errors import BusyError
from core.files import clear_disk_errors
from core.inference.faults import InferenceError
from core.inference.place import Announcement, Place
from core.language import N_, _
from core.processes.detached import module_command, start_detached
from core.progress import Progress, no_progress

IDLE_S = 600.0
"""A server that nobody asked anything for so long goes away, and its memory with it."""

STARTING = N_("Starting the model server")

_START_PATIENCE_S = 60.0
_LOOK_S = 0.05
_LOG_TAIL_BYTES = 600


def server_command(place: Place) -> list[str]:
    """The command line of a server."""
    return module_command("core.inference.server", place.folder, IDLE_S)


def ensure_server(place: Place, progress: Progress = no_progress) -> Announcement:
    """The server that lives, started where there was none; callers at the same time get the same one.

    Args:
        place: where it is found.
        progress: told where one has to be started.

    Raises:
        BusyError: somebody else has been starting one for long.
        InferenceError: it ends before it can be asked; the end of its log is in the message.
    """
    found = place.announcement()
    if found is not None and found.is_alive:
        return found
    progress(_(STARTING), 0, 0)
    with clear_disk_errors(_("starting the model server")):
        place.make()
        try:
            with FileLock(place.lock, timeout=_START_PATIENCE_S):
                found = place.announcement()
                return found if found is not None and found.is_alive else _start(place, progress)
        except Timeout as error:
            raise BusyError(_("The model server is being started and not ready yet. Try again in a moment.")) from error


def _start(place: Place, progress: Progress) -> Announcement:
    place.new_key()
    with place.log.open("wb") as log:
        process = start_detached(server_command(place), log)
    deadline = time.monotonic() + _START_PATIENCE_S
    while process.poll() is None and time.monotonic() < deadline:
        found = place.announcement()
        if found is not None and found.is_alive:
            return found
        progress(_(STARTING), 0, 0)
        time.sleep(_LOOK_S)
    process.kill()
    raise InferenceError(_could_not_start(place))


def _could_not_start(place: Place) -> str:
    try:
        tail = place.log.read_bytes()[-_LOG_TAIL_BYTES:].decode("utf-8", "replace").strip()
    except OSError:
        return _("The model server could not be started. The end of its log: there is none.")
    if not tail:
        return _("The model server could not be started. The end of its log: it is empty.")
    return _("The model server could not be started. The end of its log: {tail}").format(tail=tail)
