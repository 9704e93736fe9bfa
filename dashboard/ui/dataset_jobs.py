"""Background jobs of a data set that several pages start: searching for same works, reading the files again."""

from core.jobs import JobStatus, JobStore, start_job


def start_same_work_search(dataset: str) -> str:
    """Start searching for pictures of the same work; returns the job's id."""
    return _start_once("find_same_works", dataset)


def start_rescan(dataset: str) -> str:
    """Start looking at the files again; returns the job's id."""
    return _start_once("rescan", dataset)


def running_search(dataset: str) -> JobStatus | None:
    """The same-work search of this data set that is under way, if any."""
    return _running("find_same_works", dataset)


def running_rescan(dataset: str) -> JobStatus | None:
    """The look at the files of this data set that is under way, if any."""
    return _running("rescan", dataset)


def _start_once(kind: str, dataset: str) -> str:
    """A second press while the job is under way finds that job."""
    running = _running(kind, dataset)
    return running.job_id if running else start_job(kind, {"dataset": dataset})


def _running(kind: str, dataset: str) -> JobStatus | None:
    jobs = JobStore().list(kind)
    return next((job for job in jobs if not job.is_over and job.arguments.get("dataset") == dataset), None)
