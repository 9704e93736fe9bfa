"""Widgets that show what something else decides, as a preset or the address, and that people change as well.

A browser that has not drawn a new value yet sends the old one with whatever is clicked next, and Streamlit takes that
for a change by hand: half of a preset that was chosen a moment ago would be undone. So a widget that is told another
value than it shows becomes a new one, under a new key, and what an old one still sends is nobody's.
"""

import math
from typing import Any, Final

import streamlit as st

from dashboard.state.session import Field

_TIMES_TOLD: Final[Field[dict[str, int]]] = Field("shell.widgets.told", {})


def tell(name: str, value: object) -> str:
    """Let a widget show a value; one that shows it already, as while it is typed into, is left alone.

    Args:
        name: `page.widget.field`.
        value: what it is to show.

    Returns:
        The key to draw the widget with.
    """
    if _shows(told_key(name)) and not _is_same(st.session_state[told_key(name)], value):
        told = _TIMES_TOLD.get()
        _TIMES_TOLD.set({**told, name: told.get(name, 0) + 1})
    key = told_key(name)
    if not _shows(key) or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def told_key(name: str) -> str:
    """The key that a widget has at present; for callbacks."""
    times = _TIMES_TOLD.get().get(name, 0)
    return f"{name}.{times}" if times else name


def _shows(key: str) -> bool:
    return key in st.session_state


def _is_same(shown: Any, value: Any) -> bool:  # noqa: ANN401 - whatever widgets hold
    """Whether they mean the same: a slider shows 0.30000000000000004 where 0.3 was kept of it."""
    if isinstance(shown, list | tuple) and isinstance(value, list | tuple):
        return len(shown) == len(value) and all(map(_is_same, shown, value))
    if isinstance(shown, float) and isinstance(value, float):
        return math.isclose(shown, value, rel_tol=1e-9, abs_tol=1e-9)
    return bool(shown == value)
