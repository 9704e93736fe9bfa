"""Movements: who belongs with whom."""

import streamlit as st

from core.graph import artist_node
from core.graph.building import Graph
from core.language import _
from dashboard.components.network import show_network
from dashboard.features.movements.artist_panel import show_artist_panel, show_trait_panel
from dashboard.features.movements.graph_controls import choose_graph, clear_filters, show_search
from dashboard.features.movements.graph_export import show_graph_export
from dashboard.features.movements.graph_tables import show_graph_tables
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.graphs import artist_graph, hover_thumbnails, network_view
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box

NODE_KEY = "movements.node"
GRAPH_PX, PANEL_PX = 560, 320


def choose_node(node: str | None) -> None:
    if node:
        st.query_params[NODE_KEY] = node
    else:
        st.query_params.pop(NODE_KEY, None)


@page_fragment
def show_movements(name: str) -> None:
    requested = st.query_params.get(NODE_KEY)
    with error_box():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            search = st.container(width=260)
            choice = choose_graph(name)
            graph, view = artist_graph(name, choice), network_view(name, choice)
            show_graph_export(name, graph, view)
        node = requested if requested in graph else None
        with search:
            show_search(view, node, choose_node)
        if not len(graph):
            show_empty_state(
                _("No artist passes these filters."), _("Clear all"), clear_filters, key="movements.empty.clear"
            )
            return
        with st.container(horizontal=True, gap="medium", key="movements-view"):
            with st.container(key="movements-graph"):
                show_network(
                    view,
                    key="movements.graph",
                    on_pick=choose_node,
                    selected=node,
                    thumbnails=hover_thumbnails(name),
                    height_px=GRAPH_PX,
                    file_name=f"{name}-movements.png",
                )
            if node is not None:
                with st.container(width=PANEL_PX, key="movements-panel", gap="small"):
                    show_panel(name, node, graph)
        st.subheader(_("The same in tables"), anchor=False)
        show_graph_tables(graph, choice.between)


def show_panel(name: str, node: str, graph: Graph) -> None:
    if graph.nodes[node]["kind"] != "artist":
        show_trait_panel(name, node, graph, choose_node)
        return
    artist = next(artist for artist in dataset_queries.artists(name) if artist_node(artist.id) == node)
    show_artist_panel(name, artist, graph, choose_node)


show_page_header(_("Movements"), _("Who belongs with whom: artists and the art movements they share."))
name = current_dataset()
if name is None:
    show_empty_state(
        _("There is no data set to look at yet. Home has two ways to get one."), key="movements.empty.none"
    )
    st.stop()
show_movements(name)
