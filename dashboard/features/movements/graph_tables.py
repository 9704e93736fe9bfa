"""The graph once more, as tables: for those who read numbers, and for those who cannot see the picture."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.graph import bridge_edges, connecting_artists, edges_table, nodes_table
from core.graph.building import Graph
from core.language import N_, _, counted
from dashboard.labels.traits import KINDS
from dashboard.queries.graphs import Between
from dashboard.ui.choices import choose_segment

TABLE_KEY = "movements.table"
_ROW_PX, _MOST_ROWS = 35, 12

_NAMES = {
    "nodes": N_("All nodes"),
    "communities": N_("Communities"),
    "connecting": N_("Connecting artists"),
    "bridges": N_("Bridges"),
    "edges": N_("All lines"),
}
_MEANINGS = {
    "nodes": N_(
        "Every node. Links are its lines; betweenness is the share of the shortest ways between others that lead "
        "through it, from 0 to 1; nodes of one community are more closely joined to each other than to the rest."
    ),
    "communities": N_(
        "Groups that are more closely joined to each other than to the rest, found from the lines alone."
    ),
    "connecting": N_("Artists who belong to two movements or more, and so hold the graph together."),
    "bridges": N_("Lines without which the graph would fall into more parts, the largest such part first."),
    "edges": N_("Every edge and its meaning."),
}


def show_graph_tables(graph: Graph, between: Between) -> None:
    """One table at a time; which one is in the address."""
    kinds = [kind for kind in _NAMES if kind != "connecting" or between != "artists"]
    kind = choose_segment(TABLE_KEY, _("Table"), {kind: _(_NAMES[kind]) for kind in kinds}, "nodes")
    table = _TABLES[kind](graph)
    st.caption(_(_MEANINGS[kind]))
    if table.empty:
        st.markdown(_(":gray[There is none here.]"))
        return
    rows = counted(len(table), "row", "rows")
    st.dataframe(
        table,
        hide_index=True,
        height=_ROW_PX * (min(len(table), _MOST_ROWS) + 1) + 2,
        column_config={_("Betweenness"): st.column_config.NumberColumn(format="%.3f")},
        alt=f"{_(_NAMES[kind])}: {rows}",
        key=f"{TABLE_KEY}.{kind}",
    )


def _nodes(graph: Graph) -> pd.DataFrame:
    table = nodes_table(graph)
    table = table.assign(
        kind=[_(KINDS[kind]) for kind in table["kind"]],
        community=table["community"] + 1,
    )
    columns = {"label": _("Name"), "kind": _("Kind"), "years": _("Years"), "nationalities": _("Nationality")}
    columns |= {"movements": _("Movements"), "pictures": _("Pictures"), "degree": _("Links")}
    columns |= {"betweenness": _("Betweenness"), "community": _("Community")}
    return table[list(columns)].rename(columns=columns)


def _communities(graph: Graph) -> pd.DataFrame:
    joined_by = _("Joined by")
    rows = []
    for number, members in nodes_table(graph).groupby("community"):
        artists = members[members["kind"] == "artist"]
        joined = members.loc[members["kind"] != "artist", "label"]
        rows.append(
            {
                _("Community"): int(str(number)) + 1,
                _("Artists"): len(artists),
                _("Pictures"): int(artists["pictures"].sum()),
                joined_by: ", ".join(joined),
                _("Who"): ", ".join(artists["label"]),
            }
        )
    table = pd.DataFrame(rows, columns=[_("Community"), _("Artists"), _("Pictures"), joined_by, _("Who")])
    return table if (table[joined_by] != "").any() else table.drop(columns=joined_by)


def _connecting(graph: Graph) -> pd.DataFrame:
    table = connecting_artists(graph)
    columns = {"label": _("Artist"), "movements": _("Movements")}
    columns |= {"only_link": _("Only link"), "betweenness": _("Betweenness")}
    return table[list(columns)].rename(columns=columns)


def _bridges(graph: Graph) -> pd.DataFrame:
    columns = {"source_label": _("From"), "target_label": _("To"), "smaller_side": _("Nodes it alone connects")}
    return bridge_edges(graph)[list(columns)].rename(columns=columns)


def _edges(graph: Graph) -> pd.DataFrame:
    columns = {"source_label": _("From"), "target_label": _("To"), "shared": _("Shared"), "weight": _("Weight")}
    return edges_table(graph)[list(columns)].rename(columns=columns)


_TABLES: dict[str, Callable[[Graph], pd.DataFrame]] = {
    "nodes": _nodes,
    "communities": _communities,
    "connecting": _connecting,
    "bridges": _bridges,
    "edges": _edges,
}
