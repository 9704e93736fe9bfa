"""Measuring in the background how steady a run is under a recipe: starting it, and finding it again after a reload."""

import json

from core.augment import AugmentConfig
from core.jobs import JobStatus, JobStore, start_job

KIND = "stability"


def start_stability(run_id: str, config: AugmentConfig) -> str:
    """Start measuring, unless the same is under way; returns the job's id.

    Raises:
        ReadOnlyError: this is a read-only demo.
    """
    job = stability_job(run_id, config)
    if job is not None and not job.is_over:
        return job.job_id
    return start_job(KIND, {"run_id": run_id, "config": config.to_dict()})


def stability_job(run_id: str, config: AugmentConfig) -> JobStatus | None:
    """The newest job that measures this; None where there was none."""
    asked = {"run_id": run_id, "config": json.loads(json.dumps(config.to_dict()))}
    jobs = JobStore().list(KIND)
    return next((job for job in jobs if {name: job.arguments.get(name) for name in asked} == asked), None)
