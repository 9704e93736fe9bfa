"""What a place says when there is nothing in it yet: why, and one click that changes it."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.labels.escaping import as_text


def show_empty_state(
    sentence: str,
    action: str | None = None,
    on_click: Callable[..., Any] | None = None,
    *,
    key: str,
    icon: str = ":material/filter_frames:",
    primary: bool = False,
) -> None:
    """Say what is missing and offer the one step that brings it.

    Args:
        sentence: plain text.
        action: label of the button; None for no button.
        on_click: what the button does.
        key: `page.widget.field` of the button.
        icon: a Material icon.
        primary: whether this is the page's one primary button.
    """
    with st.container(horizontal_alignment="left", gap="small"):
        st.markdown(f":gray[{icon} {as_text(sentence)}]")
        if action:
            st.button(as_text(action), key=key, on_click=on_click, type="primary" if primary else "secondary")
