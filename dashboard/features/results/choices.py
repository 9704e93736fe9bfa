"""Choices that stand in the address by their names."""

from collections.abc import Callable, Mapping

import streamlit as st

from core.language import _
from dashboard.state.session import keep_choice, url_choice


def translated(titles: Mapping[str, str]) -> dict[str, str]:
    """Titles that `N_` marks where they are declared, in the language that is read now."""
    return {name: _(title) for name, title in titles.items()}


def choose_segment(
    key: str,
    label: str,
    titles: Mapping[str, str],
    default: str | None = None,
    *,
    help: str | None = None,
    on_change: Callable[[str], None] = keep_choice,
) -> str:
    """One of a few names beside each other.

    Args:
        key: in the address.
        label: for those who cannot see it; over the choice where there is help.
        titles: what people read, by name.
        default: the first where None.
        help: what the names mean; None for none.
        on_change: what keeps a new choice, given `key`.
    """
    choice = url_choice(key, list(titles), _first(titles, default))
    st.segmented_control(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=f"{key}.choice",
        required=True,
        on_change=on_change,
        args=(key,),
        label_visibility="visible" if help else "collapsed",
        help=help,
        wrap=True,
    )
    return choice


def choose_one(
    key: str,
    label: str,
    titles: Mapping[str, str],
    default: str | None = None,
    *,
    width: int | None = None,
    label_hidden: bool = False,
) -> str:
    """One of many names in a box.

    Args:
        key: in the address.
        label: over it.
        titles: what people read, by name.
        default: the first where None.
        width: in pixels; all there is where None.
        label_hidden: whether only those who cannot see the box are told what it is.
    """
    choice = url_choice(key, list(titles), _first(titles, default))
    st.selectbox(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=f"{key}.choice",
        on_change=keep_choice,
        args=(key,),
        label_visibility="collapsed" if label_hidden else "visible",
        width=width or "stretch",
    )
    return choice


def _first(titles: Mapping[str, str], default: str | None) -> str:
    return default if default is not None and default in titles else next(iter(titles))
