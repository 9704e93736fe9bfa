"""Many small pictures as one piece of HTML: each holds its pixels, so that all appear at once."""

import base64
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from core.language import _
from dashboard.labels.escaping import as_html

COLUMNS = (4, 6, 8)

_THREADS = min(4, os.cpu_count() or 1)
_SHEET_WIDTH_PX, _SHEET_HEIGHT_PX, _CAPTION_PX = 576, 600, 44
_FAITHFUL = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
_LIGHT = [cv2.IMWRITE_JPEG_QUALITY, 84]

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Tile:
    """One small picture.

    Attributes:
        pixels: `(height, width, 3)` uint8 RGB.
        caption: plain pieces of text under it; a piece is never broken into two lines.
        alt: plain text for those who cannot see it.
    """

    pixels: Pixels
    caption: tuple[str, ...]
    alt: str


def build_tile_sheet(tiles: Sequence[Tile], *, exact: bool = False, columns: int | None = None) -> str:
    """HTML of tiles in rows; `dashboard/style.css` gives it its shape.

    Args:
        tiles: in reading order, at least one, all of the same shape.
        exact: show every pixel as the hard square that it is, as a network gets it.
        columns: how many in a row on a wide screen; as many as let the sheet fit on a screen where None.
    """
    height, width = tiles[0].pixels.shape[:2]
    urls = encode_all((tile.pixels for tile in tiles), exact=exact)
    figures = "".join(_figure(tile, url) for tile, url in zip(tiles, urls, strict=True))
    shape = "atelier-tiles atelier-exact" if exact else "atelier-tiles"
    style = f"--columns:{columns or columns_for(len(tiles), width / height)};--aspect:{width / height:.4f}"
    return f'<div class="{shape}" style="{style}">{figures}</div>'


def columns_for(tiles: int, aspect: float) -> int:
    """The fewest columns, and so the largest tiles, with which the sheet still fits on a screen.

    Args:
        tiles: how many there are.
        aspect: width over height of each.
    """
    for columns in COLUMNS:
        rows = -(-tiles // columns)
        if rows * (_SHEET_WIDTH_PX / columns / aspect + _CAPTION_PX) <= _SHEET_HEIGHT_PX:
            return columns
    return COLUMNS[-1]


def encode_all(pictures: Iterable[Pixels], *, exact: bool) -> list[str]:
    """Addresses that hold the pictures themselves, encoded in threads.

    Args:
        pictures: each `(height, width, 3)` uint8 RGB.
        exact: keep colours sharp, at twice the size.
    """
    flags = _FAITHFUL if exact else _LIGHT
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(lambda picture: _as_url(picture, flags), pictures))


def _as_url(picture: Pixels, flags: Sequence[int]) -> str:
    _done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), flags)
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg.tobytes()).decode('ascii')}"


def _figure(tile: Tile, url: str) -> str:
    pieces = " ".join(f"<span>{as_html(piece)}</span>" for piece in tile.caption)
    words = as_html(tile.alt)
    return f'<figure title="{words}"><img src="{url}" alt="{words}"><figcaption>{pieces}</figcaption></figure>'


def build_pair(whole: Tile, fed: Tile, whole_title: str, fed_title: str) -> str:
    """HTML of one picture at full size beside the square that a network is fed.

    Args:
        whole: in its own shape.
        fed: a square, shown pixel by pixel.
        whole_title: plain text over the first.
        fed_title: over the second.
    """
    (whole_url,), (fed_url,) = encode_all([whole.pixels], exact=False), encode_all([fed.pixels], exact=True)
    height, width = whole.pixels.shape[:2]
    return (
        f'<div class="atelier-pair" style="--aspect:{width / height:.4f}">'
        f"{_titled(whole, whole_url, whole_title, '')}{_titled(fed, fed_url, fed_title, 'atelier-exact')}</div>"
    )


def _titled(tile: Tile, url: str, title: str, shape: str) -> str:
    pieces = " ".join(f"<span>{as_html(piece)}</span>" for piece in tile.caption)
    alt = as_html(f"{tile.alt}; {title[0].lower()}{title[1:]}")
    image = f'<img src="{url}" alt="{alt}">'
    return f'<figure class="{shape}">{image}<figcaption><b>{as_html(title)}</b> {pieces}</figcaption></figure>'


def build_thumbnail(pixels: Pixels, title: str) -> str:
    """HTML of one small picture.

    Args:
        pixels: `(height, width, 3)` uint8 RGB.
        title: of the painting, plain text.
    """
    (url,) = encode_all([pixels], exact=False)
    alt = as_html(_("{title}, as it is").format(title=title))
    return f'<img class="atelier-thumbnail" src="{url}" alt="{alt}">'
