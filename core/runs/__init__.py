"""Training runs: the folder that holds one, the queue they wait in, and the processes that train them."""

from core.runs.launcher import move_in_queue, queued_ids, resume_run, stop_run
from core.runs.notes import RunNotes
from core.runs.run import Run
from core.runs.starting import rerun, start_run
from core.runs.status import RunStatus
from core.runs.store import RunStore

__all__ = [
    "Run",
    "RunNotes",
    "RunStatus",
    "RunStore",
    "move_in_queue",
    "queued_ids",
    "rerun",
    "resume_run",
    "start_run",
    "stop_run",
]
