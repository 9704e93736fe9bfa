"""Areas drawn on the map: as text, from a browser that may say anything, and which points lie in them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.atlas import MOST_CORNERS, inside, polygon_text, read_polygon, usable_polygon

corners = st.lists(
    st.tuples(st.integers(-400, 1400), st.integers(-400, 1400)).map(lambda pair: (pair[0] / 1000, pair[1] / 1000)),
    min_size=3,
    max_size=MOST_CORNERS,
)


@given(corners)
def test_an_area_comes_back_from_its_address(polygon):
    assert read_polygon(polygon_text(polygon)) == tuple(polygon)


@pytest.mark.parametrize("text", ["", "1.2", "1.2~3.4", "a.b~c.d~e.f", "1~2~3", "1.2~3.4~5.6~", "9999999.1~1.1~2.2"])
def test_a_text_that_is_no_area_is_none(text):
    assert read_polygon(text) is None


@pytest.mark.parametrize(
    "told",
    [
        None,
        "x",
        [],
        [[0, 0], [1, 1]],
        [[0, 0], [1, 0], "ab"],
        [[0, 0], [1, 0], [math.nan, 1]],
        [[0, 0], [1, 0], [9, 1]],
    ],
)
def test_what_a_browser_says_is_looked_at_twice(told):
    assert usable_polygon(told) is None


def test_too_many_corners_are_none():
    assert usable_polygon([[0.1, 0.1]] * (MOST_CORNERS + 1)) is None


@given(corners, st.integers(0, 1000))
def test_the_same_points_lie_inside_as_by_another_reckoning(polygon, seed):
    # Off the grid of the corners, so that no point lies on an edge, where either answer is right.
    points = np.random.default_rng(seed).uniform(-0.2, 1.2, (60, 2)).astype(np.float32)
    x, y = points[:, 0].astype(float), points[:, 1].astype(float)
    expected = np.array([winding_parity(polygon, *point) for point in zip(x, y, strict=True)])
    assert inside(points, tuple(polygon)).tolist() == expected.tolist()


def winding_parity(polygon, x: float, y: float) -> bool:
    """Rays towards the right, crossed an odd number of times; by fractions of angles instead of crossings."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        low, high = sorted(((y1, x1), (y2, x2)))
        if low[0] <= y < high[0]:
            side = (high[1] - low[1]) * (y - low[0]) - (x - low[1]) * (high[0] - low[0])
            crossings += side > 0
    return crossings % 2 == 1


def test_a_square_holds_what_is_in_it():
    square = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    points = np.array([[0.5, 0.5], [0.1, 0.5], [0.21, 0.79], [0.9, 0.9]], np.float32)
    assert inside(points, square).tolist() == [True, False, True, False]
