"""Estimated training time, and a button that measures it in the background."""

import streamlit as st

from core.environment import is_read_only
from core.jobs import JobStore, start_job
from core.language import _
from core.training import TrainConfig
from dashboard.labels.escaping import as_text
from dashboard.labels.metrics import meaning_of
from dashboard.labels.runs import about
from dashboard.queries import runs as run_queries
from dashboard.state.session import Field
from dashboard.ui.error_box import error_box
from dashboard.ui.job_progress import show_job_progress

KIND = "estimate"

_JOB: Field[str] = Field("runs.estimate.job", "")


def estimate_words(config: TrainConfig) -> str:
    """Estimated time in a phrase; "" if not measured on this computer yet."""
    found = run_queries.estimate(config)
    if found is None:
        return ""
    words = _("at most {time} on this computer") if config.early_stopping else _("about {time} on this computer")
    return words.format(time=about(found.seconds))


def show_estimate_button(config: TrainConfig) -> None:
    """Draw the button that measures the time; a small one if it is known already."""
    if is_read_only() or _is_measuring():
        return
    if run_queries.estimate(config) is None:
        st.button(
            _("Estimate the time"),
            key="runs.estimate.start",
            icon=":material/timer:",
            on_click=_start,
            args=(config,),
            help=as_text(meaning_of("estimate")),
        )
        return
    st.button(
        _("Measure again"),
        key="runs.estimate.again",
        icon=":material/refresh:",
        type="tertiary",
        on_click=_start,
        args=(config,),
        help=as_text(_("The time was measured on this computer before. Measure it again if much has changed here.")),
    )


def show_measuring() -> None:
    """Draw the progress of the measurement, or why it failed."""
    job_id = _JOB.get()
    if not job_id:
        return
    status = next((job for job in JobStore().list(KIND) if job.job_id == job_id), None)
    if status is None or status.state in ("finished", "cancelled"):
        _JOB.clear()
        return
    show_job_progress(job_id)


def _is_measuring() -> bool:
    job_id = _JOB.get()
    return bool(job_id) and any(job.job_id == job_id and not job.is_over for job in JobStore().list(KIND))


def _start(config: TrainConfig) -> None:
    with error_box():
        _JOB.set(start_job(KIND, {"config": config.to_dict()}))
