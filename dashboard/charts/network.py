"""A graph of artists and movements as pyvis builds it: plain nodes, edges and options for vis-network.

Names are data: they travel as JSON strings and are drawn as text. pyvis's own HTML is not used, for it loads scripts
from elsewhere. Colours that depend on the appearance (wall, text, accent) are left to the component that draws.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from core.graph import Layout, find_communities
from core.graph.building import Graph
from core.language import _, counted
from dashboard.labels.traits import kind_of_artists
from dashboard.theme import CATEGORICAL, LIGHT, MOVEMENT_FAMILIES, artist_colour, graph_options, movement_colour

ColourBy = Literal["movement", "community"]

NEUTRAL = CATEGORICAL[-1]
_SHAPES = {"artist": "dot", "movement": "dot", "nationality": "diamond", "century": "square"}
_SMALLEST_PX, _LARGEST_PX = 5.0, 22.0
_SMALLEST_TRAIT_PX, _LARGEST_TRAIT_PX = 7.0, 17.0
_LAYOUT_SEED = 7


@dataclass(frozen=True)
class LegendEntry:
    """The meaning of a colour.

    Attributes:
        label: plain text.
        colour: `#RRGGBB`.
        nodes: names of the nodes that have it.
    """

    label: str
    colour: str
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class NetworkView:
    """A graph ready to be drawn.

    Attributes:
        nodes: for vis-network, and for our component `kind`, `pictures`, `facts` (lines of plain text), `wide` and
            `tall` (places); the most important first.
        edges: for vis-network: from, to, width, color.
        options: for vis-network.
        legend: colours in use, the most nodes first.
        summary: what the graph shows, in a sentence.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]
    legend: list[LegendEntry]
    summary: str

    @property
    def node_names(self) -> frozenset[str]:
        """All nodes; what comes back from a browser must be one of them."""
        return frozenset(node["id"] for node in self.nodes)

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON holds it, with a `signature` that changes with nodes, places and edges."""
        entries = [{"label": e.label, "colour": e.colour, "nodes": list(e.nodes)} for e in self.legend]
        drawn = {"nodes": self.nodes, "edges": self.edges, "options": self.options}
        digest = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
        return {**drawn, "legend": entries, "summary": self.summary, "signature": digest[:16]}


def build_network(graph: Graph, layout: Layout, colour_by: ColourBy = "movement") -> NetworkView:
    """Sizes, colours, places and words for every node and edge of a graph.

    Args:
        graph: from `core.graph`.
        layout: of this graph, or of a larger one that it is a part of.
        colour_by: "movement" gives an artist the colour of the first movement, as on every page; "community" the
            colour of the Louvain community, the seven largest of at least two nodes; the rest is grey.

    Returns:
        The view; the same for equal graphs.
    """
    colours, legend = _movement_colours(graph) if colour_by == "movement" else _community_colours(graph)
    network = _pyvis_network()
    largest = _most_pictures(graph)
    for node in _ranked(graph):
        facts = graph.nodes[node]
        (x, y), (tall_x, tall_y) = layout.wide[node], layout.tall[node]
        network.add_node(
            node,
            label=facts["label"],
            shape=_SHAPES[facts["kind"]],
            color=colours[node],
            size=_radius(facts, largest),
            kind=facts["kind"],
            pictures=facts["pictures"],
            facts=_facts_in_words(facts),
            wide=[x, y],
            tall=[tall_x, tall_y],
        )
    for one, other, facts in graph.edges(data=True):
        hue = NEUTRAL if facts["kind"] == "shared" and colour_by == "movement" else colours[other]
        network.add_edge(one, other, width=1.0 + 1.5 * (facts["weight"] - 1), color=hue)
    nodes, edges, *_, options = network.get_network_data()
    return NetworkView(nodes, edges, json.loads(options), legend, _summary(graph))


def vis_network_script() -> str:
    """The vis-network library that comes inside the installed pyvis: about 470 KB of JavaScript."""
    import pyvis

    return (Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text("utf-8")


def _pyvis_network() -> Any:  # noqa: ANN401 - pyvis has no types
    from pyvis.network import Network  # importing it takes a second, for it brings IPython

    network = Network()
    options = graph_options(LIGHT)
    options["physics"] = {"enabled": False}
    options["layout"] = {"randomSeed": _LAYOUT_SEED, "improvedLayout": False}
    options["interaction"] = {**options["interaction"], "keyboard": False, "hoverConnectedEdges": False}
    network.options = options  # set_options() would take every space out of the names of fonts
    return network


def _ranked(graph: Graph) -> list[str]:
    """Movements and the like first, then artists; the most pictures first: the order in which labels find room."""
    facts = graph.nodes
    return sorted(graph, key=lambda node: (facts[node]["kind"] == "artist", -facts[node]["pictures"], node))


def _most_pictures(graph: Graph) -> dict[bool, int]:
    """The most pictures of an artist (True) and of anything else (False), at least 1."""
    largest = {True: 1, False: 1}
    for _node, facts in graph.nodes(data=True):
        is_artist = facts["kind"] == "artist"
        largest[is_artist] = max(largest[is_artist], facts["pictures"])
    return largest


def _radius(facts: Mapping[str, Any], largest: Mapping[bool, int]) -> float:
    """In pixels; areas are in proportion to pictures, apart from a smallest size."""
    is_artist = facts["kind"] == "artist"
    least, most = (_SMALLEST_PX, _LARGEST_PX) if is_artist else (_SMALLEST_TRAIT_PX, _LARGEST_TRAIT_PX)
    return round(least + (most - least) * math.sqrt(facts["pictures"] / largest[is_artist]), 1)


def _facts_in_words(facts: Mapping[str, Any]) -> list[str]:
    pictures = counted(facts["pictures"], "picture", "pictures")
    if facts["kind"] != "artist":
        return [kind_of_artists(facts["kind"], counted(facts["artists"], "artist", "artists")), pictures]
    life = " · ".join(filter(None, (facts["years"], facts["nationalities"])))
    return [line for line in (life, facts["movements"], pictures) if line]


def _movement_colours(graph: Graph) -> tuple[dict[str, str], list[LegendEntry]]:
    colours = {node: _movement_colour_of(facts) for node, facts in graph.nodes(data=True)}
    movements = {node: _own_movement(facts) for node, facts in graph.nodes(data=True)}
    entries = []
    for colour in CATEGORICAL:
        nodes = tuple(node for node in graph if colours[node] == colour and movements[node])
        if nodes:
            names = sorted((movements[node] for node in nodes), key=str.casefold)
            entries.append(LegendEntry(_family_label(list(dict.fromkeys(names))), colour, nodes))
    return colours, sorted(entries, key=lambda entry: -len(entry.nodes))


def _movement_colour_of(facts: Mapping[str, Any]) -> str:
    if facts["kind"] == "artist":
        return artist_colour(facts["movements"].split(", ") if facts["movements"] else [])
    return movement_colour(facts["label"]) if facts["kind"] == "movement" else NEUTRAL


def _own_movement(facts: Mapping[str, Any]) -> str:
    """The movement that gives a node its colour; empty for none."""
    if facts["kind"] == "artist":
        return str(facts["movements"].split(", ")[0])
    return str(facts["label"]) if facts["kind"] == "movement" else ""


def _family_label(movements: Sequence[str]) -> str:
    """The family's name where all movements belong to it, else the movements themselves."""
    wanted = {movement.casefold() for movement in movements}
    for family, members in MOVEMENT_FAMILIES.items():
        if wanted <= {member.casefold() for member in members}:
            return movements[0] if len(movements) == 1 else _(family)
    return _some_of(movements)


