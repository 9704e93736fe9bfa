"""Axes and paths, against values worked out by hand."""

import pytest

from core.report.drawing import Frame, draw_path, nice_ticks


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 37, [0, 10, 20, 30]),
        (0.2, 0.9, [0.2, 0.4, 0.6, 0.8]),
        (-4, -2, [-4, -3.5, -3, -2.5, -2]),
        (3, 3, [3]),
        (0, 2.5e-5, [0, 5e-6, 1e-5, 1.5e-5, 2e-5, 2.5e-5]),
    ],
)
def test_ticks_are_round_and_within(low: float, high: float, expected: list[float]):
    assert nice_ticks(low, high) == pytest.approx(expected)


def test_a_frame_puts_values_into_pixels():
    frame = Frame(200, 100, 20, 180, 10, 90, (0, 10), (0, 1))
    assert (frame.across(0), frame.across(5), frame.across(10)) == (20, 100, 180)
    assert (frame.down(0), frame.down(1)) == (90, 10)


def test_a_path_lifts_the_pen_where_a_value_is_missing():
    assert draw_path([(0, 1), (2, 3), None, (4, 5)]) == "M0.0 1.0L2.0 3.0M4.0 5.0"
