"""Start of a run, from the click to the process.

The click sets a mark; the next rerun of the form or of any page starts the run. Text typed just before the click may
reach the server with it and be read after it, and a rerun of the page in between (a run ended, the page was left)
would lose a click that only the form handles.
"""

from core.errors import AtelierError, NotFoundError
from core.runs.starting import start_run
from core.runs.store import RunStore
from dashboard.features.training.draft import current_draft
from dashboard.state.session import START_PRESSED, Field

_REFUSED: Field[str] = Field("runs.start.refused", "")
_STARTED: Field[str] = Field("runs.start.started", "")


def press_start() -> None:
    """Mark the run of the form to be started; for callbacks."""
    _REFUSED.clear()
    _STARTED.clear()
    START_PRESSED.set(True)


def start_if_pressed() -> bool:
    """Start the marked run, once.

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
    """Why the last run could not be started; "" if it was."""
    return _REFUSED.get()


def started_run() -> str:
    """Id of the run started last while it is active; "" if there is none."""
    run_id = _STARTED.get()
    try:
        return run_id if run_id and not RunStore().get(run_id).status.is_over else ""
    except NotFoundError:
        return ""
