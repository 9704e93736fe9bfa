"""Runs: start training, follow it, and find earlier runs."""

from core.language import _
from dashboard.features.training.draft import open_draft
from dashboard.features.training.form import show_form
from dashboard.features.training.live_runs import show_live_runs
from dashboard.features.training.run_list import show_deleted_runs, show_run_list
from dashboard.queries import runs as run_queries
from dashboard.shell.page_header import show_page_header
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link

show_page_header(
    _("Runs"), _("Train a model to recognise artists: start it, close the browser, and find the result later.")
)
if current_dataset() is None:
    show_empty_state(_("There is no data set to train on yet. Home has two ways to get one."), key="runs.empty.dataset")
    show_page_link("home", _("Open Home"), icon=":material/arrow_forward:")
else:
    with error_box():
        open_draft()
        show_form()
with error_box():
    runs = run_queries.summaries()
    show_live_runs(runs)
    show_run_list(runs)
    if not runs and current_dataset():
        show_empty_state(
            _("Nothing has been trained yet. Choose one of the four above and press Start."),
            key="runs.empty.runs",
            icon=":material/timeline:",
        )
    show_deleted_runs()
