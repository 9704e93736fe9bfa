"""Confusion: what does this model mix up?"""

from collections.abc import Sequence

import streamlit as st

from core.language import N_, _
from core.runs.run import Run
from dashboard.features.results.artist_report import show_artist_report
from dashboard.features.results.confidence import show_confidence
from dashboard.features.results.headline import show_headline
from dashboard.features.results.matrix_view import show_matrix_view
from dashboard.features.results.mistakes import show_mistakes
from dashboard.features.results.movement_view import show_movement_view
from dashboard.queries import results as result_queries
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.page_link import show_page_link
from dashboard.ui.run_choice import RUN_KEY, choose_run, choose_side, runs_with_results, show_no_results

VIEW_KEY = "confusion.view"
VIEWS = {
    "matrix": N_("Matrix"),
    "artists": N_("Artists"),
    "mistakes": N_("Mistakes"),
    "confidence": N_("Confidence"),
    "movements": N_("Movements"),
}
SHOW = {
    "matrix": show_matrix_view,
    "artists": show_artist_report,
    "mistakes": show_mistakes,
    "confidence": show_confidence,
    "movements": show_movement_view,
}


@page_fragment
def show_results(runs: Sequence[Run]) -> None:
    """Draw the results of one run. A fragment: a choice inside reruns this part only."""
    with error_box():
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="confusion-run"):
            run = choose_run(runs)
            results = result_queries.results(run)
            split = choose_side(results)
        if not results.sides:
            show_error(results.fault or _("The results of this run have no pictures in any split."))
            show_page_link("run", _("Open the run"), icon=":material/arrow_forward:", query={"run": run.id})
            show_page_link("runs", _("Open the runs"), icon=":material/arrow_forward:")
            return
        show_headline(run, results, split)
        view = choose_segment(VIEW_KEY, _("View"), translated(VIEWS))
        with error_box():
            SHOW[view](run, results, split)


show_page_header(
    _("Confusion"),
    _("Which artists a model confuses, how confident it is, and whether its mistakes follow art history."),
)
runs = runs_with_results()
requested = st.query_params.get(RUN_KEY, "")
if not runs or (requested and all(run.id != requested for run in runs)):
    show_no_results(requested)
else:
    show_results(runs)
