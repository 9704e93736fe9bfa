"""Looking at the files again after some were added, replaced or removed."""

import streamlit as st

from core.environment import is_read_only
from core.language import _
from dashboard.features.home.actions import running_rescan, start_rescan
from dashboard.ui.error_box import error_box
from dashboard.ui.job_progress import show_job_progress


def show_check_again(name: str) -> None:
    """A button that starts it in the background, or how far it is."""
    if job := running_rescan(name):
        show_job_progress(job.job_id)
    elif st.button(
        _("Check the files again"),
        key="health.rescan",
        icon=":material/refresh:",
        type="tertiary",
        help=_("After you added, replaced or removed pictures. Only new and changed files are read."),
        disabled=is_read_only(),
    ):
        with error_box():
            start_rescan(name)
            st.rerun()
