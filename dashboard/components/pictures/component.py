"""Showing pictures that lead to their pages."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from core.language import _

_HERE = Path(__file__).parent
_MIN_ASPECT, _MAX_ASPECT = 0.45, 3.5

_pictures = st.components.v2.component(
    "atelier_pictures",
    html='<div class="atelier-pictures">\n</div>',
    css=(_HERE / "pictures.css").read_text("utf-8"),
    js=(_HERE / "pictures.js").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class LinkedPicture:
    """One picture; every text is plain.

    Attributes:
        painting_id: its name in the data set.
        url: what an `img` shows.
        width: of the painting in pixels.
        height: in pixels; both more than 0.
        alt: for those who cannot see it.
        caption: under it; empty for none.
        href: address within the app that it leads to; empty where it leads nowhere.
        fed: address of the square that a network is fed; empty for none.
        here: whether it is the one that the page is about.
    """

    painting_id: str
    url: str
    width: int
    height: int
    alt: str
    caption: str = ""
    href: str = ""
    fed: str = ""
    here: bool = False


def show_linked_pictures(
    pictures: Sequence[LinkedPicture],
    *,
    key: str,
    shape: Literal["wall", "large", "row"] = "wall",
    height_px: int = 150,
    kept_high: bool = False,
) -> None:
    """Hang pictures, as one element however many there are.

    Args:
        pictures: in hanging order.
        key: of the widget; `page.widget.field`.
        shape: "wall" hangs rows of one height, "large" one picture whole, "row" all whole in a single row, smaller
            where there is little room.
        height_px: of a row on a wall before it is stretched to the full width; of the others at most.
        kept_high: whether a large picture that is lower leaves the rest of that height free, so that nothing below
            moves when another one comes.
    """
    place = {"shape": shape, "height": height_px, "keptHigh": kept_high}
    data = {**place, "pictures": [_as_data(picture, shape) for picture in pictures]}
    drawn = hashlib.blake2b(json.dumps(data).encode(), digest_size=12).hexdigest()
    _pictures(key=key, data={**data, "drawn": drawn})


def _as_data(picture: LinkedPicture, shape: str) -> dict[str, Any]:
    """On a wall very long pictures are cropped to what a row can carry; elsewhere a picture is whole."""
    aspect = picture.width / picture.height
    return {
        "id": picture.painting_id,
        "url": picture.url,
        "aspect": aspect if shape != "wall" else min(_MAX_ASPECT, max(_MIN_ASPECT, aspect)),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "caption": picture.caption,
        "href": picture.href,
        "fed": picture.fed,
        "fedAlt": _("{picture}, squeezed to the square a network is fed").format(picture=picture.alt)
        if picture.fed
        else "",
        "here": picture.here,
    }
