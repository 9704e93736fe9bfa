"""Run: one run in full, live while it trains."""

import streamlit as st

from core.errors import NotFoundError
from core.language import N_, _
from core.runs.run import Run
from core.runs.store import RunStore
from dashboard.features.training.curves import show_curves
from dashboard.features.training.run_details import show_layers, show_log, show_settings
from dashboard.features.training.run_header import show_run_header
from dashboard.features.training.run_notes import show_notes
from dashboard.shell.page_header import show_page_header
from dashboard.state.session import current_dataset
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link

RUN_KEY, VIEW_KEY = "run", "run.view"
POLL_S = 1.0
VIEWS = {
    "curves": N_("Curves"),
    "settings": N_("Settings"),
    "layers": N_("Layers"),
    "log": N_("Log"),
    "notes": N_("Notes"),
}


def show_missing(requested: str) -> None:
    """Draw why there is no run, with a link to the others."""
    if requested:
        sentence = _("There is no run “{run}”; it may have been deleted.").format(run=requested)
    elif current_dataset() is None:
        sentence = _("There is no data set to train on yet, and no run is chosen.")
    else:
        sentence = _("No run is chosen.")
    show_empty_state(sentence, key="run.empty.none", icon=":material/timeline:")
    show_page_link("runs", _("Open the runs"), icon=":material/arrow_forward:")


def draw_header(run_id: str, live: bool) -> None:
    with error_box():
        run = RunStore().get(run_id)
        if live == run.status.is_over:  # ended or resumed: the refreshing fragments change
            st.rerun(scope="app")
        show_run_header(run)


def draw_view(run_id: str, view: str) -> None:
    with error_box():
        run = RunStore().get(run_id)
        {"curves": show_curves, "log": show_log}[view](run)


def show_run(run: Run) -> None:
    live = not run.status.is_over
    poll_s = POLL_S if live else None
    st.fragment(draw_header, run_every=poll_s)(run.id, live)
    view = choose_segment(VIEW_KEY, _("View"), translated(VIEWS), "curves")
    if view in ("curves", "log"):
        st.fragment(draw_view, run_every=poll_s)(run.id, view)
        return
    with error_box():
        {"settings": show_settings, "layers": show_layers, "notes": show_notes}[view](run)


show_page_header(_("Run"), _("One run in full: curves, settings and results."))
requested = st.query_params.get(RUN_KEY, "")
try:
    found = RunStore().get(requested) if requested else None
except NotFoundError:
    found = None
if found is None:
    show_missing(requested)
else:
    show_run(found)
