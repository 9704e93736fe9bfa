"""Pictures hung in rows of one height that fill the width, as HTML: one element however many pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.labels.escaping import as_html

_MIN_ASPECT, _MAX_ASPECT = 0.45, 3.5


@dataclass(frozen=True)
class HungPicture:
    """One picture of a wall.

    Attributes:
        url: what an `img` shows.
        aspect: width over height.
        caption: plain text under it; empty for none.
        alt: plain text for screen readers.
    """

    url: str
    aspect: float
    caption: str
    alt: str


def build_picture_wall(pictures: Sequence[HungPicture], row_height_px: int, *, single_row: bool = False) -> str:
    """HTML of a wall; `dashboard/style.css` gives it its shape. Very long pictures are cropped to what a row can carry.

    Args:
        pictures: in hanging order.
        row_height_px: height a row has at least, before it is stretched to the full width.
        single_row: one row as wide as the page, on a phone its first four pictures.
    """
    shape = "atelier-wall atelier-strip" if single_row else "atelier-wall"
    figures = "".join(_figure(picture) for picture in pictures)
    return f'<div class="{shape}" style="--height:{row_height_px}px">{figures}</div>'


def _figure(picture: HungPicture) -> str:
    aspect = min(_MAX_ASPECT, max(_MIN_ASPECT, picture.aspect))
    caption = f"<figcaption>{as_html(picture.caption)}</figcaption>" if picture.caption else ""
    return (
        f'<figure style="--aspect:{aspect:.4f}">'
        f'<img src="{as_html(picture.url)}" alt="{as_html(picture.alt)}">{caption}</figure>'
    )
