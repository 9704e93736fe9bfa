"""Tiles: the pixels they hold, the values under them, and texts for those who cannot see them."""

import base64
import re

import cv2
import numpy as np
import pytest

from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS
from core.augment.transforms import Transform
from dashboard.charts.drawn_values import drawn_values, signs_in_words
from dashboard.charts.settings_table import build_difference_table
from dashboard.charts.tile_sheet import Tile, build_pair, build_tile_sheet, columns_for

SOURCE = re.compile(r'src="data:image/jpeg;base64,([^"]+)"')


def decoded(html: str) -> list[np.ndarray]:
    bytes_of = [np.frombuffer(base64.b64decode(text), np.uint8) for text in SOURCE.findall(html)]
    return [cv2.imdecode(data, cv2.IMREAD_COLOR_RGB) for data in bytes_of]


def test_a_sheet_holds_its_pictures_in_order(painting_factory):
    pictures = [painting_factory(seed, 64, 48) for seed in range(3)]
    html = build_tile_sheet([Tile(picture, ("x",), "words") for picture in pictures], exact=True)
    for shown, picture in zip(decoded(html), pictures, strict=True):
        assert shown.shape == picture.shape
        assert np.abs(shown.astype(int) - picture).mean() < 8
    assert "atelier-exact" in html and "--aspect:1.3333" in html


def test_texts_of_tiles_are_text():
    tile = Tile(np.zeros((4, 4, 3), np.uint8), ("<b>a</b>",), '"><script>')
    for html in (build_tile_sheet([tile]), build_pair(tile, tile, "<i>", "<i>")):
        assert "<script" not in html and "<b>a" not in html and "<i>" not in html
    assert "<i>" not in build_difference_table("<i>", "<i>", [("<i>", "<i>", "<i>")])


@pytest.mark.parametrize(("aspect", "columns"), [(0.5, 8), (0.7, 8), (1.0, 6), (1.3, 6), (4.0, 4)])
def test_24_tiles_fit_on_a_screen_whatever_their_shape(aspect, columns):
    assert columns_for(24, aspect) == columns


@pytest.mark.parametrize(
    ("transform", "config", "short", "words"),
    [
        (Transform(theta=12.4), AugmentConfig(rotation_range=20), "↺12°", "turned 12° left"),
        (Transform(theta=-12.4), AugmentConfig(rotation_range=20), "↻12°", "turned 12° right"),
        (Transform(tx=10), AugmentConfig(width_shift_range=0.2), "←5%", "moved 5% left"),
        (Transform(ty=-10), AugmentConfig(height_shift_range=0.2), "↓10%", "moved 10% down"),
        (Transform(shear=-3.26), AugmentConfig(shear_range=5), "∠−3°", "sheared −3.3°"),
        (Transform(theta=-0.33), AugmentConfig(rotation_range=5), "↻0.3°", "turned 0.3° right"),
        (Transform(tx=-0.8), AugmentConfig(width_shift_range=0.2), "→0.4%", "moved 0.4% right"),
        (Transform(shear=-0.13), AugmentConfig(shear_range=0.2), "∠−0.1°", "sheared −0.1°"),
        (Transform(shear=-0.03), AugmentConfig(shear_range=0.2), "∠0°", "sheared −0.03°"),
        (Transform(shear=-0.003), AugmentConfig(shear_range=0.2), "∠0°", "sheared 0°"),
        (Transform(channel_shift=-0.4), AugmentConfig(channel_shift_range=2), "rgb−0.4", "shifted by −0.4"),
        (Transform(zx=0.9, zy=1.1), AugmentConfig(zoom_range=(0.8, 1.2)), "0.90×1.10", "zoomed to 0.90 × 1.10"),
        (Transform(flip_horizontal=True), AugmentConfig(horizontal_flip=True), "⇄", "mirrored"),
        (Transform(brightness=0.8), AugmentConfig(brightness_range=(0.5, 1)), "◐0.80", "light times 0.80"),
        (Transform(channel_shift=12), AugmentConfig(channel_shift_range=20), "rgb+12", "colours shifted by +12"),
    ],
)
def test_drawn_values_are_told_in_signs_and_in_words(transform, config, short, words):
    (value,) = drawn_values(transform, config, height=100, width=200)
    assert value.short == short and words in value.words
    assert value.short[0] in signs_in_words(config) or config.zoom_range != (1, 1)


def test_what_is_not_drawn_is_not_told():
    assert drawn_values(Transform(), AugmentConfig(), 10, 10) == []
    assert signs_in_words(AugmentConfig()) == ""
    assert len(drawn_values(Transform(), PRESETS["strong"].config, 10, 10)) == 5
