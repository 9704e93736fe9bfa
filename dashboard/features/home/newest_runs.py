"""What was trained lately on a data set, in a few lines with the way to each."""

import streamlit as st

from core.language import _
from dashboard.charts.run_facts import Figure, build_figures
from dashboard.labels.escaping import as_text
from dashboard.labels.metrics import MEASURES, in_words, meaning_of
from dashboard.labels.runs import STATE_ICONS, STATE_WORDS, ago, progress_words
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import RunSummary
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.page_link import go_to, show_page_link

_MOST = 4
_FIGURES_PX = 280


def show_newest_runs(dataset: str) -> None:
    """The newest runs with state, model and test accuracy; without any, the way to the first.

    Args:
        dataset: name of the data set.
    """
    runs = run_queries.summaries()
    newest = run_queries.newest(runs, dataset, _MOST)
    if not newest:
        show_empty_state(
            _("Nothing has been trained on this data set yet."), key="home.runs.none", icon=":material/timeline:"
        )
        if st.button(_("Train the first model"), key="home.runs.first", icon=":material/play_arrow:"):
            go_to("runs")
        return
    for run in newest:
        _show_run(run)
    if len(runs) > len(newest):
        show_page_link("runs", _("All {n:,} runs").format(n=len(runs)), icon=":material/arrow_forward:")
    else:
        show_page_link("runs", _("Train another model"), icon=":material/arrow_forward:")


def _show_run(run: RunSummary) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"home-run-{run.run_id}"):
        with st.container(gap=None, width="stretch"):
            show_page_link("run", run.title, icon=STATE_ICONS[run.status.state], query={"run": run.run_id})
            st.markdown(f":small[{_(STATE_WORDS[run.status.state])} · :gray[{as_text(_second_line(run))}]]")
        figures = [
            Figure(
                _("Test accuracy"),
                in_words(MEASURES["accuracy"], run.accuracy),
                meaning_of("test accuracy"),
                strong=True,
            ),
            Figure(_("When"), ago(run.status.ended or run.status.created)),
        ]
        st.html(build_figures(figures), width=_FIGURES_PX)


def _second_line(run: RunSummary) -> str:
    doing = progress_words(run.status) if run.status.is_active else run.artists
    return " · ".join(part for part in (run.model_title, doing) if part)
