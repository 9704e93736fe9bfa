"""The graphs of artists and what they share: building, measuring, placing, exporting."""

import os
import subprocess
import sys
from io import BytesIO
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from core.dataset.artists.artist import Artist
from core.dataset.artists.table import builtin_artists
from core.errors import NotFoundError
from core.graph import (
    ArtistFilter,
    Trait,
    artist_node,
    bridge_edges,
    build_artist_graph,
    build_trait_graph,
    centrality,
    century_label,
    compute_layout,
    connecting_artists,
    edges_table,
    filter_artists,
    find_communities,
    neighbours_table,
    nodes_table,
    shared_traits,
    to_graphml,
    trait_node,
    traits_of,
)

MONET = Artist(3, "Claude Monet", 1840, 1926, ("Impressionism",), ("French",))
MANET = Artist(6, "Edouard Manet", 1832, 1883, ("Realism", "Impressionism"), ("French",))
COURBET = Artist(34, "Gustave Courbet", 1819, 1877, ("realism",), ("French",))
BOSCH = Artist(10, "Hieronymus Bosch", 1450, 1516, ("Northern Renaissance",), ("Dutch",))
UNKNOWN = Artist(50, "Nobody Known")
FIVE = [MONET, MANET, COURBET, BOSCH, UNKNOWN]
PICTURES = {3: 73, 6: 90, 34: 59, 10: 137}


@pytest.fixture(scope="module")
def fifty():
    artists = builtin_artists()
    return artists, {artist.id: artist.listed_paintings or 0 for artist in artists}


def test_trait_graph_joins_each_artist_to_its_movements():
    graph = build_trait_graph(FIVE, PICTURES)
    assert set(graph["artist:6"]) == {"movement:realism", "movement:impressionism"}
    assert not graph["artist:50"]
    assert nx.is_bipartite(graph)


def test_spellings_of_one_movement_are_one_node_under_the_first():
    graph = build_trait_graph(FIVE, PICTURES)
    assert graph.nodes["movement:realism"]["label"] == "Realism"
    assert set(graph["movement:realism"]) == {"artist:6", "artist:34"}
    assert trait_node("movement", "REALISM") == "movement:realism"


def test_pictures_of_a_movement_are_those_of_its_artists():
    graph = build_trait_graph(FIVE, PICTURES)
    assert graph.nodes["movement:impressionism"]["pictures"] == 73 + 90
    assert graph.nodes["movement:impressionism"]["artists"] == 2
    assert graph.nodes["artist:50"]["pictures"] == 0


def test_nationality_and_century_become_nodes_when_asked_for():
    graph = build_trait_graph(FIVE, PICTURES, ("movement", "nationality", "century"))
    kinds = {facts["kind"] for _, facts in graph.nodes(data=True)}
    assert kinds == {"artist", "movement", "nationality", "century"}
    assert set(graph["nationality:french"]) == {"artist:3", "artist:6", "artist:34"}
    assert graph.nodes["century:19"]["label"] == "19th century"


def test_weights_between_artists_count_what_they_share(fifty):
    artists, pictures = fifty
    graph = build_artist_graph(artists, pictures)
    for one, other in combinations(artists, 2):
        shared = set(one.movements) & set(other.movements)
        edge = graph.get_edge_data(artist_node(one.id), artist_node(other.id))
        assert (edge["weight"] if edge else 0) == len(shared)
        assert not shared or set(edge["shared"].split(", ")) == shared


def test_weights_count_nationality_and_century_when_asked_for():
    graph = build_artist_graph(FIVE, PICTURES, ("movement", "nationality", "century"))
    assert graph.edges["artist:3", "artist:6"]["weight"] == 3
    assert graph.edges["artist:3", "artist:6"]["shared"] == "Impressionism, French, 19th century"
    assert not graph.has_edge("artist:3", "artist:10")


