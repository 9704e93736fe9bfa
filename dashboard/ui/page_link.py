"""Links between pages, by file name; a page that does not exist yet has no link."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import streamlit as st

from dashboard.labels.escaping import as_text


def page_path(page: str) -> str:
    """Where the router finds a page, relative to `dashboard/app.py`."""
    return f"../pages/{page}.py"


def page_exists(page: str) -> bool:
    """Whether there is such a page in this version."""
    return (Path(__file__).parents[1] / page_path(page)).is_file()


def show_page_link(
    page: str, label: str, *, icon: str | None = None, query: Mapping[str, str | Sequence[str]] | None = None
) -> None:
    """A link to another page.

    Args:
        page: its file name without suffix, as in "health".
        label: plain text.
        icon: a Material icon.
        query: what the address carries, by widget key, several values where a list is given; the data set is kept.
    """
    st.page_link(page_path(page), label=as_text(label), icon=icon, query_params=dict(query) if query else None)


def go_to(page: str, query: Mapping[str, str] | None = None) -> NoReturn:
    """Open another page at once; the data set stays, what the address held for this page does not.

    Args:
        page: its file name without suffix.
        query: what the address carries there.
    """
    st.switch_page(page_path(page), query_params=dict(query or {}))
