"""Showing a graph in a page, and hearing which node was picked."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.charts.network import NetworkView
from dashboard.components.network.standalone import (
    assets_script,
    drawing_css,
    drawing_html,
    drawing_script,
    drawing_words,
)

_MAX_THUMBNAILS_BYTES = 1_500_000

_assets = st.components.v2.component("atelier_network_assets", js=assets_script())
_drawing = st.components.v2.component(
    "atelier_network",
    html=drawing_html(),
    css=drawing_css(),
    js=f"{drawing_script()}\nexport default mountNetwork\n",
)


def show_network(
    view: NetworkView,
    *,
    key: str,
    on_pick: Callable[[str | None], None],
    selected: str | None = None,
    thumbnails: Mapping[str, bytes] | None = None,
    height_px: int = 660,
    file_name: str = "network.png",
) -> None:
    """Draw a graph; dragging, hovering and zooming stay in the browser.

    Nodes keep the places a person drags them to for as long as the page is open and the layout gives them the same
    place. The picture follows the appearance, light or dark.

    Args:
        view: from `build_network`.
        key: of the widget; `page.widget.field`.
        on_pick: called before the page runs again, with the name of the node that was clicked or chosen by keyboard,
            or None after a click beside all nodes.
        selected: the highlighted node. One that was selected outside the drawing is centred.
        thumbnails: small WebP files by node, shown on hover; about 96 pixels are enough. They go to the browser once,
            in the view's order up to 1.5 MB. Pass the same ones each time, also while a filter hides some nodes.
        height_px: of the drawing without buttons and legend.
        file_name: of the PNG that the button saves.
    """
    known = view.node_names
    data = {
        "view": view.to_dict(),
        "selected": selected if selected in known else None,
        "height_px": height_px,
        "file_name": file_name,
        "thumbnails_from": key,
        "words": drawing_words(),
    }
    with st.container(gap=None):
        _assets(key=f"{key}.assets", data={"name": key, "thumbnails": _as_texts(thumbnails or {})}, height="content")
        _drawing(key=key, data=data, on_picked_change=lambda: on_pick(picked_node(st.session_state[key], known)))


def picked_node(state: Mapping[str, Any], known: frozenset[str]) -> str | None:
    """The node that the browser names, if the view has it; else None."""
    picked = state.get("picked")
    node = picked.get("node") if isinstance(picked, Mapping) else None
    return node if isinstance(node, str) and node in known else None


def _as_texts(thumbnails: Mapping[str, bytes]) -> dict[str, str]:
    texts, total = {}, 0
    for node, webp in thumbnails.items():
        total += len(webp)
        if total > _MAX_THUMBNAILS_BYTES:
            break
        texts[node] = base64.b64encode(webp).decode("ascii")
    return texts
