"""Pictures of a data set that open their own page: on a wall, or one of them large."""

from collections.abc import Sequence

from core.language import _
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import Painting, painting_address

LARGE_PX = 1280
"""Longer side of a picture shown large; nothing bigger is ever sent to a browser."""

_UNKNOWN_WIDTH, _UNKNOWN_HEIGHT = 320, 240


def show_wall(
    name: str,
    painting_ids: Sequence[str],
    *,
    key: str,
    row_height_px: int = 150,
    fed_px: int | None = None,
    captions: bool = True,
    here: str | None = None,
) -> None:
    """Hang pictures in rows of one height; choosing one opens its page.

    Args:
        name: of the data set.
        painting_ids: in hanging order.
        key: `page.widget.field`.
        row_height_px: before a row is stretched to the full width.
        fed_px: side of the square that a network is fed, shown beside each picture; None to leave it out.
        captions: whether artist and number stand under each.
        here: the picture that the page is about, if it is among them.
    """
    urls = dataset_queries.thumbnail_urls(name, painting_ids)
    fed = dataset_queries.network_view_urls(name, painting_ids, fed_px) if fed_px else [""] * len(painting_ids)
    pictures = [
        _linked(
            name, dataset_queries.painting(name, painting_id), url, square, captions=captions, here=painting_id == here
        )
        for painting_id, url, square in zip(painting_ids, urls, fed, strict=True)
    ]
    show_linked_pictures(pictures, key=key, height_px=row_height_px)


def show_large_picture(
    name: str, painting_id: str, *, key: str, height_px: int, fed_px: int | None = None, alone: bool = False
) -> None:
    """Hang one picture large, whole and at most `height_px` high.

    Args:
        name: of the data set.
        painting_id: of the picture.
        key: `page.widget.field`.
        fed_px: side of the square that a network is fed, shown beside it at the same height; None to leave it out.
        height_px: at most; of its place, so that nothing moves when another picture comes.
        alone: on its own page, where it is no link and leaves no place free.
    """
    (url,) = dataset_queries.thumbnail_urls(name, [painting_id], LARGE_PX)
    fed = dataset_queries.network_view_urls(name, [painting_id], fed_px)[0] if fed_px else ""
    picture = _linked(name, dataset_queries.painting(name, painting_id), url, fed, captions=False, linked=not alone)
    show_linked_pictures(
        [picture],
        key=key,
        shape="large",
        height_px=height_px,
        kept_high=not alone,
    )


def _linked(
    name: str, painting: Painting, url: str, fed: str, *, captions: bool, here: bool = False, linked: bool = True
) -> LinkedPicture:
    return LinkedPicture(
        painting_id=painting.painting_id,
        url=url,
        width=painting.width or _UNKNOWN_WIDTH,
        height=painting.height or _UNKNOWN_HEIGHT,
        alt=_("Painting: {title}").format(title=painting.title),
        caption=painting.title if captions else "",
        href=painting_address(name, painting.painting_id) if linked else "",
        fed=fed,
        here=here,
    )
