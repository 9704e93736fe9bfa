"""The language of a tab: kept in its address as `?language=`, at first that of its browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from core.environment import language_from_environment
from core.language import LANGUAGES
from core.language.translating import SOURCE_LANGUAGE

LANGUAGE_KEY = "language"

Made = TypeVar("Made")

_OF_THREAD: ContextVar[str] = ContextVar("language of a thread that draws no tab", default="")


def language_of_tab() -> str:
    """The code of the language of the tab that is being drawn; the process's own where none is."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return _OF_THREAD.get() or language_from_environment()
    return str(st.session_state.get(LANGUAGE_KEY) or SOURCE_LANGUAGE)


@contextmanager
def reading_in(language: str) -> Iterator[None]:
    """What a thread that draws no tab says meanwhile is said in this language."""
    before = _OF_THREAD.set(language)
    try:
        yield
    finally:
        _OF_THREAD.reset(before)


def keeping_language(make: Callable[[], Made]) -> Callable[[], Made]:
    """What makes a file when its button is pressed, in the language of the tab that is drawn now.

    Streamlit calls it from a thread without a session, where the language of the tab is unknown.
    """
    language = language_of_tab()

    def make_later() -> Made:
        with reading_in(language):
            return make()

    return make_later


def follow_address() -> None:
    """The address decides, then what the tab read so far, then the browser.

    The browser's own language is left out of the address, so a link sent to a colleague opens in theirs.
    """
    requested, known = st.query_params.get(LANGUAGE_KEY), st.session_state.get(LANGUAGE_KEY)
    choice = next((code for code in (requested, known) if code in LANGUAGES), None) or _language_of_browser()
    st.session_state[LANGUAGE_KEY] = choice
    _write_address(choice)


def choose_language(language: str) -> None:
    """Read on in another language; for callbacks."""
    st.session_state[LANGUAGE_KEY] = language
    _write_address(language)


def _write_address(language: str) -> None:
    if language == _language_of_browser():
        st.query_params.pop(LANGUAGE_KEY, None)
    elif st.query_params.get(LANGUAGE_KEY) != language:
        st.query_params[LANGUAGE_KEY] = language


def _language_of_browser() -> str:
    code = (st.context.locale or "").split("-")[0].lower()
    return code if code in LANGUAGES else SOURCE_LANGUAGE
