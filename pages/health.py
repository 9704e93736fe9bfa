"""Health: what is odd or wrong with the pictures, and what to do about it."""

import streamlit as st

from core.dataset.health import Finding
from core.environment import is_read_only
from core.language import _, grouped
from dashboard.features.health.finding_view import PAGE_KEY, show_finding
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.shell.page_header import show_page_header
from dashboard.state.session import current_dataset, set_widget
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.dataset_jobs import running_rescan, start_rescan
from dashboard.ui.empty_state import show_empty_state
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


FINDING_KEY = "health.finding"


def label_of(finding: Finding) -> str:
    """Title and count; findings that need a decision are emphasised."""
    number = grouped(finding.count)
    marked = f"**{number}**" if finding.severity == "problem" else f":gray[{number}]"
    return f"{as_text(finding.title)} {marked}"


def choose_another() -> None:
    keep_choice(FINDING_KEY)
    set_widget(PAGE_KEY, 1)


show_page_header(
    _("Health"), _("What is odd or wrong with the pictures, and what to do about it. No file is ever changed.")
)
name = current_dataset()
if name is None:
    show_empty_state(_("There is no data set to examine yet. Home has two ways to get one."), key="health.empty.none")
    st.stop()

findings = {finding.kind: finding for finding in dataset_queries.health(name).findings}
found = [kind for kind, finding in findings.items() if finding.severity != "good" or kind == "same_work"]
kind = url_choice(FINDING_KEY, list(findings), found[0])
listed = [candidate for candidate in findings if candidate in found or candidate == kind]

left, right = st.columns([2, 5], gap="large")
with left:
    st.radio(
        _("Findings"),
        listed,
        format_func=lambda candidate: label_of(findings[candidate]),
        key=f"{FINDING_KEY}.choice",
        on_change=choose_another,
    )
    nothing = [finding.title.lower() for candidate, finding in findings.items() if candidate not in listed]
    if nothing:
        st.caption(as_text(_("Nothing found: {findings}.").format(findings=", ".join(nothing))))
    show_check_again(name)
with right:
    show_finding(name, findings[kind])
