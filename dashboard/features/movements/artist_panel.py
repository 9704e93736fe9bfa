"""What is known about one artist of the graph, beside it: life, pictures, and who is close and why."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.dataset.artists.artist import Artist
from core.graph import connecting_artists, neighbours_table
from core.graph.building import Graph
from core.graph.traits import artist_node, traits_of
from core.language import _, counted, grouped
from dashboard.labels.escaping import as_text
from dashboard.labels.traits import kind_of_artists
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import pictures_of_artists
from dashboard.queries.graphs import pictures_by_artist
from dashboard.ui.pictures import show_wall

_PICTURES, _NEIGHBOURS = 6, 8
_LONG_BIO = 320

ChooseNode = Callable[[str | None], None]


def show_artist_panel(name: str, artist: Artist, graph: Graph, choose_node: ChooseNode) -> None:
    """The panel of an artist.

    Args:
        name: of the data set.
        artist: who.
        graph: what is drawn; only its nodes become buttons.
        choose_node: opens another node's panel.
    """
    show_panel_heading(artist.name, choose_node)
    life = [
        artist.years,
        ", ".join(artist.nationalities),
        counted(pictures_by_artist(name)[artist.id], "picture", "pictures"),
    ]
    st.markdown(f":gray[{as_text(' · '.join(filter(None, life)))}]")
    _show_movements(artist, graph, choose_node)
    show_panel_pictures(name, [artist.id])
    _show_bio(artist.bio)
    if artist.wikipedia:
        st.link_button("Wikipedia", artist.wikipedia, icon=":material/open_in_new:", key="movements.panel.wikipedia")
    _show_neighbours(name, artist, graph, choose_node)


def _show_movements(artist: Artist, graph: Graph, choose_node: ChooseNode) -> None:
    with st.container(horizontal=True, gap="medium"):
        for trait in traits_of(artist, "movement"):
            show_node_button(f"{trait.kind}:{trait.key}", trait.label, graph, choose_node)


def _show_bio(bio: str) -> None:
    if len(bio) <= _LONG_BIO:
        st.markdown(f":small[{as_text(bio)}]")
        return
    start = bio[:_LONG_BIO].rsplit(" ", 1)[0]
    st.markdown(f":small[{as_text(start)} …]")
    with st.expander(_("Read on"), key="movements.panel.bio", type="compact"):
        st.markdown(f":small[{as_text(bio[len(start) :])}]")


def _show_neighbours(name: str, artist: Artist, graph: Graph, choose_node: ChooseNode) -> None:
    near = neighbours_table(
        [other for other in dataset_queries.artists(name) if artist_node(other.id) in graph], artist.id
    )
    if near.empty:
        st.caption(_("No other artist shown shares a movement, a nationality or a century."))
        return
    st.markdown(_("**Closest artists, and why**"))
    with st.container(gap="xsmall"):
        for other in near.head(_NEIGHBOURS).to_dict("records"):
            with st.container(gap=None):
                show_node_button(artist_node(other["artist_id"]), other["name"], graph, choose_node)
                st.caption(as_text(other["why"]))


def show_panel_heading(label: str, choose_node: ChooseNode) -> None:
    """The name of the node, and the way out."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.subheader(as_text(label), anchor=False)
        st.button(
            _("Close"),
            key="movements.panel.close",
            type="tertiary",
            icon=":material/close:",
            on_click=choose_node,
            args=(None,),
            width="content",
        )


def show_panel_pictures(name: str, artist_ids: Sequence[int]) -> None:
    """A few pictures of the artists in turn; each opens its own page."""
    if shown := pictures_of_artists(dataset_queries.catalog(name), artist_ids, _PICTURES):
        show_wall(name, shown, key="movements.panel.pictures", row_height_px=72, captions=False)
    else:
        st.caption(_("There is no picture to show."))


def show_node_button(node: str, label: str, graph: Graph, choose_node: ChooseNode, part: str = "panel") -> None:
    """A node's name: a button that opens its panel where it is drawn, else plain text."""
    if node in graph:
        key = f"movements.{part}.{node}"
        st.button(as_text(label), key=key, type="tertiary", on_click=choose_node, args=(node,))
    else:
        st.markdown(as_text(label), width="content")


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
