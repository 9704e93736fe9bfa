"""The click on Start, from the button to the run.

It is remembered first and carried out by what is drawn next, the form or any page: what was typed or chosen just
before may reach the server together with the click, and be read after it; and a page that is drawn anew meanwhile,
because a run ended or somebody moved on, would lose a click that only the form looks for.
"""

from core.errors import AtelierError, NotFoundError
from core.runs import RunStore, start_run
from dashboard.features.training.draft import current_draft
from dashboard.features.training.pending_start import START_PRESSED
from dashboard.state.session import Field

_REFUSED: Field[str] = Field("runs.start.refused", "")
_STARTED: Field[str] = Field("runs.start.started", "")


def press_start() -> None:
    """Ask for the run that the form holds; for callbacks."""
    _REFUSED.clear()
    _STARTED.clear()
    START_PRESSED.set(True)


def start_if_pressed() -> bool:
    """Start the run that was asked for, once.

    Returns:
        Whether one was started.
    """
    if not START_PRESSED.get():
        return False
    START_PRESSED.clear()
    draft = current_draft()
    if draft.config is None:
        return False
    try:
        _STARTED.set(start_run(draft.config))
    except AtelierError as error:
        _REFUSED.set(str(error))
        return False
    return True


def refusal() -> str:
    """Why the run that was asked for last could not be started; "" where it could."""
    return _REFUSED.get()


def started_run() -> str:
    """The id of the run that was asked for last, until it is over; "" where there is none."""
    run_id = _STARTED.get()
    try:
        return run_id if run_id and not RunStore().get(run_id).status.is_over else ""
    except NotFoundError:
        return ""
