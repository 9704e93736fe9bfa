"""The status file of a background process: what it is doing, how far it is, and which process writes it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import UnionType
from typing import Any, ClassVar, Literal, TypeVar, get_args, get_origin

from core.files import write_json_atomically
from core.processes.detached import is_alive

STATUS = "status.json"


@dataclass(frozen=True, kw_only=True)
class ProcessStatus:
    """What every background process reports. Times are seconds since 1970.

    Attributes:
        state: one of the values its kind of work declares.
        stage: what it is doing now, in a phrase.
        done: how much of the stage is done.
        total: how much the stage has; 0 when unknown.
        stage_started: when the stage began.
        updated: when anything here last changed.
        pid: process number, None before a process wrote it.
        process_started: start time of that process; tells a reused pid apart.
        message: the outcome in a sentence; "" while it goes on.
    """

    OVER: ClassVar[frozenset[str]] = frozenset()

    state: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    stage_started: float = 0.0
    updated: float = 0.0
    pid: int | None = None
    process_started: float | None = None
    message: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in self.OVER

    @property
    def is_process_alive(self) -> bool:
        """Whether the process that wrote the status still runs."""
        return is_alive(self.pid, self.process_started)

    @property
    def stage_share(self) -> float | None:
        """How much of the stage is done, 0 to 1; None when unknown."""
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def stage_seconds_left(self) -> float | None:
        """Seconds until the stage is done at its pace so far; None while the pace is unknown."""
        elapsed = self.updated - self.stage_started
        if self.is_over or not self.stage_share or elapsed < 1:
            return None
        return elapsed / self.stage_share * (1 - self.stage_share)


Status = TypeVar("Status", bound=ProcessStatus)


def load_status(path: Path, kind: type[Status]) -> Status:
    """Read a status file; every value is checked against the field's type.

    Raises:
        OSError: it cannot be opened.
        ValueError: it is damaged, or of another shape.
    """
    document = json.loads(path.read_text("utf-8"))
    try:
        status = kind(**document)
    except TypeError as error:
        raise ValueError(str(error)) from error
    for field in fields(kind):
        if not _fits(getattr(status, field.name), field.type):
            raise ValueError(field.name)
    return status


def read_while_alive(read: Callable[[], Status], may_run: Callable[[Status], bool]) -> Status:
    """Read a status, and once more where its process is gone: it may have written its outcome between the two reads."""
    status = read()
    return status if status.is_over or may_run(status) else read()


def write_status(status: ProcessStatus, path: Path) -> None:
    """Write it atomically, so that no reader sees a partial file."""
    write_json_atomically(path, asdict(status))


def _fits(value: object, hint: Any) -> bool:  # noqa: ANN401 - annotations have no narrower type
    kind = get_origin(hint) or hint
    if kind is Any:
        return True
    if kind is Literal:
        return value in get_args(hint)
    if kind is UnionType:
        return any(_fits(value, part) for part in get_args(hint))
    if kind in (int, float):
        return isinstance(value, int | float)
    if isinstance(value, dict):
        return issubclass(dict, kind) and all(_fits(entry, get_args(hint)[1]) for entry in value.values())
    return isinstance(value, kind)
