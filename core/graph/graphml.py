"""Export of graphs as GraphML, for Gephi, Cytoscape, yEd and networkx."""

import unicodedata
from io import BytesIO
from typing import Any

import networkx as nx

from core.graph.building import Graph

_NOT_IN_XML = {"\ufffe", "\uffff"}


def to_graphml(graph: Graph) -> bytes:
    """The graph with all its attributes as a UTF-8 GraphML document.

    Markup in names is escaped. Characters that XML does not allow (control characters, lone surrogates) become spaces.

    Returns:
        A document that `networkx.read_graphml` reads back to an equal graph, except for those characters.
    """
    names = _clean_names(graph)
    clean: Graph = nx.Graph()
    for node, attributes in graph.nodes(data=True):
        clean.add_node(names[node], **_clean_values(attributes))
    for one, other, attributes in graph.edges(data=True):
        clean.add_edge(names[one], names[other], **_clean_values(attributes))
    buffer = BytesIO()
    nx.readwrite.graphml.write_graphml_xml(clean, buffer)
    return buffer.getvalue()


def _clean_names(graph: Graph) -> dict[str, str]:
    """A valid XML name for every node; duplicates get a number."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in graph:
        wanted = name = _clean(node)
        number = 2
        while name in taken:
            name, number = f"{wanted} {number}", number + 1
        names[node] = name
        taken.add(name)
    return names


def _clean_values(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in attributes.items()}


def _clean(text: str) -> str:
    return "".join(" " if _is_outside_xml(letter) else letter for letter in text)


def _is_outside_xml(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in _NOT_IN_XML
