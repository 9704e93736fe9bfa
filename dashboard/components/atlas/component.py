"""Showing the map in a page, and hearing what a person chooses on it."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from core.language import _, grouped
from dashboard.charts.atlas import Colouring, Group, Polygon, usable_polygon

_HERE = Path(__file__).parent
_SCRIPTS = ("../words.js", "points.js", "thumbnails.js", "view.js", "painter.js", "atlas.js")


@cache
def atlas_script() -> str:
    """The map itself."""
    return "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)


@cache
def assets_script() -> str:
    """What takes the points, which are sent once."""
    return (_HERE / "assets.js").read_text("utf-8")


@cache
def atlas_html() -> str:
    """The elements it draws into."""
    return (_HERE / "atlas.html").read_text("utf-8")


@cache
def atlas_css() -> str:
    """Their style, in Streamlit's variables."""
    return (_HERE / "atlas.css").read_text("utf-8")


_NO_FOCUS = 65_535
_NO_NUMBER = -1

_assets = st.components.v2.component("atelier_atlas_points", js=assets_script())
_atlas = st.components.v2.component("atelier_atlas", html=atlas_html(), css=atlas_css(), js=atlas_script())


@dataclass(frozen=True, eq=False)
class AtlasPoints:
    """What is on the map; goes to the browser once.

    Attributes:
        painting_ids: n names.
        positions: `(n, 2)` float32, 0 to 1.
        painters: n names, "" if unknown.
        numbers: n places within the painter's pictures; None where the file has none.
    """

    painting_ids: tuple[str, ...]
    positions: npt.NDArray[np.float32]
    painters: tuple[str, ...]
    numbers: tuple[int | None, ...]

    @cached_property
    def artists(self) -> tuple[str, ...]:
        """The painters of the pictures, by name."""
        return tuple(sorted(set(self.painters) - {""}, key=str.casefold))

    @cached_property
    def as_data(self) -> dict[str, Any]:
        """All of it as JSON holds it, with a `signature` that changes with it."""
        places = {name: place for place, name in enumerate(self.artists)}
        artist_of = np.array([places.get(name, _NO_FOCUS) for name in self.painters], np.uint16)
        numbers = np.array([_NO_NUMBER if number is None else number for number in self.numbers], np.int32)
        positions = np.rint(np.clip(self.positions, 0, 1) * 65_535).astype(np.uint16)
        data: dict[str, Any] = {"ids": list(self.painting_ids), "artists": list(self.artists)}
        data |= {"artistOf": _packed(artist_of), "numbers": _packed(numbers), "positions": _packed(positions)}
        digest = hashlib.blake2b(repr(data).encode("utf-8", "surrogatepass"), digest_size=12)
        return {**data, "signature": digest.hexdigest()}


@dataclass(frozen=True)
class AtlasLinks:
    """Addresses within the app, to which `&painting=…` is added.

    Attributes:
        thumbnails: that answers with a small picture.
        paintings: of the page of one painting.
    """

    thumbnails: str
    paintings: str


def show_atlas(
    points: AtlasPoints,
    colouring: Colouring,
    links: AtlasLinks,
    *,
    key: str,
    summary: str,
    on_lasso: Callable[[Polygon], None],
    on_only: Callable[[list[str]], None],
    only: Sequence[str] = (),
    focus: str | None = None,
    lasso: Polygon | None = None,
    height_px: int = 580,
    file_name: str = "atlas.png",
) -> None:
    """Draw the map; moving, zooming and pointing stay in the browser.

    Args:
        points: the same object while nothing moves.
        colouring: of these points.
        links: where pictures and pages are.
        key: of the widget; `page.widget.field`.
        summary: what is drawn, for those who cannot see it.
        on_lasso: called before the page runs again, with the area that was drawn.
        on_only: called before the page runs again, with the labels of the groups to show alone; none for all.
        only: those labels now.
        focus: the only artist whose pictures are highlighted; None for none.
        lasso: the area that is chosen.
        height_px: of the map without buttons and legend.
        file_name: of the PNG that the button saves.
    """
    data = {
        "pointsFrom": key,
        "signature": points.as_data["signature"],
        "groups": [_group_data(group) for group in colouring.groups],
        "groupOf": _packed(colouring.of_points),
        "only": list(only),
        "focus": points.artists.index(focus) if focus in points.artists else -1,
        "lasso": [list(corner) for corner in lasso] if lasso else None,
        "thumbnails": links.thumbnails,
        "href": links.paintings,
        "summary": summary,
        "height": height_px,
        "fileName": file_name,
        "words": _words(),
    }
    known = {group.label for group in colouring.groups}
    with st.container(gap=None):
        _assets(key=f"{key}.points", data={"name": key, **points.as_data}, height="content")
        _atlas(
            key=key,
            data=data,
            on_lasso_change=lambda: _take_lasso(st.session_state[key], on_lasso),
            on_only_change=lambda: _take_only(st.session_state[key], known, on_only),
        )


def _group_data(group: Group) -> dict[str, Any]:
    return {
        "label": group.label,
        "title": group.title,
        "colour": group.colour,
        "pictures": grouped(group.pictures),
        "isRest": group.is_rest,
    }


def _words() -> dict[str, str]:
    """What the map says, in the language that is read."""
    return {
        "map": _("Map"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "showAll": _("Show all"),
        "pictures": _("Pictures"),
        "lasso": _("Lasso select"),
        "orDrag": _("Or drag with Shift held"),
        "inView": _("Select visible pictures"),
        "savePng": _("Save as PNG"),
        "legend": _("Colours; press one to see it alone"),
        "keys": _("Arrow keys go from picture to picture, Enter opens one."),
        "tapAgain": _("Tap it again to open it"),
        "drawLine": _("Draw a line round the pictures you want"),
    }


def _take_lasso(state: Mapping[str, Any], on_lasso: Callable[[Polygon], None]) -> None:
    reported = state.get("lasso")
    polygon = usable_polygon(reported.get("corners")) if isinstance(reported, Mapping) else None
    if polygon is not None:
        on_lasso(polygon)


def _take_only(state: Mapping[str, Any], known: set[str], on_only: Callable[[list[str]], None]) -> None:
    reported = state.get("only")
    labels = reported.get("labels") if isinstance(reported, Mapping) else None
    if isinstance(labels, list | tuple):
        on_only([label for label in labels if label in known])


def _packed(values: npt.NDArray[Any]) -> str:
    little = values.astype(values.dtype.newbyteorder("<"))
    return base64.b64encode(np.ascontiguousarray(little).tobytes()).decode("ascii")
