"""The main colours of a picture."""

import numpy as np
import pytest

from core.palette import main_colours


def _stripes(*colours: tuple[tuple[int, int, int], int]) -> np.ndarray:
    return np.concatenate([np.full((60, width, 3), colour, np.uint8) for colour, width in colours], axis=1)


def test_stripes_come_back_with_their_shares():
    picture = _stripes(((200, 30, 30), 40), ((20, 40, 160), 24), ((240, 220, 60), 16))
    found = main_colours(picture, 5)
    assert [share for _, share in found] == pytest.approx([0.5, 0.3, 0.2], abs=0.001)
    expected = [(200, 30, 30), (20, 40, 160), (240, 220, 60)]
    for (text, _), colour in zip(found, expected, strict=True):
        assert [int(text[at : at + 2], 16) for at in (1, 3, 5)] == pytest.approx(colour, abs=1)


def test_a_plain_picture_has_one_colour():
    assert main_colours(np.full((10, 20, 3), 128, np.uint8)) == [("#808080", 1.0)]


def test_hardly_different_colours_are_one():
    assert len(main_colours(_stripes(((100, 100, 100), 30), ((104, 104, 104), 30)))) == 1


def test_equal_pictures_give_equal_colours_and_shares_add_up(painting_factory):
    picture = painting_factory(3, width=640, height=480)
    first = main_colours(picture, 6)
    assert first == main_colours(picture.copy(), 6)
    assert 1 < len(first) <= 6 and sum(share for _, share in first) == pytest.approx(1)
    assert [share for _, share in first] == sorted((share for _, share in first), reverse=True)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (3000, 2, 3)])
def test_any_size(shape: tuple[int, int, int]):
    assert sum(share for _, share in main_colours(np.random.default_rng(0).integers(0, 256, shape, np.uint8))) == (
        pytest.approx(1)
    )
