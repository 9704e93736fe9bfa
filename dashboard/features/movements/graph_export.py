"""Taking the graph away: as a page that needs no network, or for other tools."""

import streamlit as st

from core.graph import to_graphml
from core.graph.building import Graph
from core.language import _
from dashboard.charts.network import NetworkView
from dashboard.components.network import standalone_html
from dashboard.queries.graphs import hover_thumbnails
from dashboard.state.language import keeping_language


def show_graph_export(name: str, graph: Graph, view: NetworkView) -> None:
    """Two files, built only on request.

    Args:
        name: of the data set, also in the names of the files.
        graph: what is shown.
        view: the same, ready to be drawn.
    """

    def page() -> str:
        small = {node: webp for node, webp in hover_thumbnails(name).items() if node in graph}
        title = _("Artists and movements: {name}").format(name=name)
        return standalone_html(view, title=title, thumbnails=small, file_name=f"{name}-movements.png")

    with st.popover(_("Export"), key="movements.export", icon=":material/download:"):
        st.caption(_("What is shown now, filters and colours included."))
        st.download_button(
            _("Page for any browser (HTML)"),
            keeping_language(page),
            file_name=f"{name}-movements.html",
            mime="text/html",
            key="movements.export.html",
            on_click="ignore",
            icon=":material/web:",
            help=_("One file with pictures on hover. It needs neither Atelier nor a network."),
        )
        st.download_button(
            _("Graph for other tools (GraphML)"),
            keeping_language(lambda: to_graphml(graph)),
            file_name=f"{name}-movements.graphml",
            mime="application/graphml+xml",
            key="movements.export.graphml",
            on_click="ignore",
            icon=":material/hub:",
            help=_("Gephi, Cytoscape, yEd and networkx read it."),
        )
        st.caption(_("“Save as PNG” is below the graph."))
