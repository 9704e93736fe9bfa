"""Compare: which model is better, and is it certain?"""

from collections.abc import Sequence

import streamlit as st

from core.language import N_, _
from core.runs.run import Run
from dashboard.features.results.every_pair import show_every_pair
from dashboard.features.results.headline import show_dataset_notes
from dashboard.features.results.ranking import show_leaderboard
from dashboard.features.results.run_charts import show_cost, show_overlay, show_seeds
from dashboard.features.results.run_set import choose_runs, clear_run_set, requested_runs
from dashboard.features.results.two_runs import show_two_runs
from dashboard.labels.runs import SIDE_WORDS
from dashboard.queries.leaderboard import standings
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.report_button import show_report_button
from dashboard.ui.run_choice import runs_with_results, show_no_results

REPORT = "compare.report"
VIEW_KEY, SIDE_KEY = "compare.view", "compare.side"
VIEWS = {
    "leaderboard": N_("Leaderboard"),
    "pair": N_("Two runs"),
    "pairs": N_("Every pair"),
    "curves": N_("Curves"),
    "cost": N_("Cost"),
    "seeds": N_("Seeds"),
}
SHOW = {
    "leaderboard": show_leaderboard,
    "pair": show_two_runs,
    "pairs": show_every_pair,
    "curves": show_overlay,
    "cost": show_cost,
    "seeds": show_seeds,
}
A_PAIR = 2


@page_fragment
def show_comparison(runs: Sequence[Run]) -> None:
    """Draw the comparison of the chosen runs. A fragment: a choice inside reruns this part only."""
    with error_box():
        shown = choose_runs(runs)
        if not shown:
            show_empty_state(
                _("No run matches these filters."), _("All runs"), clear_run_set, key="compare.empty.clear"
            )
            return
        usual = "pair" if len(requested_runs()) == len(shown) == A_PAIR else "leaderboard"
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="compare-controls"):
            view = choose_segment(VIEW_KEY, _("View"), translated(VIEWS), usual)
            split = choose_segment(SIDE_KEY, _("Split"), translated(SIDE_WORDS))
            show_report_button(shown, REPORT)
        rows = standings(shown, split)
        show_dataset_notes(rows)
        with error_box():
            SHOW[view](rows, split)


show_page_header(_("Compare"), _("Which model is better, by how much, and whether that is more than chance."))
runs = runs_with_results()
if runs:
    show_comparison(runs)
else:
    show_no_results(", ".join(requested_runs()))
