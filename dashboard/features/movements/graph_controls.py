"""What the graph shows: search, who is joined to whom, colours and filters, all of it in the address."""

from collections.abc import Callable, Sequence
from typing import cast

import streamlit as st

from core.dataset.artists.artist import Artist
from core.graph import TRAIT_KINDS, ArtistFilter
from core.graph.traits import TraitKind
from core.language import N_, _
from dashboard.charts.network import ColourBy, NetworkView
from dashboard.labels.traits import KINDS
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.graphs import Between, GraphChoice, pictures_by_artist
from dashboard.state.session import URL, set_widget
from dashboard.state.url_state import keep_choices, url_choices, write_choices
from dashboard.ui.choices import choose_centuries, choose_segment, trait_labels, translated

BETWEEN_KEY, COLOUR_KEY, SEARCH_KEY = "movements.show", "movements.colour", "movements.search"
ALSO_KEY, LEAST_KEY = "movements.also", "movements.least"
FILTER_KEYS: dict[TraitKind, str] = {kind: f"movements.{kind}" for kind in TRAIT_KINDS}

_BETWEEN = {"movements": N_("Artists and movements"), "artists": N_("Artists only")}
_COLOURS = {"movement": N_("by movement"), "community": N_("by community")}
_ALSO: dict[str, TraitKind] = {N_("Nationalities"): "nationality", N_("Centuries"): "century"}
"""What the address holds, which is also what people read, and what it means."""
_COMMUNITY = N_(
    "Colours by movement are the same on every page. A community is a group of nodes that are more closely joined to "
    "each other than to the rest; the graph alone decides (Louvain's method)."
)


def choose_graph(name: str) -> GraphChoice:
    """The controls of what the graph is made of, in one row; returns what they say."""
    between = choose_segment(BETWEEN_KEY, _("What is joined"), translated(_BETWEEN))
    with st.popover(_("View and filters"), key="movements.filters", icon=":material/tune:"):
        colour_by = choose_segment(COLOUR_KEY, _("Colours"), translated(_COLOURS), help=_(_COMMUNITY))
        also = st.pills(
            _("Also joined by"),
            list(_ALSO),
            selection_mode="multi",
            format_func=lambda choice: _(choice),
            key=url_choices(ALSO_KEY, list(_ALSO)),
            on_change=keep_choices,
            args=(ALSO_KEY,),
        )
        wanted = _choose_artists(name)
        st.button(
            _("Clear all"), key="movements.clear", on_click=clear_filters, type="tertiary", icon=":material/close:"
        )
    kinds: tuple[TraitKind, ...] = ("movement", *(_ALSO[label] for label in also or () if label in _ALSO))
    return GraphChoice(cast(Between, between), kinds, cast(ColourBy, colour_by), wanted)


def _choose_artists(name: str) -> ArtistFilter:
    artists = dataset_queries.artists(name)
    movements, nationalities = _choose_traits("movement", artists), _choose_traits("nationality", artists)
    centuries = choose_centuries(_("Century"), artists, FILTER_KEYS["century"])
    most = max(pictures_by_artist(name).values(), default=0)
    least = st.slider(_("Pictures at least"), 0, max(most, 2), 1, key=LEAST_KEY, bind=URL)
    return ArtistFilter(
        movements=movements,
        nationalities=nationalities,
        centuries=centuries,
        min_pictures=int(least),
    )


def _choose_traits(kind: TraitKind, artists: Sequence[Artist]) -> tuple[str, ...]:
    """Names are data, and stand in the address as they are."""
    labels = trait_labels(artists, kind)
    return tuple(st.multiselect(_(KINDS[kind]), labels, key=FILTER_KEYS[kind], bind=URL, placeholder=_("Any")))


def clear_filters() -> None:
    """Every artist with a picture again; for callbacks."""
    for key in (FILTER_KEYS["movement"], FILTER_KEYS["nationality"]):
        set_widget(key, [])
    for key in (FILTER_KEYS["century"], ALSO_KEY):
        write_choices(key, [])
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
        _("Find an artist or a movement"),
        names,
        index=None,
        format_func=lambda found: labels.get(found, found),
        key=SEARCH_KEY,
        placeholder=_("Find an artist or a movement"),
        on_change=lambda: choose_node(st.session_state[SEARCH_KEY]),
        icon=":material/search:",
        label_visibility="collapsed",
    )
