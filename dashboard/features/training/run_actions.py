"""Actions on a run: stop, resume, start again from its settings, delete with undo, move in the queue."""

from functools import partial

import streamlit as st

from core.errors import AtelierError
from core.language import _
from core.runs.launcher import move_in_queue, resume_run, stop_run
from core.runs.store import RunStore
from dashboard.features.training.draft import address_of
from dashboard.state.session import Field
from dashboard.ui.error_box import show_error
from dashboard.ui.page_link import go_to
from dashboard.ui.undo import offer_undo

_REFUSED: Field[str] = Field("runs.action.refused", "")
"""Why the last action of this tab failed; shown at the next rerun."""


def show_refusal() -> None:
    """Show once why the last action failed."""
    if refused := _REFUSED.get():
        show_error(refused)
        _REFUSED.clear()


def stop(run_id: str) -> None:
    """Stop a run; for callbacks."""
    try:
        stop_run(run_id)
    except AtelierError as error:
        _REFUSED.set(str(error))


def resume(run_id: str) -> None:
    """Resume a run; for callbacks."""
    try:
        resume_run(run_id)
    except AtelierError as error:
        _REFUSED.set(str(error))


def delete(run_id: str, title: str) -> None:
    """Delete a run and offer undo; for callbacks."""
    try:
        RunStore().delete(run_id)
    except AtelierError as error:
        _REFUSED.set(str(error))
    else:
        offer_undo(_("The run “{title}” is deleted.").format(title=title), partial(_restore, run_id))


def _restore(run_id: str) -> None:
    RunStore().restore(run_id)


def restore(run_id: str) -> None:
    """Restore a deleted run; for callbacks."""
    try:
        _restore(run_id)
    except AtelierError as error:
        _REFUSED.set(str(error))


def move(run_id: str, position: int) -> None:
    """Move a run in the queue; for callbacks."""
    try:
        move_in_queue(run_id, max(0, position))
    except AtelierError as error:
        _REFUSED.set(str(error))


def start_again(run_id: str) -> None:
    """Open the form with the settings of a run."""
    run = RunStore().get(run_id)
    if run.config is None:
        show_error(run.config_fault)
        st.stop()
    go_to("runs", {"dataset": run.config.dataset, **address_of(run.config, run_id)})
