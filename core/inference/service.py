"""The server without its models: it listens, queues requests, answers them, and exits when idle.

One thread per client reads and waits, one thread works. Requests that can be answered together, such as many pictures
for the same model, leave the queue together.
"""

import logging
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from typing import Any

from core.environment import language_from_environment
from core.errors import AtelierError, CancelledError
from core.inference.place import Place
from core.inference.wire import Message, kind_of, receive, send
from core.language import _, set_language_source
from core.progress import Progress, Throttle

Arguments = dict[str, Any]
Answer = dict[str, Any]

LOOK_S = 0.5
"""Interval in seconds at which a server checks whether it should exit."""

_WAITING_CLIENTS = 128
_MOST_TOGETHER = 16

log = logging.getLogger("atelier.inference")


@dataclass(frozen=True)
class Task:
    """A task that a server can carry out.

    Attributes:
        answer: called with the arguments and a progress callback; one answer for each, in order.
        together: questions of equal value are answered in one call; None answers each alone.
    """

    answer: Callable[[Sequence[Arguments], Progress], Sequence[Answer]]
    together: Callable[[Arguments], Hashable] | None = None


@dataclass(eq=False)
class Question:
    """A queued request and the connection of its client."""

    task: str
    arguments: Arguments
    connection: "Connection[Any, Any]"
    kind: Hashable = None
    language: str = ""
    is_detached: bool = False
    is_given_up: bool = False
    is_over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Notice a closed connection; clients send nothing more, so only its end can be read."""
        with suppress(OSError):
            self.is_given_up = self.is_given_up or (not self.is_detached and self.connection.poll())

    def tell(self, message: Message) -> None:
        """Send unless the client is gone; leaving a request that is not detached abandons it."""
        if self.is_detached or self.is_given_up:
            return
        try:
            send(self.connection, message)
        except OSError:
            self.is_given_up = True


class Service:
    """A server.

    Args:
        place: where it is found; made if need be, and its key must be there.
        tasks: what it can carry out, by name.
        idle_s: exits after this many seconds without a request.
    """

    def __init__(self, place: Place, tasks: Mapping[str, Task], idle_s: float) -> None:
        self._place, self._tasks, self._idle_s = place, tasks, idle_s
        self._line: deque[Question] = deque()
        self._changed = threading.Condition()
        self._open_questions = 0
        self._last_used = time.monotonic()
        self._must_end = threading.Event()
        self._language = language_from_environment()

    def run(self) -> None:
        """Serve until idle, stopped, or no longer the announced server."""
        set_language_source(lambda: self._language)
        signal.signal(signal.SIGTERM, lambda *_signal: self._must_end.set())
        key = self._place.key()
        address, family = self._place.free_address()
        with Listener(address, family, backlog=_WAITING_CLIENTS) as listener:
            threading.Thread(target=self._accept, args=(listener, key), daemon=True).start()
            threading.Thread(target=self._work, daemon=True).start()
            self._place.announce(listener.address)
            log.info("Listening.")
            while not self._must_end.wait(LOOK_S) and self._is_wanted():
                pass
            self._place.withdraw()
        log.info("Ended.")

    def _is_wanted(self) -> bool:
        noted = self._place.announcement()
        with self._changed:
            is_idle = not self._open_questions and time.monotonic() - self._last_used > self._idle_s
        return noted is not None and noted.is_alive and noted.pid == os.getpid() and not is_idle

    def _accept(self, listener: Listener, key: bytes) -> None:
        while not self._must_end.is_set():
            try:
                connection = listener.accept()
            except OSError:
                time.sleep(0.01)  # a client that left at once, or too many files open for a moment
                continue
            threading.Thread(target=self._talk, args=(connection, key), daemon=True).start()

    def _talk(self, connection: "Connection[Any, Any]", key: bytes) -> None:
        with connection, suppress(EOFError, OSError, AuthenticationError):
            deliver_challenge(connection, key)
            answer_challenge(connection, key)
            try:
                message = receive(connection)
                question = self._question(message, connection)
            except AtelierError as error:
                send(connection, _error(error))
                return
            send(connection, {"state": "taken"})
            self._put(question)
            if not question.is_detached:
                question.is_over.wait()

    def _question(self, message: Message, connection: "Connection[Any, Any]") -> Question:
        task, arguments = message.get("task"), message.get("arguments")
        if not isinstance(task, str) or task not in self._tasks or not isinstance(arguments, dict):
            raise AtelierError(f"The model server knows no task {task!r:.40}; it knows {', '.join(self._tasks)}.")
        together, language = self._tasks[task].together, str(message.get("language") or language_from_environment())
        kind = None if together is None else (task, language, together(arguments))
        return Question(task, arguments, connection, kind, language, bool(message.get("detached")))

    def _put(self, question: Question) -> None:
        with self._changed:
            self._open_questions += 1
            self._line.append(question)
            self._changed.notify()

    def _work(self) -> None:
        while True:
            questions = self._take()
            try:
                self._answer_those_left(questions)
            finally:
                with self._changed:
                    self._open_questions -= len(questions)
                    self._last_used = time.monotonic()
                for question in questions:
                    question.is_over.set()

    def _take(self) -> list[Question]:
        """Wait for the first question in the line, and take along those that can be answered with it."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._line))
            first = self._line.popleft()
            alike = [question for question in self._line if first.kind is not None and question.kind == first.kind]
            taken = alike[: _MOST_TOGETHER - 1]
            for question in taken:
                self._line.remove(question)
        return [first, *taken]

    def _answer_those_left(self, questions: Sequence[Question]) -> None:
        for question in questions:
            question.look()
        left = [question for question in questions if not question.is_given_up]
        if left:
            self._answer(left)

    def _answer(self, questions: Sequence[Question]) -> None:
        task, self._language = self._tasks[questions[0].task], questions[0].language
        try:
            answers = task.answer([question.arguments for question in questions], Throttle(_Reporting(questions), 0.1))
            for question, answer in zip(questions, answers, strict=True):
                question.tell({"state": "answer", "answer": answer})
        except CancelledError:
            log.info("Given up: %s.", questions[0].task)
        except Exception as error:
            if len(questions) > 1:  # one of them may be at fault, and the others shall not suffer from it
                for question in questions:
                    self._answer([question])
                return
            if not isinstance(error, AtelierError):
                log.exception("An unexpected fault in %s.", questions[0].task)
            questions[0].tell(_error(error))


def _error(error: Exception) -> Message:
    if isinstance(error, AtelierError):
        return {"state": "error", "kind": kind_of(error), "message": str(error)}
    sentence = _("An unexpected fault: {kind}: {error}. The log of the model server has the details.")
    message = sentence.format(kind=type(error).__name__, error=error)
    return {"state": "error", "kind": "InferenceError", "message": message}


class _Reporting:
    """A `Progress` to all clients of the current requests; stops the work when every one is gone."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._questions = questions

    def __call__(self, stage: str, done: int, total: int) -> None:
        for question in self._questions:
            question.tell({"state": "progress", "stage": stage, "done": done, "total": total})
        if all(question.is_given_up for question in self._questions):
            raise CancelledError(_("Nobody waits for the answer any more."))
