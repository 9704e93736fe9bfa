"""The folder of jobs, `artifacts/jobs/<id>/`: listing, reading, and checking that processes are alive."""

import time
from dataclasses import replace
from pathlib import Path

from core.environment import artifacts_root, is_read_only
from core.errors import InvalidInputError, NotFoundError
from core.jobs.status import JobStatus, read_status, write_status
from core.language import _
from core.processes.detached import is_alive

_START_GRACE_S = 30.0
_LOG_TAIL_BYTES = 4000


class JobStore:
    """Every job of this installation."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or artifacts_root() / "jobs"

    def folder(self, job_id: str) -> Path:
        """Where a job lives.

        Raises:
            NotFoundError: no job is called that.
        """
        folder = self.root / job_id
        if folder.parent != self.root or not folder.is_dir():
            raise NotFoundError(_("There is no job “{job}”.").format(job=job_id))
        return folder

    def list(self, kind: str | None = None) -> list[JobStatus]:
        """All jobs that can be read, newest first."""
        if not self.root.is_dir():
            return []
        jobs = []
        for folder in sorted(self.root.iterdir(), reverse=True):
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
        path = self.folder(job_id) / "status.json"
        status = read_status(path)
        if status.is_over or self._may_run(status):
            return status
        status = read_status(path)  # it may have ended between the two looks
        if status.is_over:
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

    @staticmethod
    def _may_run(status: JobStatus) -> bool:
        if status.pid is None:
            return time.time() - status.started < _START_GRACE_S
        return is_alive(status.pid, status.process_started)

    def log_tail(self, job_id: str) -> str:
        """The end of what the job's process printed."""
        try:
            data = (self.folder(job_id) / "worker.log").read_bytes()
        except FileNotFoundError:
            return ""
        return data[-_LOG_TAIL_BYTES:].decode("utf-8", errors="replace")
