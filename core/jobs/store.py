"""The folder of jobs, `artifacts/jobs/<id>/`: each job's status, listing, and checking that processes are alive."""

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Literal

from core.environment import artifacts_root, is_read_only
from core.errors import InvalidInputError, NotFoundError
from core.language import _
from core.processes.status import STATUS, ProcessStatus, load_status, read_while_alive, write_status
from core.processes.store import LOG, FolderStore, read_log_tail

JobState = Literal["starting", "running", "finished", "failed", "cancelled", "interrupted"]

_START_GRACE_S = 30.0
_LOG_TAIL_BYTES = 4000


@dataclass(frozen=True)
class JobStatus(ProcessStatus):
    """How far a job is.

    Attributes:
        job_id: name of its folder.
        kind: what it does, as in "import".
        arguments: what it was started with.
        state: "interrupted" when its process exited without writing a status.
        started: seconds since 1970.
        result: what the outcome can be counted by.
    """

    OVER: ClassVar[frozenset[str]] = frozenset({"finished", "failed", "cancelled", "interrupted"})

    job_id: str
    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)
    state: JobState = field(default="starting", kw_only=True)
    stage: str = field(default="Starting", kw_only=True)
    started: float = 0.0
    result: dict[str, Any] = field(default_factory=dict)


def read_status(path: Path) -> JobStatus:
    """Read a `status.json`.

    Raises:
        InvalidInputError: missing, damaged or of another shape.
    """
    try:
        return load_status(path, JobStatus)
    except (OSError, ValueError) as error:
        sentence = _("The job's status in “{job}” cannot be read.")
        raise InvalidInputError(sentence.format(job=path.parent.name)) from error


class JobStore(FolderStore):
    """Every job of this installation."""

    def __init__(self, root: Path | None = None) -> None:
        super().__init__(root or artifacts_root() / "jobs")

    def list(self, kind: str | None = None) -> list[JobStatus]:
        """All jobs that can be read, newest first."""
        jobs = []
        for folder in self.folders():
            try:
                jobs.append(self.get(folder.name))
            except (InvalidInputError, NotFoundError):
                continue
        return [job for job in jobs if kind is None or job.kind == kind]

    def get(self, job_id: str) -> JobStatus:
        """A job's state; one whose process exited without writing a status becomes "interrupted" at once.

        Raises:
            NotFoundError: no job is called that.
            InvalidInputError: its status cannot be read.
        """
        path = self.folder(job_id) / STATUS
        status = read_while_alive(lambda: read_status(path), _may_run)
        if status.is_over or _may_run(status):
            return status
        lost = replace(
            status,
            state="interrupted",
            message=_("Its process exited without a message: it was killed or the machine restarted. Start it again."),
            updated=time.time(),
        )
        if not is_read_only():
            write_status(lost, path)
        return lost

    def log_tail(self, job_id: str) -> str:
        """The end of what the job's process printed."""
        return read_log_tail(self.folder(job_id) / LOG, _LOG_TAIL_BYTES)

    def _not_found(self, name: str) -> str:
        return _("There is no job “{job}”.").format(job=name)


def _may_run(status: JobStatus) -> bool:
    if status.pid is None:
        return time.time() - status.started < _START_GRACE_S
    return status.is_process_alive
