"""Pictures of one work: two of them side by side with the matched points drawn, and what can be said about them."""

from itertools import combinations

import streamlit as st

from core.environment import is_read_only
from core.language import _, ngettext
from dashboard.charts.matched_points import PlacedPicture, draw_matched_points
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import Painting
from dashboard.state.session import current_palette
from dashboard.ui.exclusion import reject_pair, show_leave_out
from dashboard.ui.picture_grid import show_picture_grid

_THUMBNAIL_PX = 480
_PAIR_HEIGHT_PX = 300


def show_work_group(name: str, painting_ids: tuple[str, ...], *, with_points: bool, can_differ: bool) -> None:
    """One group: its pictures, one pair of them compared, and the actions.

    Args:
        name: of the data set.
        painting_ids: two or more pictures of one work.
        with_points: whether lines join the points that match.
        can_differ: whether a person may say that two of them are different works; identical files are not.
    """
    pairs = [(pair.first, pair.second) for pair in dataset_queries.found_pairs(name, painting_ids)]
    pairs = pairs or list(combinations(painting_ids, 2))
    pair = pairs[0]
    if len(painting_ids) > 2:
        show_picture_grid(name, painting_ids, row_height_px=110)
        pair = _choose_pair(name, pairs)
    _show_pair(name, pair[0], pair[1], with_points)
    with st.grid(2, min_column_width=200, gap="medium") as grid:
        for painting_id in pair:
            with grid.cell(), st.container(gap="xsmall"):
                painting = dataset_queries.painting(name, painting_id)
                st.markdown(as_text(painting.title))
                st.caption(as_text(_facts(painting)))
                show_leave_out(name, painting_id, f"health.group.{painting_ids[0]}")
    if can_differ:
        st.button(
            _("These are not the same work"),
            key=f"health.group.{pair[0]}.{pair[1]}.reject",
            icon=":material/call_split:",
            on_click=reject_pair,
            args=(name, *pair),
            disabled=is_read_only(),
        )


def _choose_pair(name: str, pairs: list[tuple[str, str]]) -> tuple[str, str]:
    chosen = st.selectbox(
        _("Compare two of them"),
        pairs,
        format_func=lambda pair: _("{first} and {second}").format(
            first=dataset_queries.title(name, pair[0]), second=dataset_queries.title(name, pair[1])
        ),
        key=f"health.group.{pairs[0][0]}.{pairs[0][1]}.pair",
    )
    return chosen if isinstance(chosen, tuple) else pairs[0]


def _show_pair(name: str, first: str, second: str, with_points: bool) -> None:
    matches = dataset_queries.match_points(name, first, second) if with_points else []
    shown = [dataset_queries.painting(name, painting_id) for painting_id in (first, second)]
    left, right = (
        PlacedPicture(url, painting.aspect)
        for painting, url in zip(
            shown, dataset_queries.thumbnail_urls(name, (first, second), _THUMBNAIL_PX), strict=True
        )
    )
    alt = _pair_in_words(shown[0].title, shown[1].title, len(matches) if with_points else None)
    width_px = round((left.aspect + right.aspect) * _PAIR_HEIGHT_PX)
    st.image(draw_matched_points(left, right, matches, current_palette().accent), width=width_px, alt=alt)
    if with_points:
        found = ngettext("{n:,} point found in both.", "{n:,} points found in both.", len(matches))
        st.caption(f"{found.format(n=len(matches))} {_relation(name, first, second)}")


def _pair_in_words(first: str, second: str, points: int | None) -> str:
    """The pair for those who cannot see it; None for the points where none are drawn."""
    if points is None:
        return _("{first} beside {second}").format(first=first, second=second)
    return ngettext(
        "{first} beside {second}, {n:,} matching point joined by lines",
        "{first} beside {second}, {n:,} matching points joined by lines",
        points,
    ).format(first=first, second=second, n=points)


def _relation(name: str, first: str, second: str) -> str:
    """How much of the work each picture shows."""
    pair = next(iter(dataset_queries.found_pairs(name, (first, second))), None)
    if pair is None:
        return ""
    if pair.relation == "detail":
        if pair.cover_second > pair.cover_first:
            return _("The picture on the right is a detail of the one on the left.")
        return _("The picture on the left is a detail of the one on the right.")
    if pair.relation == "copy":
        return _("Both show nearly all of the work.")
    return _("Each shows a part that the other lacks.")


def _facts(painting: Painting) -> str:
    return _("{width} × {height} pixels, {size:,.0f} KB, {painting}").format(
        width=painting.width, height=painting.height, size=painting.bytes / 1000, painting=painting.painting_id
    )
