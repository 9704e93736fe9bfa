"""What people write about a run: a title, a note and tags."""

from typing import Any

import streamlit as st

from core.errors import AtelierError
from core.language import _
from core.paths import is_read_only
from core.runs import Run
from core.runs.notes import LONGEST_NOTE, LONGEST_TAG, LONGEST_TITLE, MOST_TAGS, write_notes
from dashboard import run_cache
from dashboard.state import Field
from dashboard.widgets.error_box import show_error

TITLE_KEY, NOTE_KEY, TAGS_KEY = "run.notes.title", "run.notes.note", "run.notes.tags"

_SHOWN: Field[str] = Field("run.notes.shown", "")
_REFUSED: Field[str] = Field("run.notes.refused", "")
_SAVED: Field[bool] = Field("run.notes.saved", False)


def show_notes(run: Run) -> None:
    """The three fields; what is written is kept when it is left, with no button to forget."""
    _fill(run)
    locked = is_read_only()
    known = sorted({tag for other in run_cache.summaries() for tag in other.tags} | set(run.tags), key=str.casefold)
    how: dict[str, Any] = {"on_change": _keep, "args": (run,), "disabled": locked}
    with st.container(width=640, gap="small"):
        st.text_input(
            _("Title"), key=TITLE_KEY, max_chars=LONGEST_TITLE, placeholder=run_cache.summary(run).title, **how
        )
        st.text_area(
            _("Note"),
            key=NOTE_KEY,
            max_chars=LONGEST_NOTE,
            height=160,
            placeholder=_("Why, and what came of it"),
            **how,
        )
        st.multiselect(
            _("Tags"),
            known,
            key=TAGS_KEY,
            accept_new_options=True,
            max_selections=MOST_TAGS,
            placeholder=_("Choose or type words to find it by"),
            help=_("At most {n} characters each. The list of runs can be narrowed by them.").format(n=LONGEST_TAG),
            **how,
        )
        if refused := _REFUSED.get():
            show_error(refused)
        elif _SAVED.get():
            st.caption(_(":material/check: Kept."))


def _fill(run: Run) -> None:
    """Show what the file says when another run is opened; what is being written is left alone."""
    if _SHOWN.get() == run.id and TITLE_KEY in st.session_state:
        return
    _SHOWN.set(run.id)
    _REFUSED.clear()
    _SAVED.clear()
    st.session_state[TITLE_KEY], st.session_state[NOTE_KEY] = run.notes.title, run.notes.note
    st.session_state[TAGS_KEY] = list(run.notes.tags)


def _keep(run: Run) -> None:
    _REFUSED.clear()
    try:
        title, note = (str(st.session_state[key] or "") for key in (TITLE_KEY, NOTE_KEY))
        write_notes(run.folder, title, note, st.session_state[TAGS_KEY])
    except (AtelierError, OSError) as error:
        gone = _("The notes cannot be written: the run is gone.")
        _REFUSED.set(str(error) if isinstance(error, AtelierError) else gone)
        _SAVED.clear()
    else:
        _SAVED.set(True)
