"""Pictures of a data set on the wall, each with its label and a text for those who cannot see it."""

from collections.abc import Sequence

import streamlit as st

from core.language import _
from dashboard.charts.picture_wall import HungPicture, build_picture_wall
from dashboard.queries import datasets as dataset_queries

_SHARP_AT_PX = 220


def show_picture_grid(
    name: str, painting_ids: Sequence[str], *, row_height_px: int = 180, captions: bool = True
) -> None:
    """Hang pictures in rows of one height.

    Args:
        name: of the data set.
        painting_ids: in hanging order.
        row_height_px: height of a row before it is stretched to the full width.
        captions: whether artist and number stand under each.
    """
    st.html(build_picture_wall(hung_pictures(name, painting_ids, row_height_px, captions), row_height_px))


def show_picture_strip(name: str, painting_ids: Sequence[str], *, row_height_px: int = 200) -> None:
    """Hang pictures in one row as wide as the page, without labels."""
    pictures = hung_pictures(name, painting_ids, row_height_px, captions=False)
    st.html(build_picture_wall(pictures, row_height_px, single_row=True))


def hung_pictures(
    name: str, painting_ids: Sequence[str], row_height_px: int, captions: bool = True
) -> list[HungPicture]:
    """Pictures with address, size and label, in the requested order."""
    urls = dataset_queries.thumbnail_urls(name, painting_ids, 320 if row_height_px <= _SHARP_AT_PX else 640)
    shown = [dataset_queries.painting(name, painting_id) for painting_id in painting_ids]
    return [
        HungPicture(
            url,
            painting.aspect,
            painting.title if captions else "",
            _("Painting: {title}").format(title=painting.title),
        )
        for painting, url in zip(shown, urls, strict=True)
    ]
