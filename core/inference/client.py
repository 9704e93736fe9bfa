"""Client of the model server. Loads no model and no Keras; safe to call from threads."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from typing import Any

from filelock import FileLock, Timeout

from core.errors import BusyError
from core.files import translate_os_errors
from core.inference.place import Place, address_of, default_place
from core.inference.wire import InferenceError, LostConnectionError, Message, error_of, receive, send
from core.language import N_, _, current_language
from core.processes.announcement import Announcement
from core.processes.detached import module_command, start_detached
from core.processes.store import read_log_tail
from core.progress import Progress, no_progress

PATIENCE_S = 300.0

_GREETING_PATIENCE_S = 10.0
_ATTEMPTS = 3


def ask(
    task: str,
    arguments: Mapping[str, Any] | None = None,
    on_progress: Progress | None = None,
    timeout_s: float = PATIENCE_S,
    *,
    detached: bool = False,
    place: Place | None = None,
) -> dict[str, Any]:
    """Ask the server, which is started where none lives.

    Args:
        task: a key of `core.inference.tasks.TASKS`.
        arguments: of the task; JSON values and NumPy arrays.
        on_progress: called with (stage, done, total), as in "Loading the model"; an exception ends the task.
        timeout_s: how long to wait for the answer, in seconds.
        detached: return as soon as the server took the question, which it then works on unwatched.
        place: where the server is found; that of the artifacts by default.

    Returns:
        The task's answer; arrays in it are read-only. Empty when `detached`.

    Raises:
        InferenceError: the server ended before it answered; the next question starts another one.
        BusyError: no answer in time.
        AtelierError: as the task raised it.
    """
    progress, deadline = on_progress or no_progress, time.monotonic() + timeout_s
    question = {
        "task": task,
        "arguments": dict(arguments or {}),
        "detached": detached,
        "language": current_language(),  # the server may have been started by a reader of another one
    }
    for _attempt in range(_ATTEMPTS):
        try:
            with _connected(place or default_place(), progress) as connection:
                return _converse(connection, question, progress, deadline)
        except LostConnectionError:
            continue  # it exited between discovery and request
    raise InferenceError(_("The model server went away each time it was asked. Try again; its log may say why."))


@contextmanager
def _connected(place: Place, progress: Progress) -> "Iterator[Connection[Any, Any]]":
    server = ensure_server(place, progress)
    address = address_of(server)
    family = "AF_UNIX" if isinstance(address, str) else "AF_INET"
    try:
        connection = Client(address, family)
    except OSError as error:
        _give_way(server.is_alive)
        raise LostConnectionError(_("The model server is gone.")) from error
    with connection:
        try:
            if not connection.poll(_GREETING_PATIENCE_S):
                raise BusyError(_("The model server does not react. Try again in a moment, or end its process."))
            key = place.key()
            answer_challenge(connection, key)
            deliver_challenge(connection, key)
        except (EOFError, OSError, AuthenticationError) as error:
            raise LostConnectionError(_("The model server is gone.")) from error
        yield connection


def _give_way(still_alive: bool) -> None:
    """Leave a server that no longer listens the time to end."""
    if still_alive:
        time.sleep(0.5)


def _converse(
    connection: "Connection[Any, Any]", question: Message, progress: Progress, deadline: float
) -> dict[str, Any]:
    taken = False
    try:
        send(connection, question)
        while True:
            message = _next(connection, deadline)
            state = message["state"]
            taken = True
            if state == "answer" or question["detached"]:
                return dict(message.get("answer", {}))
            if state == "error":
                raise error_of(message["kind"], message["message"])
            if state == "progress":
                progress(message["stage"], message["done"], message["total"])
    except (EOFError, OSError) as error:
        if not taken:
            raise LostConnectionError(_("The model server is gone.")) from error
        raise InferenceError(
            _(
                "The process that holds the models ended before it answered; memory may have run out. Ask again, and "
                "it is started anew."
            )
        ) from error


def _next(connection: "Connection[Any, Any]", deadline: float) -> Message:
    if not connection.poll(max(0.0, deadline - time.monotonic())):
        raise BusyError(_("The model did not answer in time. Others may be asking it; try again in a moment."))
    return receive(connection)


IDLE_S = 600.0
"""Idle time in seconds after which a server exits."""

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
        progress: called when a server has to be started.

    Raises:
        BusyError: another process has been starting one for too long.
        InferenceError: it exits before it can answer; the message holds the end of its log.
    """
    found = place.announcement()
    if found is not None and found.is_alive:
        return found
    progress(_(STARTING), 0, 0)
    with translate_os_errors(_("starting the model server")):
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
    tail = read_log_tail(place.log, _LOG_TAIL_BYTES).strip()
    if not tail:
        return _("The model server could not be started. The end of its log: it is empty.")
    return _("The model server could not be started. The end of its log: {tail}").format(tail=tail)
