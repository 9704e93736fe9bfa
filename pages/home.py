"""Home: what is here, what has been learned, and what comes next."""

import streamlit as st

from core.environment import is_read_only
from core.jobs import start_job
from core.language import _, counted, grouped
from dashboard.features.home.collection_overview import show_balance, show_overview
from dashboard.features.home.import_form import show_import_form
from dashboard.features.home.newest_runs import show_newest_runs
from dashboard.features.home.tour_offer import show_tour_offer
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import runs as run_queries
from dashboard.shell.page_header import show_page_header
from dashboard.state.session import current_dataset
from dashboard.ui.dataset_jobs import running_search, start_same_work_search
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.job_progress import show_job_progress
from dashboard.ui.page_link import go_to, show_page_link

show_page_header(_("Home"), _("What you have here, what has been learned from it, and what comes next."))


def show_health_line(name: str) -> None:
    report = dataset_queries.health(name)
    problems = [
        f"{finding.title} ({grouped(finding.count)})" for finding in report.findings if finding.severity == "problem"
    ]
    notices = sum(finding.severity == "notice" for finding in report.findings)
    sentence = (
        _("{problems}. {observations} to look at.") if problems else _("Nothing is broken. {observations} to look at.")
    )
    observations = counted(notices, "observation", "observations")
    st.markdown(as_text(sentence.format(problems=", ".join(problems), observations=observations)))
    if report.unsearched:
        show_page_link("health", _("Open the health report"), icon=":material/arrow_forward:")


def show_next_step(name: str) -> None:
    unsearched = dataset_queries.health(name).unsearched
    if job := running_search(name):
        st.markdown(_("Pictures of the same work are being searched for. You can leave this page meanwhile."))
        show_job_progress(job.job_id)
        show_tour_before_search_ends(name)
    elif unsearched and not is_read_only():
        st.markdown(
            _(
                "Find out which of the {n:,} pictures show the same work, so that no score is earned by recognising a "
                "picture seen in training."
            ).format(n=unsearched)
        )
        if st.button(_("Search for same works"), type="primary", key="home.next.search"):
            with error_box():
                start_same_work_search(name)
                st.rerun()
        show_tour_before_search_ends(name)
    elif trained := run_queries.newest(run_queries.summaries(), name, most=1):
        show_after_training(name, trained[0].status.is_active)
    else:
        show_tour_offer(name, primary=not is_read_only())
        show_page_link("health", _("Or look through the findings first"), icon=":material/healing:")


def show_tour_before_search_ends(name: str) -> None:
    st.caption(_("The tour shows honest scores once the search is done."))
    show_tour_offer(name, primary=False)


def show_after_training(name: str, is_under_way: bool) -> None:
    if is_under_way:
        st.markdown(_("A model is learning. Watch its curves; it goes on when this page is closed."))
    else:
        st.markdown(_("Look at what the models mix up, and which of them is better beyond chance."))
    page, label = ("runs", _("Watch it learn")) if is_under_way else ("compare", _("Compare the models"))
    if st.button(label, type="primary", key="home.next.results"):
        go_to(page)
    show_page_link("health", _("Look through the findings"), icon=":material/healing:")
    show_tour_offer(name, primary=False)


def start_sample() -> None:
    with error_box():
        start_job("sample", {})


name = current_dataset()
if name is None and is_read_only():
    show_empty_state(_("There is no data set in this demo."), key="home.empty.demo")
elif name is None:
    show_empty_state(
        _("There is no data set yet. Paint the built-in sample to look around, or import your own pictures below."),
        _("Paint the sample"),
        start_sample,
        key="home.empty.sample",
        primary=True,
    )
else:
    show_overview(name)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(_("Pictures for each artist"), anchor=False)
        show_balance(name)
    with right:
        st.subheader(_("What to do next"), anchor=False)
        show_next_step(name)
        st.subheader(_("Health"), anchor=False)
        show_health_line(name)
    st.subheader(_("Runs so far"), anchor=False)
    with error_box():
        show_newest_runs(name)

st.subheader(_("Bring your own pictures"), anchor=False)
show_import_form()
