"""Which artists are counted: the most frequent, and those of what was picked; all of it in the address."""

from collections.abc import Sequence

import streamlit as st

from core.balance import top_artists
from core.dataset.artists.artist import Artist
from core.graph import century_label
from core.language import N_, _
from dashboard.features.balance.balance_choice import COUNTED_KINDS, BalanceChoice, CountedKind
from dashboard.labels.traits import century_names
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.graphs import pictures_by_artist
from dashboard.state.session import URL, set_widget
from dashboard.state.url_state import write_choices
from dashboard.ui.choices import choose_centuries, trait_labels

TOP_KEY = "balance.top"
PICK_KEYS: dict[CountedKind, str] = {kind: f"balance.{kind}" for kind in COUNTED_KINDS}

_QUICK = (5, 10, 50)
_CLEAR = ":material/close:"
_LABELS: dict[CountedKind, str] = {
    "artist": N_("Artists"),
    "movement": N_("Movements"),
    "nationality": N_("Nationalities"),
    "century": N_("Centuries"),
}


def choose_counted(name: str) -> BalanceChoice:
    """The controls in one row; returns what they say."""
    ranked = top_artists(dataset_queries.artists(name), pictures_by_artist(name))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        top = _choose_top(len(ranked))
        with st.popover(_("Pick by name"), key="balance.pick", icon=":material/filter_alt:"):
            st.caption(_("The same as a click on a bar. Shift and a click picks several, a double click lets go."))
            picked = {kind: _choose_names(kind, names, ranked) for kind, names in known_names(name).items()}
        choice = BalanceChoice(top, **picked)
        if choice.is_narrowed:
            st.button(
                _("Clear picks"), key="balance.clear", on_click=clear_picks, icon=":material/close:", type="tertiary"
            )
    return choice


def _choose_names(kind: CountedKind, names: list[str], artists: Sequence[Artist]) -> tuple[str, ...]:
    label, key = _(_LABELS[kind]), PICK_KEYS[kind]
    if kind == "century":
        return tuple(century_label(century) for century in choose_centuries(label, artists, key))
    return tuple(st.multiselect(label, names, key=key, bind=URL, placeholder=_("Any")))


def known_names(name: str) -> dict[CountedKind, list[str]]:
    """Everything that can be picked, by kind."""
    artists = dataset_queries.artists(name)
    ranked = top_artists(artists, pictures_by_artist(name))
    return {
        "artist": [artist.name for artist in ranked],
        "movement": trait_labels(ranked, "movement"),
        "nationality": trait_labels(ranked, "nationality"),
        "century": trait_labels(ranked, "century"),
    }


def clear_picks() -> None:
    """Let go of all bars; for callbacks."""
    for kind in PICK_KEYS:
        pick_names(kind, [])


def pick_names(kind: CountedKind, names: list[str]) -> None:
    """Pick these and no others of a kind; for callbacks."""
    if kind == "century":
        write_choices(PICK_KEYS[kind], century_names(names))
    else:
        set_widget(PICK_KEYS[kind], names)


def _choose_top(artists: int) -> int | None:
    """How many of the most frequent artists; None for all."""
    if artists < 2:
        return None
    top = st.slider(_("Artists with the most pictures"), 1, artists, artists, key=TOP_KEY, bind=URL, width=360)
    with st.container(horizontal=True, gap="xsmall", width="content"):
        for number in (*(quick for quick in _QUICK if quick < artists), artists):
            is_all = number == artists
            st.button(
                (_("All {number}") if is_all else _("Top {number}")).format(number=number),
                key=f"balance.quick.{'All' if is_all else 'Top'}.{number}",
                on_click=set_widget,
                args=(TOP_KEY, number),
                disabled=top == number,
            )
    return None if top >= artists else int(top)
