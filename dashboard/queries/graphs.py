"""The graph of a data set as pages show it, cached while the data set on disk and the choice stay the same."""

from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from core.balance import usable_pictures
from core.graph import (
    ArtistFilter,
    Layout,
    artist_node,
    build_artist_graph,
    build_trait_graph,
    compute_layout,
    filter_artists,
    traits_of,
)
from core.graph.building import Graph
from core.graph.traits import TraitKind
from core.language import current_language
from dashboard.charts.network import ColourBy, NetworkView, build_network
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import most_colourful

Between = Literal["movements", "artists"]

_KEPT_LAYOUTS, _KEPT_VIEWS = 16, 64
_ON_HOVER_PX = 96


@dataclass(frozen=True)
class GraphChoice:
    """The chosen graph.

    Attributes:
        between: "movements" joins artists to movements, "artists" joins artists that share one.
        kinds: traits that count; movements first.
        colour_by: what a colour means.
        wanted: which artists take part.
    """

    between: Between = "movements"
    kinds: tuple[TraitKind, ...] = ("movement",)
    colour_by: ColourBy = "movement"
    wanted: ArtistFilter = field(default_factory=ArtistFilter)


def pictures_by_artist(name: str) -> dict[int, int]:
    """Usable pictures of every artist of the table, by artist id."""
    return _pictures(name, dataset_queries.dataset(name).version)


def artist_graph(name: str, choice: GraphChoice) -> Graph:
    """The graph of a choice; do not change it."""
    version = dataset_queries.dataset(name).version
    return _graph(name, version, choice.between, choice.kinds, choice.wanted, current_language())


def network_view(name: str, choice: GraphChoice) -> NetworkView:
    """That graph ready to be drawn; a node has the same place whatever the filters take away."""
    return _view(name, dataset_queries.dataset(name).version, choice, current_language())


def hover_thumbnails(name: str) -> dict[str, bytes]:
    """A small WebP for every artist, movement, nationality and century that has a picture, by node."""
    return _thumbnails(name, dataset_queries.dataset(name).version)


@st.cache_resource(max_entries=_KEPT_LAYOUTS, show_spinner=False)
def _pictures(name: str, version: str) -> dict[int, int]:
    return usable_pictures(dataset_queries.catalog(name), dataset_queries.artists(name))


@st.cache_resource(max_entries=_KEPT_LAYOUTS, show_spinner=False)
def _layout(name: str, version: str, between: Between, kinds: tuple[TraitKind, ...]) -> Layout:
    return compute_layout(_graph(name, version, between, kinds, ArtistFilter(), current_language()))


@st.cache_resource(max_entries=_KEPT_VIEWS, show_spinner=False)
def _graph(
    name: str, version: str, between: Between, kinds: tuple[TraitKind, ...], wanted: ArtistFilter, language: str
) -> Graph:
    pictures = _pictures(name, version)
    build = build_trait_graph if between == "movements" else build_artist_graph
    return build(filter_artists(dataset_queries.artists(name), pictures, wanted), pictures, kinds)


@st.cache_resource(max_entries=_KEPT_VIEWS, show_spinner=False)
def _view(name: str, version: str, choice: GraphChoice, language: str) -> NetworkView:
    layout = _layout(name, version, choice.between, choice.kinds)
    return build_network(artist_graph(name, choice), layout, choice.colour_by)


@st.cache_resource(max_entries=_KEPT_LAYOUTS, show_spinner=False)
def _thumbnails(name: str, version: str) -> dict[str, bytes]:
    """Artists show their most colourful picture, traits that of their artist with the most pictures."""
    pictures = _pictures(name, version)
    best = most_colourful(dataset_queries.catalog(name))
    small: dict[str, bytes] = {}
    for artist in sorted(dataset_queries.artists(name), key=lambda artist: (-pictures[artist.id], artist.name)):
        if artist.id not in best or (webp := dataset_queries.thumbnail(name, best[artist.id], _ON_HOVER_PX)) is None:
            continue
        small[artist_node(artist.id)] = webp
        for kind in ("movement", "nationality", "century"):
            for trait in traits_of(artist, kind):
                small.setdefault(f"{trait.kind}:{trait.key}", webp)
    return small