def _community_colours(graph: Graph) -> tuple[dict[str, str], list[LegendEntry]]:
    communities = find_communities(graph)
    members: dict[int, list[str]] = {}
    for node in _ranked(graph):
        members.setdefault(communities[node], []).append(node)
    coloured = [number for number in sorted(members) if len(members[number]) > 1][: len(CATEGORICAL) - 1]
    palette = dict(zip(coloured, CATEGORICAL, strict=False))
    colours = {node: palette.get(communities[node], NEUTRAL) for node in graph}
    entries = [
        LegendEntry(_community_label(graph, members[number]), colour, tuple(members[number]))
        for number, colour in palette.items()
    ]
    rest = tuple(node for node in graph if communities[node] not in palette)
    return colours, [*entries, LegendEntry(_("Smaller communities"), NEUTRAL, rest)] if rest else entries


def _community_label(graph: Graph, nodes: Sequence[str]) -> str:
    """The traits in a community, or else the artists joined to most others."""
    named = [node for node in nodes if graph.nodes[node]["kind"] != "artist"] or list(nodes)
    named.sort(key=lambda node: -graph.degree(node))
    return _some_of([graph.nodes[node]["label"] for node in named])


def _some_of(labels: Sequence[str]) -> str:
    if len(labels) <= 2:
        return ", ".join(labels)
    return _("{first}, {second} and {n} more").format(first=labels[0], second=labels[1], n=len(labels) - 2)


def _summary(graph: Graph) -> str:
    kinds = Counter(facts["kind"] for _node, facts in graph.nodes(data=True))
    parts = [counted(kinds["artist"], "artist", "artists")]
    parts += [counted(kinds["movement"], "movement", "movements")] if kinds["movement"] else []
    parts += [counted(kinds["nationality"], "nationality", "nationalities")] if kinds["nationality"] else []
    parts += [counted(kinds["century"], "century", "centuries")] if kinds["century"] else []
    together = parts[0]
    if len(parts) > 1:
        together = _("{parts} and {last}").format(parts=", ".join(parts[:-1]), last=parts[-1])
    lines = counted(graph.number_of_edges(), "line", "lines")
    return _("Graph of {parts}, joined by {lines}.").format(parts=together, lines=lines)
