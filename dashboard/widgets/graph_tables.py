"""The graph once more, as tables: for those who read numbers, and for those who cannot see the picture."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.graph import bridge_edges, connecting_artists, edges_table, nodes_table
from core.graph.building import Graph
from dashboard.artist_graphs import Between
from dashboard.state import keep_choice, url_choice
from dashboard.text import count

TABLE_KEY = "movements.table"
_ROW_PX, _MOST_ROWS = 35, 12

_MEANINGS = {
    "nodes": "Every node. Links are its lines; betweenness is the share of the shortest ways between others that lead "
    "through it, from 0 to 1; nodes of one community are more closely joined to each other than to the rest.",
    "communities": "Groups that are more closely joined to each other than to the rest, found from the lines alone.",
    "connecting": "Artists who belong to two movements or more, and so hold the graph together.",
    "bridges": "Lines without which the graph would fall into more parts, the largest such part first.",
    "edges": "Every line and what it stands for.",
}


def show_graph_tables(graph: Graph, between: Between) -> None:
    """One table at a time; which one is in the address."""
    names = {"nodes": "All nodes", "communities": "Communities", "connecting": "Connecting artists"}
    names |= {"bridges": "Bridges", "edges": "All lines"}
    if between == "artists":
        del names["connecting"]
    kind = url_choice(TABLE_KEY, list(names), "nodes")
    st.segmented_control(
        "Table",
        list(names),
        format_func=lambda choice: names[choice],
        key=f"{TABLE_KEY}.choice",
        required=True,
        on_change=keep_choice,
        args=(TABLE_KEY,),
        label_visibility="collapsed",
    )
    table = _TABLES[kind](graph)
    st.caption(_MEANINGS[kind])
    if table.empty:
        st.markdown(":gray[There is none here.]")
        return
    st.dataframe(
        table,
        hide_index=True,
        height=_ROW_PX * (min(len(table), _MOST_ROWS) + 1) + 2,
        column_config={"Betweenness": st.column_config.NumberColumn(format="%.3f")},
        alt=f"{names[kind]}: {count(len(table), 'row')}",
        key=f"{TABLE_KEY}.{kind}",
    )


def _nodes(graph: Graph) -> pd.DataFrame:
    table = nodes_table(graph)
    table = table.assign(kind=table["kind"].str.capitalize(), community=table["community"] + 1)
    columns = {"label": "Name", "kind": "Kind", "years": "Years", "nationalities": "Nationality"}
    columns |= {"movements": "Movements", "pictures": "Pictures", "degree": "Links"}
    columns |= {"betweenness": "Betweenness", "community": "Community"}
    return table[list(columns)].rename(columns=columns)


def _communities(graph: Graph) -> pd.DataFrame:
    rows = []
    for number, members in nodes_table(graph).groupby("community"):
        artists = members[members["kind"] == "artist"]
        joined = members.loc[members["kind"] != "artist", "label"]
        rows.append(
            {
                "Community": int(str(number)) + 1,
                "Artists": len(artists),
                "Pictures": int(artists["pictures"].sum()),
                "Who": ", ".join(artists["label"]),
                "Joined by": ", ".join(joined),
            }
        )
    table = pd.DataFrame(rows, columns=["Community", "Artists", "Pictures", "Joined by", "Who"])
    return table if (table["Joined by"] != "").any() else table.drop(columns="Joined by")


def _connecting(graph: Graph) -> pd.DataFrame:
    table = connecting_artists(graph)
    columns = {"label": "Artist", "movements": "Movements", "only_link": "Only link", "betweenness": "Betweenness"}
    return table[list(columns)].rename(columns=columns)


def _bridges(graph: Graph) -> pd.DataFrame:
    columns = {"source_label": "From", "target_label": "To", "smaller_side": "Nodes it alone connects"}
    return bridge_edges(graph)[list(columns)].rename(columns=columns)


def _edges(graph: Graph) -> pd.DataFrame:
    columns = {"source_label": "From", "target_label": "To", "shared": "Shared", "weight": "Weight"}
    return edges_table(graph)[list(columns)].rename(columns=columns)


_TABLES: dict[str, Callable[[Graph], pd.DataFrame]] = {
    "nodes": _nodes,
    "communities": _communities,
    "connecting": _connecting,
    "bridges": _bridges,
    "edges": _edges,
}
