"""Instead of a question before an action, a way back after it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.language import _
from dashboard.labels.escaping import as_text
from dashboard.state.session import Field
from dashboard.ui.error_box import error_box


@dataclass(frozen=True)
class Undoable:
    """What was done, in a sentence, and how to take it back."""

    message: str
    undo: Callable[[], None]


_LAST: Field[Undoable | None] = Field("shell.undo.last", None)


def offer_undo(message: str, undo: Callable[[], None]) -> None:
    """Remember the last action of this tab; the bar at the foot of the page offers to take it back."""
    _LAST.set(Undoable(message, undo))


def show_undo_bar() -> None:
    """The bar itself; the router shows it under every page."""
    last = _LAST.get()
    if last is None:
        return
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="shell-undo-bar"):
        st.markdown(as_text(last.message), width="stretch")
        st.button(_("Undo"), key="shell.undo.undo", icon=":material/undo:", on_click=_undo)
        st.button(_("Close"), key="shell.undo.close", icon=":material/close:", type="tertiary", on_click=_LAST.clear)


def _undo() -> None:
    last = _LAST.get()
    _LAST.clear()
    if last is not None:
        with error_box():
            last.undo()
