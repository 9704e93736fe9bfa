"""Graph measures: communities, centrality, connecting artists and bridges."""

from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from core.graph.building import Graph


def find_communities(graph: Graph, seed: int = 0, resolution: float = 1.0) -> dict[str, int]:
    """Communities by the Louvain method.

    Args:
        graph: edges with `weight`.
        seed: equal seeds give equal communities on every machine.
        resolution: above 0; more than 1 gives more and smaller communities.

    Returns:
        The community of every node, numbered from 0, the largest first; of equal ones the first by node name.

    Source:
        Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks", 2008.
    """
    if not graph:
        return {}
    names = sorted(graph)
    # Integer nodes, because the order of a set of strings differs between processes.
    number_of = {name: number for number, name in enumerate(names)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(names)))
    for one, other in sorted(sorted((number_of[one], number_of[other])) for one, other in graph.edges):
        numbered.add_edge(one, other, weight=graph.edges[names[one], names[other]].get("weight", 1))
    found = nx.community.louvain_communities(numbered, seed=seed, resolution=resolution)
    ranked = sorted(found, key=lambda members: (-len(members), min(members)))
    return {names[member]: number for number, members in enumerate(ranked) for member in members}


def centrality(graph: Graph) -> pd.DataFrame:
    """Centrality of each node.

    Returns:
        Indexed by node, in the graph's order: `degree` (edges), `strength` (sum of weights) and
        `betweenness` (share of the shortest paths between other nodes through it, 0 to 1; NaN in a graph of fewer than
        three nodes).
    """
    betweenness = nx.betweenness_centrality(graph) if len(graph) > 2 else dict.fromkeys(graph, float("nan"))
    return pd.DataFrame(
        {
            "degree": pd.Series(dict(graph.degree()), dtype="int64"),
            "strength": pd.Series(dict(graph.degree(weight="weight")), dtype="int64"),
            "betweenness": pd.Series(betweenness, dtype="float64"),
        },
        index=pd.Index(list(graph), dtype="str", name="node"),
    )


def nodes_table(graph: Graph, communities: Mapping[str, int] | None = None) -> pd.DataFrame:
    """Every node with its attributes and measures, the most pictures first.

    Returns:
        node, kind, label, artist_id (missing for traits), pictures, artists (missing for artists), years, movements,
        nationalities, degree, strength, betweenness, community.
    """
    groups = find_communities(graph) if communities is None else communities
    rows = [_row(node, attributes, groups) for node, attributes in graph.nodes(data=True)]
    columns = ["node", "kind", "label", "artist_id", "pictures", "artists", "years", "movements", "nationalities"]
    table = pd.DataFrame(rows, columns=[*columns, "community"]).astype(
        {"artist_id": "Int64", "artists": "Int64", "pictures": "int64", "community": "int64"}
    )
    table = table.merge(centrality(graph), left_on="node", right_index=True, how="left")
    return table.sort_values(["pictures", "label", "node"], ascending=[False, True, True], ignore_index=True)


def _row(node: str, attributes: Mapping[str, Any], groups: Mapping[str, int]) -> dict[str, Any]:
    texts = {name: attributes.get(name, "") for name in ("years", "movements", "nationalities")}
    return {"artist_id": None, "artists": None, **attributes, **texts, "node": node, "community": groups[node]}


def edges_table(graph: Graph) -> pd.DataFrame:
    """Every edge, ordered by its labels: source, target, source_label, target_label, kind, weight, shared."""
    labels = graph.nodes.data("label")
    rows = [
        {
            "source": one,
            "target": other,
            "source_label": labels[one],
            "target_label": labels[other],
            "kind": facts["kind"],
            "weight": facts["weight"],
            "shared": facts.get("shared", labels[other]),
        }
        for one, other, facts in graph.edges(data=True)
    ]
    columns = ["source", "target", "source_label", "target_label", "kind", "weight", "shared"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["source_label", "target_label", "source", "target"], ignore_index=True
    )


def connecting_artists(graph: Graph) -> pd.DataFrame:
    """The artists who connect movements: those with two or more in a graph of `build_trait_graph`.

    Returns:
        node, artist_id, label, movements (joined by ", "), only_link (whether some of these movements have no other
        connection in this graph) and betweenness; the highest betweenness first.
    """
    between = centrality(graph)["betweenness"]
    rows = []
    for node, facts in graph.nodes(data=True):
        movements = [other for other in graph[node] if graph.nodes[other]["kind"] == "movement"]
        if facts["kind"] != "artist" or len(movements) < 2:
            continue
        without = nx.restricted_view(graph, [node], [])
        reached = nx.node_connected_component(without, movements[0])
        names = ", ".join(graph.nodes[movement]["label"] for movement in movements)
        only_link = not reached.issuperset(movements)
        rows.append((node, facts["artist_id"], facts["label"], names, only_link, between[node]))
    columns = ["node", "artist_id", "label", "movements", "only_link", "betweenness"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["betweenness", "label"], ascending=[False, True], ignore_index=True
    )


def bridge_edges(graph: Graph, min_side: int = 2) -> pd.DataFrame:
    """Bridges: edges whose removal would disconnect the graph.

    Args:
        graph: of either kind.
        min_side: smallest number of nodes on the smaller side; 1 includes edges to leaf nodes.

    Returns:
        source, target, source_label, target_label, smaller_side (nodes that would be disconnected), the largest first.
    """
    labels = graph.nodes.data("label")
    rows = []
    for edge in nx.bridges(graph):
        one, other = tuple(edge)
        whole = len(nx.node_connected_component(graph, one))
        part = len(nx.node_connected_component(nx.restricted_view(graph, [], [(one, other)]), one))
        rows.append((one, other, labels[one], labels[other], min(part, whole - part)))
    columns = ["source", "target", "source_label", "target_label", "smaller_side"]
    table = pd.DataFrame(rows, columns=columns)
    return table[table["smaller_side"] >= min_side].sort_values(
        ["smaller_side", "source_label", "target_label"], ascending=[False, True, True], ignore_index=True
    )
