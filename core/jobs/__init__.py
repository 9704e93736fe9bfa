"""Long work in the background: a process of its own, a folder that tells how far it is, and a way to stop it."""

from core.jobs.launcher import cancel_job, start_job
from core.jobs.status import JobStatus
from core.jobs.store import JobStore

__all__ = ["JobStatus", "JobStore", "cancel_job", "start_job"]
