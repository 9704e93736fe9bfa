"""A lasso selection on the map: as text for an address, and the points inside it."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

MOST_CORNERS = 60

Polygon = tuple[tuple[float, float], ...]

_CORNER = re.compile(r"-?\d{1,5}")
_SCALE = 1000
_OUTSIDE = 0.5
"""How far a corner may lie beyond the map, whose sides are 1."""


def polygon_text(polygon: Sequence[tuple[float, float]]) -> str:
    """Corners in thousandths of the map, as in "120.40~310.55~200.300"."""
    return "~".join(f"{round(x * _SCALE)}.{round(y * _SCALE)}" for x, y in polygon)


def read_polygon(text: str) -> Polygon | None:
    """What `polygon_text` wrote; None where the text is no area."""
    corners = [corner.split(".") for corner in text.split("~")] if text else []
    if not all(len(pair) == 2 and all(_CORNER.fullmatch(number) for number in pair) for pair in corners):
        return None
    return usable_polygon([(int(x) / _SCALE, int(y) / _SCALE) for x, y in corners])


def usable_polygon(corners: object) -> Polygon | None:
    """Corners from a browser, if they make an area; None where they do not.

    Args:
        corners: pairs of numbers in fractions of the map.
    """
    if not isinstance(corners, list | tuple) or not 3 <= len(corners) <= MOST_CORNERS:
        return None
    if not all(isinstance(corner, list | tuple) and len(corner) == 2 for corner in corners):
        return None
    numbers = [number for corner in corners for number in corner]
    if not all(isinstance(number, int | float) and -_OUTSIDE <= number <= 1 + _OUTSIDE for number in numbers):
        return None
    return tuple((float(x), float(y)) for x, y in corners)


def inside(positions: npt.NDArray[np.float32], polygon: Polygon) -> npt.NDArray[np.bool_]:
    """Which points lie in a polygon, by the even-odd rule.

    Args:
        positions: `(n, 2)`, 0 to 1.
        polygon: corners in the same units; the last is joined to the first.

    Returns:
        `(n,)`.
    """
    x, y = positions[:, 0].astype(np.float64), positions[:, 1].astype(np.float64)
    found = np.zeros(len(positions), np.bool_)
    for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        crosses = (y1 > y) != (y2 > y)
        if y1 != y2:
            found ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return found
