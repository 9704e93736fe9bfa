"""Long lists in pages, the page kept in the address."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from dashboard.state.session import URL

T = TypeVar("T")


def page_of(items: Sequence[T], per_page: int, key: str) -> Sequence[T]:
    """The items of the page that the address names; the control for it is drawn where there is more than one.

    Args:
        items: the whole list.
        per_page: how many a page holds.
        key: `page.widget.field`, also the name in the address.
    """
    pages = max(1, -(-len(items) // per_page))
    if st.session_state.get(key, 1) > pages:
        st.session_state[key] = pages
    page = st.pagination(pages, key=key, bind=URL) if pages > 1 else 1
    return items[(page - 1) * per_page : page * per_page]
