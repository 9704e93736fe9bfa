"""Background jobs: a detached process, a folder with its progress, and cancelling."""

from core.jobs.launcher import cancel_job, start_job
from core.jobs.store import JobStatus, JobStore

__all__ = ["JobStatus", "JobStore", "cancel_job", "start_job"]
