"""Two pictures side by side with lines between the points that match, as an SVG that holds all it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.labels.escaping import as_html

Point = tuple[float, float]
"""Across and down as fractions of the picture's width and height, from its top left corner."""

_HEIGHT, _GAP = 360.0, 24.0
_MAX_LINES = 60


@dataclass(frozen=True)
class PlacedPicture:
    """One of the two pictures.

    Attributes:
        url: data address of the pixels; nothing else can be loaded inside an SVG that is an image.
        aspect: width over height.
    """

    url: str
    aspect: float


def draw_matched_points(
    first: PlacedPicture, second: PlacedPicture, matches: Sequence[tuple[Point, Point]], colour: str
) -> str:
    """SVG of both pictures at one height, the first on the left.

    Args:
        first: the picture on the left.
        second: the picture on the right.
        matches: pairs of points, in the first and in the second picture; at most 60, evenly chosen, are drawn.
        colour: of lines and points; they get a white casing, so that they are seen on any picture.
    """
    left_width, right_width = first.aspect * _HEIGHT, second.aspect * _HEIGHT
    start = left_width + _GAP
    total = start + right_width
    lines = "".join(
        _line((x1 * left_width, y1 * _HEIGHT), (start + x2 * right_width, y2 * _HEIGHT))
        for (x1, y1), (x2, y2) in _evenly_chosen(matches)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total:.1f} {_HEIGHT:.0f}" '
        f'width="{total:.0f}" height="{_HEIGHT:.0f}">'
        f"{_image(first.url, 0, left_width)}{_image(second.url, start, right_width)}"
        f'<g stroke="#FFFFFF" stroke-opacity=".7" stroke-width="3" fill="#FFFFFF">{lines}</g>'
        f'<g stroke="{colour}" stroke-width="1.25" fill="{colour}">{lines}</g></svg>'
    )


def _evenly_chosen(matches: Sequence[tuple[Point, Point]]) -> Sequence[tuple[Point, Point]]:
    step = max(1, -(-len(matches) // _MAX_LINES))
    return matches[::step]


def _image(url: str, x: float, width: float) -> str:
    return (
        f'<image href="{as_html(url)}" x="{x:.1f}" y="0" width="{width:.1f}" height="{_HEIGHT:.0f}" '
        'preserveAspectRatio="none"/>'
    )


def _line(start: Point, end: Point) -> str:
    (x1, y1), (x2, y2) = start, end
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'
        f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="2.5"/><circle cx="{x2:.1f}" cy="{y2:.1f}" r="2.5"/>'
    )
