"""The state of one job, as its `status.json` says it."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from core.errors import InvalidInputError
from core.files import write_json_atomically
from core.language import _

JobState = Literal["starting", "running", "finished", "failed", "cancelled", "interrupted"]
OVER: frozenset[str] = frozenset({"finished", "failed", "cancelled", "interrupted"})


@dataclass(frozen=True)
class JobStatus:
    """How far a job is.

    Attributes:
        job_id: name of its folder.
        kind: what it does, as in "import".
        arguments: what it was started with.
        state: "interrupted" when its process exited without writing a status.
        stage: what it is doing now, in a phrase.
        done: how much of the stage is done.
        total: how much the stage has; 0 when unknown.
        stage_started: seconds since 1970.
        started: seconds since 1970.
        updated: seconds since 1970.
        pid: process number, None before the process wrote it.
        process_started: start time of that process; tells a reused pid apart.
        message: the outcome in a sentence.
        result: what the outcome can be counted by.
    """

    job_id: str
    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)
    state: JobState = "starting"
    stage: str = "Starting"
    done: int = 0
    total: int = 0
    stage_started: float = 0.0
    started: float = 0.0
    updated: float = 0.0
    pid: int | None = None
    process_started: float | None = None
    message: str = ""
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER

    @property
    def share(self) -> float | None:
        """How much of the stage is done, 0 to 1; None when unknown."""
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the stage is done at its pace so far; None while the pace is unknown."""
        elapsed = self.updated - self.stage_started
        if self.is_over or not self.total or not self.done or elapsed < 1:
            return None
        return elapsed / self.done * max(0, self.total - self.done)


def read_status(path: Path) -> JobStatus:
    """Read a `status.json`.

    Raises:
        InvalidInputError: missing, damaged or of another shape.
    """
    try:
        status = JobStatus(**json.loads(path.read_text("utf-8")))
        numbers = (status.started, status.updated, status.stage_started, status.done, status.total)
        process = (status.pid or 0, status.process_started or 0)
        if status.state not in get_args(JobState) or not all(isinstance(n, int | float) for n in numbers + process):
            raise ValueError(status.state)
    except (OSError, ValueError, TypeError) as error:
        raise InvalidInputError(
            _("The job's status in “{job}” cannot be read.").format(job=path.parent.name)
        ) from error
    return status


def write_status(status: JobStatus, path: Path) -> None:
    """Write it atomically, so that no reader sees a partial file."""
    write_json_atomically(path, asdict(status))
