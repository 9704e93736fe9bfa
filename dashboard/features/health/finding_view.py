"""One finding of the health report: what it means, its pictures or its table, and what can be done."""

import pandas as pd
import streamlit as st

from core.dataset.health import Finding
from core.environment import is_read_only
from core.language import N_, _, ngettext
from dashboard.features.health.work_group import show_work_group
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import URL
from dashboard.ui.dataset_jobs import running_search, start_same_work_search
from dashboard.ui.error_box import error_box
from dashboard.ui.exclusion import accept_pair, show_leave_out
from dashboard.ui.job_progress import show_job_progress
from dashboard.ui.paging import page_of

PAGE_KEY = "health.page"
_PICTURES_A_PAGE, _GROUPS_A_PAGE = 12, 4
_GROUPED = {"same_work", "exact_duplicates"}
_COLUMNS = {
    "painting": N_("Painting"),
    "file": N_("File"),
    "problem": N_("Problem"),
    "artist": N_("Artist"),
    "listed": N_("Listed"),
    "found": N_("Found"),
    "spelling": N_("Spelling"),
    "count": N_("Count"),
    "name": N_("Name"),
}
"""What the rows of a finding hold, by its name there."""


def show_finding(name: str, finding: Finding) -> None:
    """A finding in full."""
    st.subheader(as_text(finding.title), anchor=False)
    st.markdown(f":gray[{as_text(finding.explanation)}]")
    if finding.kind == "same_work":
        _show_search(name)
    if finding.kind in _GROUPED:
        _show_groups(name, finding)
    elif finding.groups:
        _show_pictures(name, finding)
    elif finding.rows:
        _show_rows(finding)
    if finding.kind == "same_work":
        _show_rejected(name)


def _show_search(name: str) -> None:
    unsearched = dataset_queries.health(name).unsearched
    if job := running_search(name):
        show_job_progress(job.job_id)
    elif (
        unsearched
        and not is_read_only()
        and st.button(
            ngettext("Search {n:,} picture", "Search {n:,} pictures", unsearched).format(n=unsearched),
            type="primary",
            key="health.search",
            icon=":material/search:",
        )
    ):
        with error_box():
            start_same_work_search(name)
            st.rerun()


def _show_groups(name: str, finding: Finding) -> None:
    if not finding.groups:
        return
    judged = finding.kind == "same_work"
    with_points = judged and st.toggle(_("Draw the matched points"), value=True, key="health.points", bind=URL)
    for group in page_of(finding.groups, _GROUPS_A_PAGE, PAGE_KEY):
        with error_box():
            show_work_group(name, group, with_points=with_points, can_differ=judged)
        st.space("small")


def _show_pictures(name: str, finding: Finding) -> None:
    painting_ids = [painting_id for group in finding.groups for painting_id in group]
    shown = page_of(painting_ids, _PICTURES_A_PAGE, PAGE_KEY)
    grid = st.grid(4, min_column_width=140, gap="medium")
    for painting_id, url in zip(shown, dataset_queries.thumbnail_urls(name, shown), strict=True):
        painting = dataset_queries.painting(name, painting_id)
        with grid.cell(), st.container(gap="xsmall"):
            st.image(url, width="stretch", alt=_("Painting: {title}").format(title=painting.title))
            st.markdown(as_text(painting.title))
            if painting.problem:
                st.caption(as_text(painting.problem))
            show_leave_out(name, painting_id, f"health.{finding.kind}")


def _show_rows(finding: Finding) -> None:
    table = pd.DataFrame(list(finding.rows))
    table.columns = [_column_in_words(str(column)) for column in table.columns]
    st.dataframe(table, hide_index=True, alt=finding.title)


def _column_in_words(column: str) -> str:
    return _(_COLUMNS[column]) if column in _COLUMNS else column.replace("_", " ").capitalize()


def _show_rejected(name: str) -> None:
    rejected = [decision for decision in dataset_queries.manifest(name).in_force if decision.kind == "not_same_work"]
    if not rejected:
        return
    heading = ngettext(
        "{n:,} pair you marked as different works", "{n:,} pairs you marked as different works", len(rejected)
    )
    st.markdown(f"**{heading.format(n=len(rejected))}**")
    for decision in rejected:
        first, second = (dataset_queries.title(name, painting_id) for painting_id in decision.painting_ids)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(as_text(_("{first} and {second}").format(first=first, second=second)), width="stretch")
            st.button(
                _("Take back"),
                key=f"health.rejected.{decision.decision_id}",
                icon=":material/undo:",
                type="tertiary",
                on_click=accept_pair,
                args=(name, decision.decision_id),
                disabled=is_read_only(),
            )
