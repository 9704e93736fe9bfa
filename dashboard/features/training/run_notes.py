"""Title, note and tags of a run."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.environment import is_read_only
from core.errors import AtelierError
from core.language import _
from core.runs.notes import LONGEST_NOTE, LONGEST_TAG, LONGEST_TITLE, MOST_TAGS, RunNotes, change_notes
from core.runs.run import Run
from dashboard.queries import runs as run_queries
from dashboard.state.session import Field
from dashboard.ui.error_box import show_error

TITLE_KEY, NOTE_KEY, TAGS_KEY = "run.notes.title", "run.notes.note", "run.notes.tags"

_SHOWN: Field[str] = Field("run.notes.shown", "")
_REFUSED: Field[str] = Field("run.notes.refused", "")
_TAGS_SHOWN: Field[tuple[str, ...]] = Field("run.notes.tags-shown", ())
_SAVED: Field[bool] = Field("run.notes.saved", False)


def show_notes(run: Run) -> None:
    """Draw the three fields; each is saved when it loses focus."""
    _fill(run)
    locked = is_read_only()
    known = sorted({tag for other in run_queries.summaries() for tag in other.tags} | set(run.tags), key=str.casefold)
    with st.container(width=640, gap="small"):
        st.text_input(
            _("Title"),
            key=TITLE_KEY,
            max_chars=LONGEST_TITLE,
            placeholder=run_queries.summary(run).title,
            disabled=locked,
            on_change=_keep,
            args=(run, _with_title),
        )
        st.text_area(
            _("Note"),
            key=NOTE_KEY,
            max_chars=LONGEST_NOTE,
            height=160,
            placeholder=_("Purpose and outcome"),
            disabled=locked,
            on_change=_keep,
            args=(run, _with_note),
        )
        st.multiselect(
            _("Tags"),
            known,
            key=TAGS_KEY,
            accept_new_options=True,
            max_selections=MOST_TAGS,
            placeholder=_("Choose or type tags"),
            help=_("At most {n} characters each. The list of runs can be narrowed by them.").format(n=LONGEST_TAG),
            disabled=locked,
            on_change=_keep,
            args=(run, _with_tags),
        )
        if refused := _REFUSED.get():
            show_error(refused)
        elif _SAVED.get():
            st.caption(_(":material/check: Saved."))


def _fill(run: Run) -> None:
    """Fill the fields from the file when another run is opened; unsaved typing stays."""
    if _SHOWN.get() == run.id and TITLE_KEY in st.session_state:
        return
    _SHOWN.set(run.id)
    _REFUSED.clear()
    _SAVED.clear()
    _show(run.notes)


def _show(notes: RunNotes) -> None:
    shown = {TITLE_KEY: notes.title, NOTE_KEY: notes.note, TAGS_KEY: list(notes.tags)}
    for key, value in shown.items():
        if st.session_state.get(key) != value:
            st.session_state[key] = value
    _TAGS_SHOWN.set(notes.tags)


def _keep(run: Run, change: Callable[[RunNotes], RunNotes]) -> None:
    """Save one field; changes of other fields by another tab stay and are shown."""
    _REFUSED.clear()
    try:
        kept = change_notes(run.folder, change)
    except (AtelierError, OSError) as error:
        gone = _("The notes cannot be written: the run is gone.")
        _REFUSED.set(str(error) if isinstance(error, AtelierError) else gone)
        _SAVED.clear()
    else:
        _show(kept)
        _SAVED.set(True)


def _with_title(notes: RunNotes) -> RunNotes:
    return replace(notes, title=str(st.session_state[TITLE_KEY] or ""))


def _with_note(notes: RunNotes) -> RunNotes:
    return replace(notes, note=str(st.session_state[NOTE_KEY] or ""))


def _with_tags(notes: RunNotes) -> RunNotes:
    """Add and remove the tags changed here; tags added by another tab stay."""
    chosen, shown = list(st.session_state[TAGS_KEY]), _TAGS_SHOWN.get()
    kept = [tag for tag in notes.tags if tag in chosen or tag not in shown]
    return replace(notes, tags=(*kept, *(tag for tag in chosen if tag not in shown)))
