"""Controlled widgets: their value is set by a preset or the address, and by people.

A browser that has not rendered a new value yet sends the old one with the next click, and Streamlit takes that for a
change by the person, which would undo half of a preset. Setting another value therefore gives the widget a new key;
what the old one still sends is ignored.
"""

import math
from typing import Any, Final

import streamlit as st

from dashboard.state.session import Field

_GENERATIONS: Final[Field[dict[str, int]]] = Field("shell.widgets.generations", {})


def set_value(name: str, value: object) -> str:
    """Let a widget show a value; one that shows it already, as while it is typed into, is left alone.

    Args:
        name: `page.widget.field`.
        value: what it is to show.

    Returns:
        The key to draw the widget with.
    """
    if _shows(widget_key(name)) and not _is_same(st.session_state[widget_key(name)], value):
        generations = _GENERATIONS.get()
        _GENERATIONS.set({**generations, name: generations.get(name, 0) + 1})
    key = widget_key(name)
    if not _shows(key) or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def widget_key(name: str) -> str:
    """The key that a widget has at present; for callbacks."""
    times = _GENERATIONS.get().get(name, 0)
    return f"{name}.{times}" if times else name


def _shows(key: str) -> bool:
    return key in st.session_state


def _is_same(shown: Any, value: Any) -> bool:  # noqa: ANN401 - whatever widgets hold
    """Whether two values are equal up to rounding: a slider shows 0.30000000000000004 for 0.3."""
    if isinstance(shown, list | tuple) and isinstance(value, list | tuple):
        return len(shown) == len(value) and all(map(_is_same, shown, value))
    if isinstance(shown, float) and isinstance(value, float):
        return math.isclose(shown, value, rel_tol=1e-9, abs_tol=1e-9)
    return bool(shown == value)
