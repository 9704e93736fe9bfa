"""Letting keys press buttons: arrows that turn pages, numbers that answer."""

import re
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

_NO_CLASS = re.compile(r"[^A-Za-z0-9_-]")

_keys = st.components.v2.component(
    "atelier_keys",
    html='<span hidden class="atelier-keys">\n</span>',
    js=(Path(__file__).parent / "keys.js").read_text("utf-8"),
)


def press_by_keys(buttons: Mapping[str, str], *, key: str) -> None:
    """Let keys press buttons that are on the page; a key whose button is missing or disabled does nothing.

    Keys typed in a field, or in a part that uses the arrow keys itself, are ignored.

    Args:
        buttons: by key as browsers name it ("ArrowLeft", "PageDown", "Escape", "1"), the key of a button's widget.
        key: of the widget; `page.widget.field`.
    """
    _keys(key=key, data={pressed: _class_of(button) for pressed, button in buttons.items()})


def _class_of(widget_key: str) -> str:
    """The class that Streamlit gives the widget of that key."""
    return f"st-key-{_NO_CLASS.sub('-', widget_key.strip())}"
