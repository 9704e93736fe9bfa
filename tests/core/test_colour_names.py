"""Colours in words."""

import pytest

from core.palette import colour_name


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("#000000", "black"),
        ("#FFFFFF", "white"),
        ("#808080", "grey"),
        ("#FF0000", "red"),
        ("#FFA500", "ochre"),
        ("#FFFF00", "yellow"),
        ("#00FF00", "green"),
        ("#0000FF", "blue"),
        ("#87CEEB", "sky blue"),
        ("#8B4513", "dark brown"),
        ("#FFC0CB", "pale pink"),
        ("#101830", "very dark greyish blue"),
        ("#F5DEB3", "pale beige"),
    ],
)
def test_well_known_colours(colour, name):
    assert colour_name(colour) == name


def test_every_colour_has_a_name():
    steps = ("00", "33", "66", "99", "CC", "FF")
    names = {colour_name(f"#{red}{green}{blue}") for red in steps for green in steps for blue in steps}
    assert all(names)
    assert len(names) > 30


def test_greys_go_from_dark_to_light():
    levels = list(dict.fromkeys(colour_name(f"#{level:02X}{level:02X}{level:02X}") for level in range(256)))
    assert levels == ["black", "charcoal", "dark grey", "grey", "pale grey", "white"]