def test_graphs_do_not_depend_on_the_order_of_artists(fifty):
    artists, pictures = fifty
    for build in (build_trait_graph, build_artist_graph):
        forward, backward = build(artists, pictures), build(artists[::-1], pictures)
        assert list(forward.nodes(data=True)) == list(backward.nodes(data=True))
        assert list(forward.edges(data=True)) == list(backward.edges(data=True))


@pytest.mark.parametrize(
    "number, words", [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (15, "15th"), (21, "21st")]
)
def test_centuries_in_words(number: int, words: str):
    assert century_label(number) == f"{words} century"


def test_a_movement_given_twice_counts_once():
    artist = Artist(1, "A", movements=("Cubism", "cubism", "Realism"))
    assert traits_of(artist, "movement") == (
        Trait("movement", "cubism", "Cubism"),
        Trait("movement", "realism", "Realism"),
    )


@pytest.mark.parametrize(
    "wanted, names",
    [
        (ArtistFilter(), [3, 6, 34, 10, 50]),
        (ArtistFilter(movements=("impressionism",)), [3, 6]),
        (ArtistFilter(movements=("Impressionism", "Northern Renaissance")), [3, 6, 10]),
        (ArtistFilter(movements=("Impressionism",), min_pictures=80), [6]),
        (ArtistFilter(nationalities=("French",), centuries=(19,)), [3, 6, 34]),
        (ArtistFilter(centuries=(15, 16)), [10]),
        (ArtistFilter(min_pictures=1), [3, 6, 34, 10]),
        (ArtistFilter(movements=("Cubism",)), []),
    ],
)
def test_filters(wanted: ArtistFilter, names: list[int]):
    assert [artist.id for artist in filter_artists(FIVE, PICTURES, wanted)] == names


def test_communities_cover_every_node_the_largest_first(fifty):
    graph = build_trait_graph(*fifty)
    communities = find_communities(graph)
    sizes = np.bincount(list(communities.values()))
    assert set(communities) == set(graph)
    assert (np.diff(sizes) <= 0).all()
    parts = [set() for _ in sizes]
    for node, number in communities.items():
        parts[number].add(node)
    assert nx.community.modularity(graph, parts) > 0.75


def test_communities_and_layout_are_equal_in_every_process():
    code = (
        "from core.dataset.artists.table import builtin_artists; from core.graph import *\n"
        "g = build_trait_graph(builtin_artists(), {}, ('movement', 'nationality'))\n"
        "print(sorted(find_communities(g).items()), sorted(compute_layout(g).wide.items()))"
    )
    root = Path(__file__).parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_betweenness_by_hand():
    """Monet – Impressionism – Manet – Realism – Courbet: of 10 pairs of other nodes, 6 can pass each middle one."""
    table = centrality(build_trait_graph([MONET, MANET, COURBET], PICTURES))
    assert table.loc["artist:6", "betweenness"] == pytest.approx(4 / 6)
    assert table.loc["movement:realism", "betweenness"] == pytest.approx(3 / 6)
    assert table.loc["artist:3", ["degree", "betweenness"]].tolist() == [1, 0]


def test_betweenness_of_two_nodes_is_undefined():
    assert centrality(build_trait_graph([MONET], PICTURES))["betweenness"].isna().all()


def test_tables_hold_every_node_and_edge(fifty):
    graph = build_trait_graph(*fifty)
    nodes, edges = nodes_table(graph), edges_table(graph)
    assert set(nodes["node"]) == set(graph) and len(edges) == graph.number_of_edges()
    assert nodes["pictures"].is_monotonic_decreasing
    assert nodes.loc[nodes["kind"] == "artist", "artist_id"].notna().all()
    assert nodes.loc[nodes["kind"] == "movement", "artist_id"].isna().all()


def test_tables_of_an_empty_graph_are_empty():
    graph = build_trait_graph([], {})
    assert nodes_table(graph).empty and edges_table(graph).empty and find_communities(graph) == {}
    assert connecting_artists(graph).empty and bridge_edges(graph).empty
    assert compute_layout(graph).wide == {}


