"""Starting and stopping jobs. A job is a process of its own group, so that it outlives the server and the tab."""

import time
from typing import Any

from core.errors import InvalidInputError
from core.files import translate_os_errors, write_json_atomically
from core.jobs.store import JobStatus, JobStore
from core.language import _
from core.permissions import require_writable
from core.processes.detached import module_command, start_detached
from core.processes.status import STATUS, write_status
from core.processes.store import LOG, new_id, request_stop

JOB_KINDS = ("embed", "estimate", "find_same_works", "import", "map", "rescan", "sample", "stability", "weights")
"""What can be started; `core.workflows.job_kinds` has the work of each."""


def start_job(kind: str, arguments: dict[str, Any], store: JobStore | None = None) -> str:
    """Start a job in the background.

    Args:
        kind: one of `JOB_KINDS`.
        arguments: keyword arguments of that kind; JSON values.
        store: where jobs are kept.

    Returns:
        The job's id; ids sort by the time they were started.

    Raises:
        InvalidInputError: no such kind.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("start background work"))
    if kind not in JOB_KINDS:
        raise InvalidInputError(f"There is no job of kind “{kind}”; there are {', '.join(JOB_KINDS)}.")
    store = store or JobStore()
    now = time.time()
    job_id = new_id(kind, now)
    folder = store.root / job_id
    with translate_os_errors(_("starting the job")):
        folder.mkdir(parents=True)
        write_json_atomically(folder / "job.json", {"kind": kind, "arguments": arguments})
        status = JobStatus(job_id, kind, arguments, stage=_("Starting"), started=now, stage_started=now, updated=now)
        write_status(status, folder / STATUS)
        with (folder / LOG).open("ab") as log:
            start_detached(module_command("core.workflows.job_worker", folder), log)
    return job_id


def cancel_job(job_id: str, store: JobStore | None = None) -> None:
    """Ask a job to stop; it stops at its next report of progress. One that is over stays as it is."""
    require_writable(_("stop background work"))
    store = store or JobStore()
    status = store.get(job_id)
    if not status.is_over:
        request_stop(store.folder(job_id), status)
