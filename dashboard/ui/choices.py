"""Widgets whose choice is kept in the address by name, and "Any" for no choice."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from core.dataset.artists.artist import Artist
from core.graph import Trait, century_label, traits_of
from core.graph.traits import TraitKind
from core.language import _
from dashboard.labels.traits import century_name
from dashboard.state.url_state import keep_choice, keep_choices, url_choice, url_choices

ANY = ""
"""The value of no choice; no state, model, tag or data set has this name."""


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
        label_hidden: whether the label is for screen readers only.
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


def choose_centuries(label: str, artists: Sequence[Artist], key: str) -> tuple[int, ...]:
    """A box of the centuries of some artists, in order of time.

    Args:
        label: over it.
        artists: whose centuries are offered.
        key: in the address.
    """
    numbers = sorted({artist.century for artist in artists if artist.century is not None})
    centuries = {century_name(number): number for number in numbers}
    chosen = st.multiselect(
        label,
        list(centuries),
        format_func=lambda name: century_label(centuries[name]),
        key=url_choices(key, list(centuries)),
        placeholder=_("Any"),
        on_change=keep_choices,
        args=(key,),
    )
    return tuple(centuries[name] for name in chosen)


def trait_labels(artists: Sequence[Artist], kind: TraitKind) -> list[str]:
    """The labels of all traits of one kind, each spelled one way; centuries in order of time, others by letter."""
    first: dict[str, Trait] = {}
    for artist in artists:
        for trait in traits_of(artist, kind):
            first.setdefault(trait.key, trait)
    if kind == "century":
        return [trait.label for trait in sorted(first.values(), key=lambda trait: int(trait.key))]
    return sorted((trait.label for trait in first.values()), key=str.casefold)


def with_any(titles: Mapping[str, str]) -> dict[str, str]:
    """The titles by name, with "Any" for none of them first; a title equal to it is quoted."""
    word = _("Any")
    quoted = _("“{name}”")
    return {ANY: word} | {name: quoted.format(name=title) if title == word else title for name, title in titles.items()}
