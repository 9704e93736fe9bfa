"""Pictures with the answers they got, and beside each, on request, what the models looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from core.language import _
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.features.results.saliency_panel import MapAsked, SeenMap, is_any_pending, see_maps, show_about_maps
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import Painting, painting_address
from dashboard.ui.error_box import error_box

_UNKNOWN_SIZE = (320, 240)
_POLL_S = 0.7
_NARROWEST_PX, _ROOM_FOR_A_MAP_PX = 150, 110
_ROW_HEIGHTS = 1.3


@dataclass(frozen=True)
class Answered:
    """One picture of a wall.

    Attributes:
        painting_id: it must be in the data set.
        answers: what was answered, one line each, plain text.
        maps: which maps stand beside it.
    """

    painting_id: str
    answers: tuple[str, ...]
    maps: tuple[MapAsked, ...] = ()


def show_answered_wall(
    dataset: str,
    pictures: Sequence[Answered],
    where: str,
    *,
    columns: int,
    height_px: int,
    below: Callable[[Painting], None] | None = None,
) -> None:
    """Pictures side by side. While maps are being computed this part draws itself anew, and nothing else does.

    Args:
        dataset: where the pictures are.
        pictures: in hanging order.
        where: `page.widget`, the beginning of every key.
        columns: how many pictures beside each other at most; with maps fewer, for each takes more room.
        height_px: of a picture at most.
        below: draws what can be done with a picture.
    """
    maps = see_maps(dataset, pictures)
    draw = _draw_until_all_is_there if is_any_pending(maps) else _draw
    draw(dataset, pictures, where, columns, height_px, below)


@st.fragment(run_every=_POLL_S)
def _draw_until_all_is_there(
    dataset: str,
    pictures: Sequence[Answered],
    where: str,
    columns: int,
    height_px: int,
    below: Callable[[Painting], None] | None,
) -> None:
    with error_box():
        if not _draw(dataset, pictures, where, columns, height_px, below):
            st.rerun(scope="app")


def _draw(
    dataset: str,
    pictures: Sequence[Answered],
    where: str,
    columns: int,
    height_px: int,
    below: Callable[[Painting], None] | None,
) -> bool:
    """Draw what there is; whether there is more to come."""
    maps = see_maps(dataset, pictures)
    show_about_maps(maps, f"{where}.maps")
    most = max((len(picture.maps) for picture in pictures), default=0)
    urls = dataset_queries.thumbnail_urls(dataset, [picture.painting_id for picture in pictures])
    grid = st.grid(columns, min_column_width=_NARROWEST_PX + most * _ROOM_FOR_A_MAP_PX, gap="medium")
    for picture, url in zip(pictures, urls, strict=True):
        with grid.cell(), st.container(gap="xxsmall"), error_box():
            painting = dataset_queries.painting(dataset, picture.painting_id)
            key = f"{where}.picture.{picture.painting_id}"
            seen = [maps[asked, picture.painting_id] for asked in picture.maps]
            show_answered_picture(dataset, painting, url, picture.answers, seen, key=key, height_px=height_px)
            if below is not None:
                below(painting)
    return is_any_pending(maps)


def show_answered_picture(
    dataset: str,
    painting: Painting,
    url: str,
    answers: Sequence[str],
    maps: Sequence[SeenMap] = (),
    *,
    key: str,
    height_px: int,
) -> None:
    """One picture that leads to its page, its maps beside it, and under it what was answered.

    Args:
        dataset: where it is.
        painting: which.
        url: of its thumbnail.
        answers: one line each, plain text.
        maps: of it.
        key: `page.widget.field`.
        height_px: of the picture at most.
    """
    width, height = painting.width or _UNKNOWN_SIZE[0], painting.height or _UNKNOWN_SIZE[1]
    painted = LinkedPicture(
        painting_id=painting.painting_id,
        url=url,
        width=width,
        height=height,
        alt=_("Painting: {title}. {answers}").format(title=painting.title, answers=" ".join(answers)),
        href=painting_address(dataset, painting.painting_id),
    )
    beside = [
        LinkedPicture(f"{painting.painting_id}.{place}", seen.url, width, height, seen.words, caption=seen.caption)
        for place, seen in enumerate(maps)
    ]
    if beside:
        show_linked_pictures([painted, *beside], key=key, shape="row", height_px=round(_ROW_HEIGHTS * height_px))
    else:
        show_linked_pictures([painted], key=key, shape="large", height_px=height_px, kept_high=True)
    st.markdown(f":small[{as_text(painting.title)}]")
    for answer in answers:
        st.caption(as_text(answer))
