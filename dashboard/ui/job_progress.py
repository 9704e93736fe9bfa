"""A job in the background: how far it is, how long it still takes, and a way to stop it."""

from collections.abc import Callable

import streamlit as st

from core.environment import is_read_only
from core.jobs import JobStatus, JobStore, cancel_job
from core.language import _
from dashboard.labels.escaping import as_text
from dashboard.ui.error_box import error_box, show_error

_POLL_S = 1.0


def show_job_progress(job_id: str, on_finished: Callable[[JobStatus], None] | None = None) -> None:
    """Show a job and keep showing it; when it ends the whole page is drawn again.

    The job lives in its own process and folder, so a reload finds it where it is.

    Args:
        job_id: from `core.jobs.start_job`.
        on_finished: draws what follows a good end; a sentence by default.
    """
    status = JobStore().get(job_id)
    if not status.is_over:
        _live(job_id)
    elif status.state == "finished":
        (on_finished or _show_outcome)(status)
    elif status.state == "cancelled":
        st.caption(as_text(status.message or _("Stopped. What was there before is unchanged.")))
    else:
        show_error(status.message or _("It ended before it was done. Start it again."))


@st.fragment(run_every=_POLL_S)
def _live(job_id: str) -> None:
    with error_box():
        status = JobStore().get(job_id)
        if status.is_over:
            st.rerun(scope="app")
        bar, stop = st.columns([5, 1], vertical_alignment="center", gap="medium")
        bar.progress(status.stage_share or 0.0, text=progress_line(status))
        stop.button(
            _("Stop"),
            key=f"job.stop.{job_id}",
            icon=":material/stop_circle:",
            on_click=_stop,
            args=(job_id,),
            disabled=is_read_only(),
        )


def _stop(job_id: str) -> None:
    with error_box():
        cancel_job(job_id)


def _show_outcome(status: JobStatus) -> None:
    st.markdown(f":material/check: {as_text(status.message)}")


def progress_line(status: JobStatus) -> str:
    """What the job is doing, how much of it is done and how long that stage still takes."""
    parts = [as_text(_(status.stage))]
    if status.total:
        parts.append(_("{done:,} of {total:,}").format(done=status.done, total=status.total))
    if status.stage_seconds_left is not None:
        parts.append(_("{time} left").format(time=time_left(status.stage_seconds_left)))
    return " · ".join(parts)


def time_left(seconds: float) -> str:
    """A duration as people say it: "a few seconds", "40 s", "3 min", "2 h 5 min"."""
    if seconds < 5:
        return _("a few seconds")
    if seconds < 90:
        return f"{round(seconds / 5) * 5} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
