"""What colours on the map mean: groups, their order, and which of them are only there for orientation."""

import numpy as np
import pytest

from core.dataset.artists.artist import Artist
from core.dataset.artists.table import builtin_artists
from dashboard.charts.atlas import (
    NEUTRAL,
    NO_ARTIST,
    NO_CENTURY,
    NO_MOVEMENT,
    NO_PREDICTION,
    RIGHT,
    WRONG,
    colours_by_answer,
    colours_by_artist,
    colours_by_century,
    colours_by_mistake,
    colours_by_movement,
)
from dashboard.theme import CATEGORICAL, SEQUENTIAL, artist_colour, contrast_ratio

ARTISTS = builtin_artists()
FIVE = ["Claude Monet", "Paul Klee", "Titian", "Edgar Degas", "Rembrandt"]


def label_of(colouring, point: int) -> str:
    return colouring.groups[colouring.of_points[point]].label


@pytest.mark.parametrize(
    "colouring",
    [
        colours_by_artist([*FIVE, "", *FIVE], ARTISTS),
        colours_by_movement([*FIVE, "", *FIVE], ARTISTS),
        colours_by_century([*FIVE, "", *FIVE], ARTISTS),
    ],
)
def test_every_point_is_in_a_group_that_counts_it(colouring):
    assert len(colouring.of_points) == 11
    counted = np.bincount(colouring.of_points, minlength=len(colouring.groups))
    assert counted.tolist() == [group.pictures for group in colouring.groups]
    assert len({group.label for group in colouring.groups}) == len(colouring.groups)


def test_up_to_eight_painters_have_a_colour_each():
    colouring = colours_by_artist(FIVE, ARTISTS)
    assert len({group.colour for group in colouring.groups}) == 5
    assert [label_of(colouring, point) for point in range(5)] == FIVE


def test_beyond_eight_a_colour_is_that_of_the_movement_as_on_every_page():
    names = [artist.name for artist in ARTISTS]
    colouring = colours_by_artist(names, ARTISTS)
    movements = {artist.name: artist.movements for artist in ARTISTS}
    assert len(colouring.groups) == len(ARTISTS)
    for group in colouring.groups:
        assert group.colour == artist_colour(movements[group.label])
    shades = [group.colour for group in colouring.groups]
    assert sorted(shades, key=shades.index) == shades, "those of one colour stand beside each other"


def test_by_movement_there_are_at_most_eight_colours_and_a_family_has_its_name():
    colouring = colours_by_movement([artist.name for artist in ARTISTS], ARTISTS)
    shown = [group for group in colouring.groups if not group.is_rest]
    assert len(shown) <= len(CATEGORICAL) and "Renaissance and before" in [group.label for group in shown]


def test_centuries_stand_in_time_from_light_to_dark():
    colouring = colours_by_century(["Paul Klee", "Giotto di Bondone", "Titian", ""], ARTISTS)
    labels = [group.label for group in colouring.groups]
    assert labels == ["14th century", "16th century", "20th century", NO_CENTURY]
    steps = [SEQUENTIAL.index(group.colour) for group in colouring.groups[:-1]]
    assert steps == sorted(steps)
    for group in colouring.groups[:-1]:
        assert min(contrast_ratio(group.colour, wall) for wall in ("#FAF7F1", "#141210")) > 1.2


def test_what_is_not_known_is_faint_and_grey():
    nobody = Artist(id=1, name="Nobody")
    for colouring, label in (
        (colours_by_artist(["", "Titian"], ARTISTS), NO_ARTIST),
        (colours_by_movement(["Nobody", "Titian"], [nobody, *ARTISTS]), NO_MOVEMENT),
        (colours_by_century(["Nobody", "Titian"], [nobody, *ARTISTS]), NO_CENTURY),
    ):
        assert label_of(colouring, 0) == label
        assert [group.is_rest for group in colouring.groups] == [False, True], "last in the legend"
        assert colouring.groups[-1].colour == NEUTRAL


def test_an_answer_has_the_colour_that_the_artist_has_as_a_painter():
    painters = ["Titian", "Rembrandt", "Titian"]
    as_painters = {group.label: group.colour for group in colours_by_artist(painters, ARTISTS).groups}
    colouring = colours_by_answer(["a", "b", "c"], {"a": "Rembrandt", "b": "Rembrandt"}, painters, ARTISTS)
    assert [label_of(colouring, point) for point in range(3)] == ["Rembrandt", "Rembrandt", NO_PREDICTION]
    assert colouring.groups[0].colour == as_painters["Rembrandt"]


def test_right_and_wrong():
    colouring = colours_by_mistake(["a", "b", "c"], {"a": True, "b": False})
    assert [label_of(colouring, point) for point in range(3)] == [RIGHT, WRONG, NO_PREDICTION]
    assert [group.is_rest for group in colouring.groups] == [False, False, True]


def test_a_painter_called_like_a_group_of_the_rest_is_not_lost():
    colouring = colours_by_answer(["a", "b"], {"a": NO_PREDICTION}, ["Titian", "Titian"], ARTISTS)
    assert sum(group.pictures for group in colouring.groups) == 2


def test_without_a_single_point_there_is_no_group():
    assert colours_by_artist([], ARTISTS).groups == ()
