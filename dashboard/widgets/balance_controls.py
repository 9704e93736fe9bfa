"""Which artists are counted: the most frequent, and those of what was picked; all of it in the address."""

import streamlit as st

from core.balance import top_artists
from dashboard import cache
from dashboard.artist_graphs import pictures_by_artist
from dashboard.balance_choice import COUNTED_KINDS, BalanceChoice, CountedKind
from dashboard.state import URL, set_widget
from dashboard.widgets.graph_controls import trait_labels

TOP_KEY = "balance.top"
PICK_KEYS: dict[CountedKind, str] = {kind: f"balance.{kind}" for kind in COUNTED_KINDS}

_QUICK = (5, 10, 50)
_CLEAR = ":material/close:"
_LABELS: dict[CountedKind, str] = {
    "artist": "Artists",
    "movement": "Movements",
    "nationality": "Nationalities",
    "century": "Centuries",
}


def choose_counted(name: str) -> BalanceChoice:
    """The controls in one row; returns what they say."""
    ranked = top_artists(cache.artists(name), pictures_by_artist(name))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        top = _choose_top(len(ranked))
        with st.popover("Pick by name", key="balance.pick", icon=":material/filter_alt:"):
            st.caption("The same as a click on a bar. Shift and a click picks several, a double click lets go.")
            picked = {
                kind: tuple(st.multiselect(_LABELS[kind], names, key=PICK_KEYS[kind], bind=URL, placeholder="Any"))
                for kind, names in known_names(name).items()
            }
        choice = BalanceChoice(top, **picked)
        if choice.is_narrowed:
            st.button(
                "Clear picks", key="balance.clear", on_click=clear_picks, icon=":material/close:", type="tertiary"
            )
    return choice


def known_names(name: str) -> dict[CountedKind, list[str]]:
    """Everything that can be picked, by kind."""
    artists = cache.artists(name)
    ranked = top_artists(artists, pictures_by_artist(name))
    return {
        "artist": [artist.name for artist in ranked],
        "movement": trait_labels(ranked, "movement"),
        "nationality": trait_labels(ranked, "nationality"),
        "century": trait_labels(ranked, "century"),
    }


def clear_picks() -> None:
    """Let go of all bars; for callbacks."""
    for key in PICK_KEYS.values():
        set_widget(key, [])


def _choose_top(artists: int) -> int | None:
    """How many of the most frequent artists; None for all."""
    if artists < 2:
        return None
    top = st.slider("Artists with the most pictures", 1, artists, artists, key=TOP_KEY, bind=URL, width=360)
    with st.container(horizontal=True, gap="xsmall", width="content"):
        for number in (*(quick for quick in _QUICK if quick < artists), artists):
            label = f"All {number}" if number == artists else f"Top {number}"
            st.button(
                label,
                key=f"balance.quick.{label.split()[0]}.{number}",
                on_click=set_widget,
                args=(TOP_KEY, number),
                disabled=top == number,
            )
    return None if top >= artists else int(top)
