"""Graphs of artists and their shared traits: movements, nationalities and centuries.

`build_trait_graph` joins artists to traits, `build_artist_graph` joins artists to each other. The other functions
analyse, lay out or export such a graph. Drawing is left to the dashboard.
"""

from core.graph.building import build_artist_graph, build_trait_graph
from core.graph.graphml import to_graphml
from core.graph.layout import Layout, compute_layout
from core.graph.measures import bridge_edges, centrality, connecting_artists, edges_table, find_communities, nodes_table
from core.graph.traits import (
    TRAIT_KINDS,
    ArtistFilter,
    SharedTraits,
    Trait,
    artist_node,
    century_label,
    filter_artists,
    neighbours_table,
    shared_traits,
    trait_node,
    traits_of,
)

__all__ = [
    "TRAIT_KINDS",
    "ArtistFilter",
    "Layout",
    "SharedTraits",
    "Trait",
    "artist_node",
    "bridge_edges",
    "build_artist_graph",
    "build_trait_graph",
    "centrality",
    "century_label",
    "compute_layout",
    "connecting_artists",
    "edges_table",
    "filter_artists",
    "find_communities",
    "neighbours_table",
    "nodes_table",
    "shared_traits",
    "to_graphml",
    "trait_node",
    "traits_of",
]
