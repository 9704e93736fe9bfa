"""Building the two graphs. Node names are stable, so that views can keep positions and links.

Node attributes, none of them ever None:
    kind: "artist", "movement", "nationality" or "century".
    label: as the table spells it; data, never markup.
    pictures: usable pictures of the artist, or of all artists of the trait together.
    artist_id, years, movements, nationalities, century: only of artists; lists joined by ", ", an unknown century
        left out.
    artists: only of traits, number of artists in the graph that have it.
Edge attributes:
    weight: 1 to a trait; between artists the number of traits they share.
    kind: of the trait, or "shared".
    shared: between artists, the labels of the shared traits, joined by ", ".
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, TypeAlias

import networkx as nx

from core.dataset.artists.artist import Artist
from core.graph.traits import Trait, TraitKind, artist_node, traits_of

Graph: TypeAlias = "nx.Graph[str]"


def build_trait_graph(
    artists: Sequence[Artist], pictures: Mapping[int, int], kinds: Sequence[TraitKind] = ("movement",)
) -> Graph:
    """The graph of artists and their traits.

    Args:
        artists: in any order; the result does not depend on it.
        pictures: usable pictures by artist id; 0 where missing.
        kinds: traits that become nodes. With one kind the graph is bipartite.

    Returns:
        An undirected graph; artists without traits are isolated.
    """
    graph = _graph_of_artists(artists, pictures)
    for trait, members in sorted(_members(artists, kinds).items(), key=lambda item: _node(item[0])):
        together = sum(pictures.get(artist.id, 0) for artist in members)
        graph.add_node(_node(trait), kind=trait.kind, label=trait.label, pictures=together, artists=len(members))
        graph.add_edges_from((artist_node(artist.id), _node(trait)) for artist in members)
        for artist in members:
            graph.edges[artist_node(artist.id), _node(trait)].update(weight=1, kind=trait.kind)
    return graph


def build_artist_graph(
    artists: Sequence[Artist], pictures: Mapping[int, int], kinds: Sequence[TraitKind] = ("movement",)
) -> Graph:
    """The graph of artists that share traits.

    Args:
        artists: in any order.
        pictures: as in `build_trait_graph`.
        kinds: of shared traits.

    Returns:
        An undirected graph; the weight of an edge is the number of traits shared.
    """
    graph = _graph_of_artists(artists, pictures)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for trait, members in sorted(_members(artists, kinds).items(), key=lambda item: _rank(item[0], kinds)):
        for first, second in combinations(members, 2):
            shared[artist_node(first.id), artist_node(second.id)].append(trait.label)
    for (one, other), labels in sorted(shared.items()):
        graph.add_edge(one, other, weight=len(labels), kind="shared", shared=", ".join(labels))
    return graph


def _graph_of_artists(artists: Sequence[Artist], pictures: Mapping[int, int]) -> Graph:
    graph: Graph = nx.Graph()
    for artist in sorted(artists, key=lambda artist: artist.id):
        graph.add_node(artist_node(artist.id), **dict(_facts(artist, pictures.get(artist.id, 0))))
    return graph


def _facts(artist: Artist, pictures: int) -> Iterator[tuple[str, Any]]:
    yield "kind", "artist"
    yield "label", artist.name
    yield "artist_id", artist.id
    yield "pictures", pictures
    yield "years", artist.years
    yield "movements", ", ".join(artist.movements)
    yield "nationalities", ", ".join(artist.nationalities)
    if artist.century is not None:
        yield "century", artist.century


def _members(artists: Sequence[Artist], kinds: Sequence[TraitKind]) -> dict[Trait, list[Artist]]:
    """The artists of every trait, ordered by id; variant spellings are merged under the first."""
    first: dict[str, Trait] = {}
    members: dict[Trait, list[Artist]] = defaultdict(list)
    for artist in sorted(artists, key=lambda artist: artist.id):
        for kind in kinds:
            for trait in traits_of(artist, kind):
                members[first.setdefault(_node(trait), trait)].append(artist)
    return members


def _node(trait: Trait) -> str:
    return f"{trait.kind}:{trait.key}"


def _rank(trait: Trait, kinds: Sequence[TraitKind]) -> tuple[int, str]:
    return list(kinds).index(trait.kind), trait.key
