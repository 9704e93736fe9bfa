"""The graph as pyvis builds it, what comes back from the browser, and the standalone page."""

import html
import json
import re

import networkx as nx
import pytest

from core.dataset.artists.artist import Artist
from core.dataset.artists.table import builtin_artists
from core.graph import build_artist_graph, build_trait_graph, compute_layout
from dashboard.charts.network import NEUTRAL, build_network, vis_network_script
from dashboard.components.network.component import picked_node
from dashboard.components.network.standalone import (
    assets_script,
    drawing_css,
    drawing_html,
    drawing_script,
    standalone_html,
)
from dashboard.theme import CATEGORICAL, artist_colour

NASTY = ("<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "**bold**", "A & “B” 雪")


@pytest.fixture(scope="module")
def artists() -> list[Artist]:
    return builtin_artists()


@pytest.fixture(scope="module")
def graph(artists) -> nx.Graph:
    return build_trait_graph(artists, {artist.id: artist.listed_paintings or 0 for artist in artists})


@pytest.fixture(scope="module")
def view(graph):
    return build_network(graph, compute_layout(graph))


@pytest.fixture(scope="module")
def nasty_view():
    artists = [Artist(number, name, 1900, 1950, (name,), (name,)) for number, name in enumerate(NASTY)]
    graph = build_trait_graph(artists, {})
    return build_network(graph, compute_layout(graph))


def test_every_node_and_edge_is_there(view, graph):
    assert view.node_names == set(graph)
    assert {frozenset((edge["from"], edge["to"])) for edge in view.edges} == {frozenset(edge) for edge in graph.edges}


def test_areas_follow_pictures(view):
    artists = [node for node in view.nodes if node["kind"] == "artist"]
    sizes = [node["size"] for node in artists]
    assert [node["pictures"] for node in artists] == sorted((node["pictures"] for node in artists), reverse=True)
    assert sizes == sorted(sizes, reverse=True) and max(sizes) < 5 * min(sizes)


def test_artists_keep_the_colour_of_every_page(view, artists):
    colours = {node["id"]: node["color"] for node in view.nodes}
    assert all(colours[f"artist:{artist.id}"] == artist_colour(artist.movements) for artist in artists)


@pytest.mark.parametrize("colour_by", ["movement", "community"])
def test_at_most_eight_hues_each_with_its_meaning(graph, colour_by):
    view = build_network(graph, compute_layout(graph), colour_by)
    used = {node["color"] for node in view.nodes}
    assert used <= set(CATEGORICAL)
    assert {entry.colour for entry in view.legend} == used
    listed = [node for entry in view.legend for node in entry.nodes]
    assert sorted(listed) == sorted(graph)


def test_legend_names_families_only_where_they_fit():
    artists = [Artist(0, "A", movements=("Ukiyo-e",)), Artist(1, "B", movements=("Impressionism",))]
    view = build_network(graph := build_trait_graph(artists, {}), compute_layout(graph))
    assert {label for entry in view.legend for label in entry.label.split(", ")} == {"Ukiyo-e", "Impressionism"}


def test_line_width_follows_what_is_shared(artists):
    graph = build_artist_graph(artists, {})
    view = build_network(graph, compute_layout(graph))
    widths = {edge["width"] for edge in view.edges}
    assert widths == {1.0, 2.5} and all(edge["color"] == NEUTRAL for edge in view.edges)


def test_the_same_graph_gives_the_same_view(view, graph, artists):
    pictures = {artist.id: artist.listed_paintings or 0 for artist in artists}
    again = build_trait_graph(artists[::-1], pictures)
    assert build_network(again, compute_layout(again)).to_dict() == view.to_dict()


def test_a_filtered_graph_keeps_its_places(view, graph):
    part = graph.subgraph([node for node in graph if node.startswith("artist")])
    small = build_network(part, compute_layout(graph))
    places = {node["id"]: node["wide"] for node in view.nodes}
    assert all(node["wide"] == places[node["id"]] for node in small.nodes)
    assert small.to_dict()["signature"] != view.to_dict()["signature"]


def test_facts_in_words(view):
    facts = {node["id"]: node["facts"] for node in view.nodes}
    assert facts["artist:6"] == ["1832–1883 · French", "Realism, Impressionism", "90 pictures"]
    assert facts["movement:baroque"] == ["Movement of 4 artists", "586 pictures"]
    assert view.summary == "Graph of 50 artists and 24 movements, joined by 63 lines."


def test_options_come_from_pyvis_without_physics(view):
    assert view.options["physics"] == {"enabled": False}
    assert view.options["layout"]["randomSeed"] and '"Source Sans"' in view.options["nodes"]["font"]["face"]
    json.dumps(view.to_dict(), allow_nan=False)


def test_empty_graph():
    graph = build_trait_graph([], {})
    assert build_network(graph, compute_layout(graph)).nodes == []


@pytest.mark.parametrize(
    "state, node",
    [
        ({"picked": {"node": "a", "pressed": 1}}, "a"),
        ({"picked": {"node": "unknown"}}, None),
        ({"picked": {"node": None}}, None),
        ({"picked": {"node": ["a"]}}, None),
        ({"picked": "a"}, None),
        ({}, None),
    ],
)
def test_only_nodes_of_the_view_come_back(state, node):
    assert picked_node(state, frozenset({"a"})) == node


def test_scripts_set_names_as_text_and_load_nothing():
    ours = drawing_script() + drawing_html()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "http:", "https:", "eval("):
        assert forbidden not in ours
    assert "url(" not in drawing_css() and "@import" not in drawing_css()


def test_library_comes_from_the_installed_pyvis():
    assert "@version 9.1.2" in vis_network_script()[:400]
    assert assets_script().startswith(vis_network_script()) and "</script" not in vis_network_script().lower()


def test_names_travel_as_data(nasty_view):
    assert {node["label"] for node in nasty_view.nodes} == set(NASTY)


def test_standalone_page_holds_everything_and_escapes_names(nasty_view):
    page = standalone_html(nasty_view, title=NASTY[0])
    rest = page.replace(vis_network_script(), "").replace(drawing_script(), "")
    assert "<script>alert" not in rest and "<img src" not in rest
    assert rest.count("<script>") == rest.count("</script>") == 3
    assert f"<h1>{html.escape(NASTY[0])}</h1>" in rest
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", rest)
    data = json.loads(re.search(r"data: (\{.*\}) \}\n", rest)[1])
    assert {node["label"] for node in data["view"]["nodes"]} == set(NASTY)


def test_standalone_page_is_small_and_utf8(view):
    page = standalone_html(view, thumbnails={"artist:6": b"webp"})
    assert '<meta charset="utf-8">' in page and "Albrecht Dürer" in page
    assert len(page.encode("utf-8")) < 1_500_000
    assert '"artist:6": "d2VicA=="' in page
