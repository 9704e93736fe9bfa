"""What is known about one movement, nationality or century of the graph: its artists, pictures, and bridges."""

import streamlit as st

from core.graph import connecting_artists
from core.graph.building import Graph
from core.language import _, counted, grouped
from dashboard.features.movements.artist_panel import (
    ChooseNode,
    show_node_button,
    show_panel_heading,
    show_panel_pictures,
)
from dashboard.labels.escaping import as_text
from dashboard.labels.traits import kind_of_artists

_ARTISTS = 12


def show_trait_panel(name: str, node: str, graph: Graph, choose_node: ChooseNode) -> None:
    """The panel of a node that is not an artist.

    Args:
        name: of the data set.
        node: in the graph.
        graph: what is drawn.
        choose_node: opens another node's panel.
    """
    facts = graph.nodes[node]
    artists = sorted(graph[node], key=lambda artist: (-graph.nodes[artist]["pictures"], graph.nodes[artist]["label"]))
    show_panel_heading(facts["label"], choose_node)
    what = kind_of_artists(facts["kind"], counted(len(artists), "artist", "artists"))
    pictures = counted(facts["pictures"], "picture", "pictures")
    st.markdown(f":gray[{what} · {pictures}]")
    ids = [int(graph.nodes[artist]["artist_id"]) for artist in artists]
    show_panel_pictures(name, ids)
    st.markdown(_("**Artists**"))
    with st.container(gap=None):
        for artist in artists[:_ARTISTS]:
            drawn = graph.nodes[artist]
            with st.container(horizontal=True, horizontal_alignment="distribute", gap="small", wrap=False):
                show_node_button(artist, drawn["label"], graph, choose_node)
                st.markdown(f":gray[{grouped(drawn['pictures'])}]", width="content")
    if len(artists) > _ARTISTS:
        st.caption(_("and {n} more").format(n=len(artists) - _ARTISTS))
    if facts["kind"] == "movement":
        _show_bridges(node, artists, graph, choose_node)


def _show_bridges(node: str, artists: list[str], graph: Graph, choose_node: ChooseNode) -> None:
    """Who leads from this movement to others."""
    connecting = connecting_artists(graph)
    bridges = connecting[connecting["node"].isin(artists)]
    st.markdown(_("**What joins it to other movements**"))
    if bridges.empty:
        st.caption(_("Nothing: none of its artists belongs to another movement shown here."))
        return
    own = graph.nodes[node]["label"]
    for row in bridges.itertuples():
        others = [movement for movement in str(row.movements).split(", ") if movement != own]
        with st.container(gap=None):
            show_node_button(f"{row.node}", str(row.label), graph, choose_node, "bridge")
            words = _("to {movements}, and is the only way there") if row.only_link else _("to {movements}")
            st.caption(as_text(words.format(movements=", ".join(others))))