def test_the_artist_without_whom_movements_fall_apart():
    table = connecting_artists(build_trait_graph(FIVE, PICTURES))
    assert table["label"].tolist() == ["Edouard Manet"]
    assert table.loc[0, "movements"] == "Impressionism, Realism" and table.loc[0, "only_link"]
    twice = [*FIVE, Artist(51, "Second Link", movements=("Impressionism", "Realism"))]
    assert not connecting_artists(build_trait_graph(twice, PICTURES))["only_link"].any()


def test_bridges_cut_off_what_they_say(fifty):
    graph = build_trait_graph(*fifty)
    table = bridge_edges(graph)
    before = nx.number_connected_components(graph)
    for row in table.itertuples():
        cut = graph.copy()
        cut.remove_edge(row.source, row.target)
        assert nx.number_connected_components(cut) == before + 1
        sides = [len(nx.node_connected_component(cut, node)) for node in (row.source, row.target)]
        assert min(sides) == row.smaller_side >= 2


def test_neighbours_and_why():
    table = neighbours_table(FIVE, MONET.id)
    assert table["name"].tolist() == ["Edouard Manet", "Gustave Courbet"]
    assert table.loc[0, "why"] == "both Impressionism; both French; both 19th century"
    assert table.loc[1, "movements"] == "" and table.loc[1, "shared"] == 2


def test_nothing_shared_is_no_neighbour():
    assert shared_traits(MONET, BOSCH).why == ""
    assert neighbours_table(FIVE, UNKNOWN.id).empty
    with pytest.raises(NotFoundError, match="99"):
        neighbours_table(FIVE, 99)


@pytest.mark.parametrize("build", [build_trait_graph, build_artist_graph])
def test_layout_gives_every_node_room_of_its_own(fifty, build):
    graph = build(*fifty)
    layout = compute_layout(graph)
    for places in (layout.wide, layout.tall):
        points = np.array([places[node] for node in graph])
        apart = np.abs(points[:, None] - points[None])
        apart[np.arange(len(points)), np.arange(len(points))] = 999
        assert (apart > (30, 20)).any(axis=2).all()
    width, height = np.ptp(np.array(list(layout.wide.values())), axis=0)
    assert width > 1.3 * height
    width, height = np.ptp(np.array(list(layout.tall.values())), axis=0)
    assert height > 1.3 * width


def test_layout_of_large_graphs_and_of_lone_artists():
    artists = [Artist(n, f"Artist {n}", movements=(f"Movement {n % 30}", f"Movement {n % 7}")) for n in range(600)]
    assert len(compute_layout(build_trait_graph(artists, {})).wide) == 630
    alone = [Artist(n, f"Artist {n}") for n in range(20)]
    assert len(set(compute_layout(build_trait_graph(alone, {})).wide.values())) == 20


def test_graphml_reads_back_equal(fifty):
    graph = build_trait_graph(*fifty, ("movement", "nationality", "century"))
    back = nx.read_graphml(BytesIO(to_graphml(graph)))
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {frozenset(edge) for edge in back.edges} == {frozenset(edge) for edge in graph.edges}


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "**bold**", "A & B", "]]>", '"quoted"', "葛飾 北斎 😀"])
def test_graphml_keeps_any_name(name: str):
    artist = Artist(1, name, movements=(name,))
    back = nx.read_graphml(BytesIO(to_graphml(build_trait_graph([artist], {}))))
    assert {facts["label"] for _, facts in back.nodes(data=True)} == {name}


def test_graphml_replaces_what_xml_cannot_hold():
    graph = build_trait_graph([Artist(1, "a\x00b\ud800c\uffff", movements=("\x01", "\x02"))], {})
    back = nx.read_graphml(BytesIO(to_graphml(graph)))
    assert back.nodes["artist:1"]["label"] == "a b c "
    assert len(back) == len(graph) == 3
