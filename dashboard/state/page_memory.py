"""What each page showed when it was left: its address and its half-filled forms, one memory per tab and data set.

The navigation opens a page with an empty address, and Streamlit forgets widgets that are not drawn. The router calls
`restore_page` before a page and runs it in `remember_page`; a part that is redrawn alone uses `page_fragment`, because
the router does not run then. Forms that are not in the address pass their widgets' keys through `kept_widget`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final, ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from dashboard.state.language import LANGUAGE_KEY
from dashboard.state.session import DATASET_KEY, Field, current_dataset

SHARED_KEYS: Final = {DATASET_KEY, LANGUAGE_KEY, "tour"}
"""What the address says for all pages; the rest belongs to the page that is open."""

CURRENT_PAGE: Field[str] = Field("shell.page", "")
"""The page that is drawn, its file name without suffix; set by the router."""

_ADDRESSES: Final[Field[dict[tuple[str, str], dict[str, list[str]]]]] = Field("shell.page.addresses", {})
_WIDGETS: Final[Field[dict[str, Any]]] = Field("shell.page.widgets", {})

P = ParamSpec("P")


def restore_page(page: str, path: str) -> None:
    """Note which page is drawn; where the navigation has just opened it, open it at the address it was left with.

    Args:
        page: its file name without suffix.
        path: where the router finds it.
    """
    is_new = page != CURRENT_PAGE.get()
    CURRENT_PAGE.set(page)
    left_with = _ADDRESSES.get().get(_place(), {})
    if is_new and left_with and not _own_address() and not _is_history_navigation():
        shared = {key: st.query_params.get_all(key) for key in SHARED_KEYS if key in st.query_params}
        # A switch, because widgets that are bound to the address read it only when the page is opened.
        st.switch_page(path, query_params={**left_with, **shared})


@contextmanager
def remember_page() -> Iterator[None]:
    """Remember what the page shows once its part is drawn; not where that opens another page or starts over."""
    try:
        yield
    except RerunException:
        # The address is the next page's already.
        raise
    except BaseException:
        _remember()
        raise
    _remember()


def page_fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """`st.fragment` for a part of a page that changes the address or holds a form."""

    @wraps(draw)
    def draw_and_remember(*args: P.args, **kwargs: P.kwargs) -> None:
        with remember_page():
            draw(*args, **kwargs)

    return st.fragment(draw_and_remember)


def kept_widget(key: str, default: object = None) -> str:
    """The key of a widget whose value outlives a visit of another page; call this right before the widget is drawn.

    Args:
        key: `page.widget.field`.
        default: its first value, in the place of the widget's own argument.
    """
    known = _WIDGETS.get()
    if key not in st.session_state and known.get(key, default) is not None:
        st.session_state[key] = known.get(key, default)
    if key not in known:
        _WIDGETS.set({**known, key: default})
    return key


def _remember() -> None:
    _ADDRESSES.set({**_ADDRESSES.get(), _place(): _own_address()})
    _WIDGETS.set({key: st.session_state.get(key, value) for key, value in _WIDGETS.get().items()})


def _place() -> tuple[str, str]:
    return CURRENT_PAGE.get(), current_dataset() or ""


def _own_address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params if key not in SHARED_KEYS}


def _is_history_navigation() -> bool:
    """Whether Back or Forward opened the page: they bring the address they want, an empty one too."""
    context = get_script_run_ctx()
    return context is not None and bool(getattr(context, "is_history_navigation", False))
