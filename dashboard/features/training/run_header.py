"""Header of a run: title, state, progress, figures and actions."""

import streamlit as st

from core.environment import is_read_only
from core.language import N_, _, ngettext
from core.runs.run import Run
from core.runs.status import RunStatus
from dashboard.charts.run_facts import Figure, build_figures
from dashboard.features.training.run_actions import delete, resume, show_refusal, start_again, stop
from dashboard.features.training.run_list import run_figures
from dashboard.labels.escaping import as_text
from dashboard.labels.metrics import UNKNOWN, meaning_of
from dashboard.labels.runs import STATE_ICONS, STATE_MEANINGS, STATE_WORDS, ago, cause, duration, progress_words
from dashboard.queries import results as result_queries
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import RunSummary
from dashboard.ui.error_box import show_error
from dashboard.ui.page_link import go_to, show_page_link
from dashboard.ui.report_button import show_report_button

_SPLITS = {
    "train": (N_("Training"), "training"),
    "val": (N_("Validation"), "validation"),
    "test": (N_("Test"), "test accuracy"),
}
"""Labels of the splits, and the glossary word of each."""


def show_run_header(run: Run) -> None:
    """Draw everything above the curves."""
    summary = run_queries.summary(run)
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", key="run-head"):
        with st.container(gap="xsmall", width="stretch"):
            st.subheader(as_text(summary.title), anchor=False)
            st.markdown(_state_line(summary))
            st.markdown(_what(summary))
        _show_actions(run, summary)
    show_refusal()
    _show_progress_or_cause(run.status)
    figures = [*run_figures(summary), *_split_figures(run)]
    st.html(build_figures([figure for figure in figures if figure.value != UNKNOWN]))
    if run.status.is_over and result_queries.has_results(run):
        _show_ways_on(run)


def _show_ways_on(run: Run) -> None:
    """Draw links to the pages with its results."""
    with st.container(horizontal=True, gap="medium", key="run-ways-on"):
        show_page_link("confusion", _("Confusion matrix"), icon=":material/grid_on:", query={"run": run.id})
        beside = {"compare.view": "pair", "compare.a": run.id}
        show_page_link("compare", _("Compare with…"), icon=":material/leaderboard:", query=beside)


def _state_line(run: RunSummary) -> str:
    """The state and its meaning; the cause of a failure has a box of its own below."""
    state = run.status.state
    message = run.status.message if state in ("finished", "stopped") else ""
    meaning = _when(run.status) if state in ("failed", "interrupted") else message or _(STATE_MEANINGS[state])
    return f"{STATE_ICONS[state]} **{_(STATE_WORDS[state])}** :gray[{as_text(meaning)}]"


def _when(status: RunStatus) -> str:
    return ago(status.ended or status.updated)


def _what(run: RunSummary) -> str:
    parts = [run.model_title, run.artists, _("data set {name}").format(name=run.dataset) if run.dataset else ""]
    if run.status.resumes:
        resumes = run.status.resumes
        parts.append(ngettext("resumed {n:,} time", "resumed {n:,} times", resumes).format(n=resumes))
    tags = "".join(f" :gray-badge[{as_text(tag)}]" for tag in run.tags)
    return f":gray[:small[{as_text(' · '.join(part for part in parts if part))}]]{tags}"


def _show_actions(run: Run, summary: RunSummary) -> None:
    status, locked = run.status, is_read_only()
    with st.container(horizontal=True, gap="xsmall", width="content", key="run-actions"):
        if not status.is_over:
            st.button(
                _("Take out") if status.state == "queued" else _("Stop"),
                key="run.action.stop",
                icon=":material/stop_circle:",
                on_click=stop,
                args=(run.id,),
                disabled=locked or status.state == "stopping",
                help=_("Stops after the current batch and saves the state; the run can be resumed."),
            )
        if status.can_resume and run.config:
            st.button(
                _("Resume"),
                key="run.action.resume",
                icon=":material/resume:",
                type="secondary" if status.wants_changes else "primary",
                on_click=resume,
                args=(run.id,),
                disabled=locked,
                help=_resuming(status),
            )
        if status.state == "finished":
            show_report_button([run], "run.report")
        if run.config and st.button(
            _("Run again with changes"),
            key="run.action.again",
            icon=":material/replay:",
            type="primary" if status.wants_changes else "secondary",
            disabled=locked,
        ):
            start_again(run.id)
        if not status.is_active and st.button(
            _("Delete"), key="run.action.delete", icon=":material/delete:", type="tertiary", disabled=locked
        ):
            delete(run.id, summary.title)
            go_to("runs")


def _resuming(status: RunStatus) -> str:
    """Help of the button Resume."""
    if status.wants_changes:
        return _("Continues from the last checkpoint with the same settings, and is likely to fail again.")
    return _("Continues from the last checkpoint; the curve is the same as without the stop.")


def _show_progress_or_cause(status: RunStatus) -> None:
    """Draw the progress of an active run; of a failed one the cause with folded details."""
    if status.is_active:
        st.progress(status.share or status.stage_share or 0.0, text=as_text(progress_words(status)))
    elif status.state in ("failed", "interrupted"):
        show_error(cause(status))
        if status.traceback:
            with st.expander(_("Technical details"), key="run.details", icon=":material/bug_report:"):
                st.code(status.traceback, language=None, wrap_lines=True, height=320)


def _split_figures(run: Run) -> list[Figure]:
    splits = run_queries.sides(run)
    device = run.facts().get("device")
    return [
        Figure(_(title), _("{n:,} pictures").format(n=splits[split]), meaning_of(word))
        for split, (title, word) in _SPLITS.items()
        if split in splits
    ] + [
        Figure(_("An epoch"), duration(run.status.seconds_per_epoch)),
        Figure(_("Computed on"), device if isinstance(device, str) else UNKNOWN),
    ]
