"""The pictures that a person drew a line round: who painted them, and all of them on a wall."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import streamlit as st

from core.dataset.splitting.selection import Selection
from core.language import _, counted, grouped, ngettext
from dashboard.charts.atlas import Colouring, Polygon, inside, polygon_text, read_polygon
from dashboard.components.atlas.component import AtlasPoints
from dashboard.labels.escaping import as_text
from dashboard.state.carried_selection import carry_selection
from dashboard.ui.page_link import go_to, show_page_link
from dashboard.ui.paging import page_of
from dashboard.ui.pictures import show_wall

AREA_KEY, ONLY_KEY, PAGE_KEY = "atlas.area", "atlas.only", "atlas.page"
_A_PAGE, _ROW_PX, _NAMED = 48, 120, 4


def chosen_area() -> Polygon | None:
    """The area in the address."""
    return read_polygon(st.query_params.get(AREA_KEY, ""))


def choose_area(polygon: Polygon) -> None:
    """Keep an area in the address; for callbacks."""
    st.query_params[AREA_KEY] = polygon_text(polygon)
    st.session_state.pop(PAGE_KEY, None)
    st.query_params.pop(PAGE_KEY, None)


def clear_area() -> None:
    """Choose nothing any more; for callbacks."""
    st.query_params.pop(AREA_KEY, None)


def chosen_groups() -> list[str]:
    """Labels of the groups that are seen alone; none where all are."""
    return st.query_params.get_all(ONLY_KEY)


def choose_groups(labels: Sequence[str]) -> None:
    """Keep them in the address; for callbacks."""
    if labels:
        st.query_params[ONLY_KEY] = list(labels)
    else:
        st.query_params.pop(ONLY_KEY, None)


def show_chosen(name: str, points: AtlasPoints, colouring: Colouring, focus: str | None, area: Polygon) -> None:
    """The highlighted pictures inside the lasso.

    Args:
        name: of the data set.
        points: of the map.
        colouring: of these points.
        focus: the painter who is looked for; None for all.
        area: that was drawn.
    """
    places = np.flatnonzero(inside(points.positions, area) & standing_out(points, colouring, focus))
    ids = [points.painting_ids[place] for place in places]
    painters = Counter(points.painters[place] for place in places if points.painters[place])
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="atlas-chosen"):
        chosen = ngettext("{n:,} picture chosen", "{n:,} pictures chosen", len(ids)).format(n=len(ids))
        st.subheader(chosen, anchor=False, width="content")
        st.space("stretch")
        if painters:
            _show_ways_on(name, painters)
        st.button(_("Clear"), key="atlas.area.clear", icon=":material/close:", type="tertiary", on_click=clear_area)
    if not ids:
        words = _("No highlighted picture is in this area. Select another area, or clear the filters.")
        st.markdown(f":gray[{words}]")
        return
    st.markdown(f":gray[{as_text(painters_in_words(painters))}]")
    show_wall(name, page_of(ids, _A_PAGE, PAGE_KEY), key="atlas.chosen.wall", row_height_px=_ROW_PX)


def standing_out(points: AtlasPoints, colouring: Colouring, focus: str | None) -> npt.NDArray[np.bool_]:
    """Which points the legend and the search leave strong, as the map draws them: `(n,)`."""
    only = set(chosen_groups()) & {group.label for group in colouring.groups}
    passes = np.array([group.label in only if only else not group.is_rest for group in colouring.groups], np.bool_)
    by_focus = np.array([focus is None or painter == focus for painter in points.painters], np.bool_)
    return passes[colouring.of_points] & by_focus


def painters_in_words(painters: Counter[str]) -> str:
    """As in "Claude Monet 12, Alfred Sisley 7 and 2 others"; plain text."""
    first = [f"{name} {grouped(number)}" for name, number in painters.most_common(_NAMED)]
    others = len(painters) - len(first)
    words = ", ".join(first) or _("None of them is by an artist of the table.")
    if not others:
        return words
    return _("{names} and {others}").format(names=words, others=counted(others, "other painter", "other painters"))


def _show_ways_on(name: str, painters: Counter[str]) -> None:
    names = [painter for painter, _times in painters.most_common()]
    if len(names) == 1:
        label = _("All by {painter} in the gallery").format(painter=names[0])
    else:
        label = _("All by these {n} painters in the gallery").format(n=len(names))
    query = {"dataset": name, "gallery.artists": names, "gallery.view": "all"}
    show_page_link("gallery", label, icon=":material/photo_library:", query=query)
    if len(names) > 1 and st.button(_("Train on them"), key="atlas.area.train", icon=":material/play_arrow:"):
        go_to("runs", carry_selection(Selection(mode="names", names=tuple(names))))
