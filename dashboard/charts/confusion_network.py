"""Confusions laid over the graph of artists and movements: who is taken for whom, and does a movement join them?"""

from dataclasses import replace
from typing import Any

import networkx as nx

from core.graph import compute_layout
from core.graph.building import Graph
from core.language import _, counted
from dashboard.charts.network import NEUTRAL, NetworkView, build_network
from dashboard.theme import LIGHT, artist_colour

ACROSS = LIGHT.accent
"""The colour of a confusion between artists who share no movement."""

_THIN_PX, _WIDEST_PX = 0.6, 9.0


def build_confusion_network(graph: Graph, most: int) -> NetworkView:
    """Artists and movements where the graph of movements has them, and a line for each confusion.

    A confusion inside a movement has the colour of that artist's first movement; one across has `ACROSS`.

    Args:
        graph: from `core.evaluation.movements.confusion_graph`.
        most: lines at most, the commonest confusions.
    """
    confusions = sorted(
        ((one, other, facts) for one, other, facts in graph.edges(data=True) if facts["kind"] == "confusion"),
        key=lambda edge: (-edge[2]["weight"], edge[0], edge[1]),
    )
    ground = nx.Graph(graph)
    ground.remove_edges_from([(one, other) for one, other, _facts in confusions])
    view = build_network(ground, compute_layout(ground))
    shown = confusions[:most]
    widest = max((facts["weight"] for *_, facts in shown), default=1)
    lines = [_line(graph, one, other, facts, widest) for one, other, facts in shown]
    quiet = [{**edge, "width": _THIN_PX, "color": NEUTRAL} for edge in view.edges]
    inside = sum(facts["inside"] for *_, facts in shown)
    words = _("{lines} between artists who are taken for each other, {inside} inside a movement.").format(
        lines=counted(len(shown), "line", "lines"), inside=inside
    )
    nodes = [{**node, "facts": [*node["facts"], *_tooltip_lines(graph, node["id"])]} for node in view.nodes]
    return replace(view, nodes=nodes, edges=[*quiet, *lines], summary=words)


def _line(graph: Graph, one: str, other: str, facts: dict[str, Any], widest: int) -> dict[str, Any]:
    movements = graph.nodes[one].get("movements") or ""
    hue = artist_colour(movements.split(", ") if movements else []) if facts["inside"] else ACROSS
    width = 1.0 + (_WIDEST_PX - 1.0) * facts["weight"] / widest
    return {"from": one, "to": other, "width": round(width, 1), "color": hue}


def _tooltip_lines(graph: Graph, node: str) -> list[str]:
    """The tooltip of an artist."""
    facts = graph.nodes[node]
    if "hits" not in facts:
        return []
    line = _("{hits} right, {mistakes} wrong").format(hits=facts["hits"], mistakes=facts["mistakes"])
    return [line] if facts["pictures"] else []


def confusions_of(graph: Graph, node: str) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """For whom an artist is taken, and who is taken for the artist: names with counts, the most first.

    Args:
        graph: from `core.evaluation.movements.confusion_graph`.
        node: of the artist.
    """
    taken_for, instead = [], []
    for _own, other, facts in graph.edges(node, data=True):
        if facts["kind"] != "confusion":
            continue
        name = str(graph.nodes[other]["label"])
        forth, back = (facts["there"], facts["back"]) if facts["painter"] == node else (facts["back"], facts["there"])
        taken_for += [(name, int(forth))] if forth else []
        instead += [(name, int(back))] if back else []
    return sorted(taken_for, key=_most_first), sorted(instead, key=_most_first)


def _most_first(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]
