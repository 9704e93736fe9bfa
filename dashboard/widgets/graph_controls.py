"""What the graph shows: search, who is joined to whom, colours and filters, all of it in the address."""

from collections.abc import Callable, Sequence
from typing import cast

import streamlit as st

from core.dataset.artists import Artist
from core.graph import TRAIT_KINDS, ArtistFilter, Trait, century_label, traits_of
from core.graph.traits import TraitKind
from dashboard import cache
from dashboard.artist_graphs import Between, GraphChoice, pictures_by_artist
from dashboard.charts.network import ColourBy, NetworkView
from dashboard.state import URL, keep_choice, set_widget, url_choice

BETWEEN_KEY, COLOUR_KEY, SEARCH_KEY = "movements.show", "movements.colour", "movements.search"
ALSO_KEY, LEAST_KEY = "movements.also", "movements.least"
FILTER_KEYS: dict[TraitKind, str] = {kind: f"movements.{kind}" for kind in TRAIT_KINDS}

_BETWEEN = {"movements": "Artists and movements", "artists": "Artists only"}
_COLOURS = {"movement": "by movement", "community": "by community"}
_ALSO: dict[str, TraitKind] = {"Nationalities": "nationality", "Centuries": "century"}
_LABELS: dict[TraitKind, str] = {"movement": "Movement", "nationality": "Nationality", "century": "Century"}
_COMMUNITY = (
    "Colours by movement are the same on every page. A community is a group of nodes that are more closely joined to "
    "each other than to the rest; the graph alone decides (Louvain's method)."
)


def choose_graph(name: str) -> GraphChoice:
    """The controls of what the graph is made of, in one row; returns what they say."""
    between = url_choice(BETWEEN_KEY, list(_BETWEEN), "movements")
    st.segmented_control(
        "What is joined",
        list(_BETWEEN),
        format_func=lambda choice: _BETWEEN[choice],
        key=f"{BETWEEN_KEY}.choice",
        required=True,
        on_change=keep_choice,
        args=(BETWEEN_KEY,),
        label_visibility="collapsed",
    )
    colour_by = url_choice(COLOUR_KEY, list(_COLOURS), "movement")
    with st.popover("View and filters", key="movements.filters", icon=":material/tune:"):
        st.segmented_control(
            "Colours",
            list(_COLOURS),
            format_func=lambda choice: _COLOURS[choice],
            key=f"{COLOUR_KEY}.choice",
            required=True,
            on_change=keep_choice,
            args=(COLOUR_KEY,),
            help=_COMMUNITY,
        )
        also = st.pills("Also joined by", list(_ALSO), selection_mode="multi", key=ALSO_KEY, bind=URL)
        wanted = _choose_artists(name)
        st.button("Clear all", key="movements.clear", on_click=clear_filters, type="tertiary", icon=":material/close:")
    kinds: tuple[TraitKind, ...] = ("movement", *(_ALSO[label] for label in also or () if label in _ALSO))
    return GraphChoice(cast(Between, between), kinds, cast(ColourBy, colour_by), wanted)


def _choose_artists(name: str) -> ArtistFilter:
    artists = cache.artists(name)
    chosen = {
        kind: st.multiselect(f"{_LABELS[kind]}", trait_labels(artists, kind), key=key, bind=URL, placeholder="Any")
        for kind, key in FILTER_KEYS.items()
    }
    centuries = {century_label(artist.century): artist.century for artist in artists if artist.century is not None}
    most = max(pictures_by_artist(name).values(), default=0)
    least = st.slider("Pictures at least", 0, max(most, 2), 1, key=LEAST_KEY, bind=URL)
    return ArtistFilter(
        movements=tuple(chosen["movement"]),
        nationalities=tuple(chosen["nationality"]),
        centuries=tuple(centuries[label] for label in chosen["century"] if label in centuries),
        min_pictures=int(least),
    )


def trait_labels(artists: Sequence[Artist], kind: TraitKind) -> list[str]:
    """The labels of all traits of one kind, each spelled one way; centuries in order of time, others by letter."""
    first: dict[str, Trait] = {}
    for artist in artists:
        for trait in traits_of(artist, kind):
            first.setdefault(trait.key, trait)
    if kind == "century":
        return [trait.label for trait in sorted(first.values(), key=lambda trait: int(trait.key))]
    return sorted((trait.label for trait in first.values()), key=str.casefold)


def clear_filters() -> None:
    """Every artist with a picture again; for callbacks."""
    for key in (*FILTER_KEYS.values(), ALSO_KEY):
        set_widget(key, [])
    set_widget(LEAST_KEY, 1)


def show_search(view: NetworkView, node: str | None, choose_node: Callable[[str | None], None]) -> None:
    """A box that finds a node of the graph by its name.

    Args:
        view: the graph as drawn.
        node: what is chosen now.
        choose_node: called with the node found, or None where the box was emptied.
    """
    labels = {drawn["id"]: drawn["label"] for drawn in view.nodes}
    names = sorted(labels, key=lambda found: (not found.startswith("artist:"), labels[found].casefold()))
    st.session_state[SEARCH_KEY] = node if node in labels else None
    st.selectbox(
        "Find an artist or a movement",
        names,
        index=None,
        format_func=lambda found: labels.get(found, found),
        key=SEARCH_KEY,
        placeholder="Find an artist or a movement",
        on_change=lambda: choose_node(st.session_state[SEARCH_KEY]),
        icon=":material/search:",
        label_visibility="collapsed",
    )
