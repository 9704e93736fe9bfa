"""The language of the app, chosen at the foot of the sidebar."""

import streamlit as st

from core.language import LANGUAGES, _, current_language
from dashboard.state.language import choose_language

_CHOICE_KEY = "language.choice"


def show_language_switcher() -> None:
    """Every language in its own words; the one that is read is marked."""
    st.session_state[_CHOICE_KEY] = current_language()
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=_CHOICE_KEY,
        required=True,
        on_change=_choose,
        label_visibility="collapsed",
    )


def _choose() -> None:
    choose_language(st.session_state[_CHOICE_KEY])
