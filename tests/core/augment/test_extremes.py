"""Extremes, the share that is invented, presets and notes about harm."""

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from core.augment.apply import apply_transforms
from core.augment.cautions import PALETTE_PAINTERS, PORTRAIT_PAINTERS, find_cautions
from core.augment.config import PARAMETERS, AugmentConfig
from core.augment.extremes import JOINT, extreme_transforms, worst_transform
from core.augment.presets import PRESETS
from core.augment.transforms import Transform, draw_transforms, fill_share, inverse_maps
from core.dataset.artists.table import builtin_artists
from tests.core.augment.configs import configs


def counted_share(transform, height, width, true_centre=False):
    """An independent count: pixels, four by four a pixel, whose source lies outside the painting."""
    fine = (np.arange(4) + 0.5) / 4 - 0.5
    x, y = np.meshgrid((np.arange(width)[:, None] + fine).ravel(), (np.arange(height)[:, None] + fine).ravel())
    m = inverse_maps([transform], height, width, true_centre=true_centre)[0]
    sx, sy = (row[0] * x + row[1] * y + row[2] for row in m)
    inside = (sx > -0.5) & (sx < width - 0.5) & (sy > -0.5) & (sy < height - 0.5)
    return 1 - inside.mean()


@settings(max_examples=60, deadline=None)
@given(configs)
def test_the_invented_share_is_that_of_the_pixels(config):
    for transform in draw_transforms(config, 2, 60, 90, np.random.default_rng(0)):
        assert fill_share(transform, 60, 90) == pytest.approx(counted_share(transform, 60, 90), abs=0.01)
        shown = fill_share(transform, 60, 90, true_centre=True)
        assert shown == pytest.approx(counted_share(transform, 60, 90, True), abs=0.01)


@pytest.mark.parametrize(
    ("transform", "share"),
    [
        (Transform(), 0),
        (Transform(flip_horizontal=True, flip_vertical=True), 0),
        (Transform(theta=90), 0),
        (Transform(tx=25), 0.25),
        (Transform(ty=-10, tx=50), 0.55),
        (Transform(zx=2, zy=2), 0.75),
        (Transform(zx=0.5, zy=0.5), 0),
        (Transform(tx=200), 1),
    ],
)
def test_the_invented_share_of_known_cases(transform, share):
    assert fill_share(transform, 100, 100) == pytest.approx(share, abs=1e-5)


def test_a_recipe_that_changes_nothing_has_no_corners():
    assert extreme_transforms(AugmentConfig(), 100, 100) == []


@settings(max_examples=40, deadline=None)
@given(configs)
def test_every_parameter_in_use_is_shown_at_its_extremes(config):
    corners = extreme_transforms(config, 50, 70)
    labels = [corner.label for corner in corners]
    assert len(labels) == len(set(labels))
    for name in ("rotation_range", "width_shift_range", "height_shift_range", "shear_range", "channel_shift_range"):
        assert sum(corner.parameter == name for corner in corners) == (2 if getattr(config, name) else 0)
    assert all(corner.parameter in PARAMETERS for corner in corners[:-1])
    assert not corners or corners[-1].parameter == JOINT


def test_left_is_left_and_up_is_up():
    picture = np.zeros((1, 50, 50, 3), np.uint8)
    picture[0, 24:26, 24:26] = 255
    config = AugmentConfig(width_shift_range=0.2, height_shift_range=0.2)
    middles = {}
    for corner in extreme_transforms(config, 50, 50)[:-1]:
        shown = apply_transforms(picture, [corner.transform], config)[0, ..., 0]
        middles[corner.label] = tuple(np.argwhere(shown > 0).mean(axis=0))
    assert middles == {
        "20% to the left": (24.5, 14.5),
        "20% to the right": (24.5, 34.5),
        "20% up": (14.5, 24.5),
        "20% down": (34.5, 24.5),
    }


@settings(max_examples=25, deadline=None)
@given(configs)
def test_no_other_way_to_go_to_all_ends_invents_more(config):
    worst = fill_share(worst_transform(config, 80, 80), 80, 80)
    ends = product(
        (-config.rotation_range, config.rotation_range),
        (-80 * config.width_shift_range, 80 * config.width_shift_range),
        (-80 * config.height_shift_range, 80 * config.height_shift_range),
        (-config.shear_range, config.shear_range),
        config.zoom_range,
        config.zoom_range,
    )
    assert max(fill_share(Transform(*values), 80, 80) for values in ends) <= worst + 1e-6


def test_the_worst_angle_may_lie_within_the_range():
    # A half turn covers a square again; an eighth leaves corners.
    worst = worst_transform(AugmentConfig(rotation_range=180), 80, 80)
    assert abs(worst.theta) in (45, 135)
    assert fill_share(worst, 80, 80) == pytest.approx(3 - 2 * np.sqrt(2), abs=1e-4)


def test_presets_go_from_nothing_to_much():
    assert list(PRESETS) == ["none", "light", "classic", "strong"]
    assert PRESETS["none"].config.changes_nothing
    classic = PRESETS["classic"].config
    assert (classic.rotation_range, classic.shear_range, classic.zoom_range) == (40, 0.2, (0.8, 1.2))
    shares = [fill_share(worst_transform(preset.config, 100, 100), 100, 100) for preset in PRESETS.values()]
    assert shares[0] == 0 < shares[1] < shares[2]


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"vertical_flip": True}, "vertical_flip"),
        ({"rotation_range": 170}, "upside_down"),
        ({"rotation_range": 60}, "much_rotation"),
        ({"width_shift_range": 0.4}, "much_invented"),
        ({"rotation_range": 10, "fill_mode": "constant"}, "hard_edge"),
        ({"rotation_range": 10, "fill_mode": "wrap"}, "wrapped"),
        ({"zoom_range": (0.3, 0.5)}, "close_up"),
        ({"zoom_range": (0.5, 1.2)}, "stretched"),
        ({"shear_range": 0.2}, "tiny_shear"),
        ({"brightness_range": (0.2, 1.0)}, "too_dark"),
        ({"brightness_range": (1.0, 2.0)}, "washed_out"),
        ({"channel_shift_range": 100}, "palette"),
    ],
)
def test_harm_is_noted_with_what_to_do(config, code):
    notes = find_cautions(AugmentConfig(**config))
    assert [note.code for note in notes] == [code]
    assert set(notes[0].parameters) <= set(PARAMETERS) and notes[0].parameters
    assert notes[0].sentence.endswith(".")


def test_harmless_recipes_have_no_notes():
    assert find_cautions(PRESETS["none"].config) == find_cautions(PRESETS["light"].config) == []


def test_the_palette_note_names_those_trained_on():
    strong = AugmentConfig(channel_shift_range=100)
    assert "Marc Chagall is known" in find_cautions(strong, ["Marc Chagall", "Rembrandt"])[0].sentence
    assert "known" not in find_cautions(strong, ["Rembrandt"])[0].sentence
    assert (
        "Vincent van Gogh, Andy Warhol and Claude Monet" in find_cautions(strong, shown="Vincent van Gogh")[0].sentence
    )
    assert find_cautions(strong, shown="Rembrandt") == find_cautions(strong)


def test_a_painter_of_portraits_is_named_where_they_would_stand_on_their_heads():
    flipped = AugmentConfig(vertical_flip=True)
    assert find_cautions(flipped, shown="Rembrandt")[0].sentence.startswith("Rembrandt is known for portraits")
    assert find_cautions(flipped, shown="Jackson Pollock") == find_cautions(flipped)


def test_notes_on_every_preset_are_quick():
    started = time.process_time()
    for preset in PRESETS.values():
        find_cautions(preset.config)
    assert time.process_time() - started < 0.3


def test_painters_known_for_something_are_in_the_artists_table():
    assert {*PALETTE_PAINTERS, *PORTRAIT_PAINTERS} <= {artist.name for artist in builtin_artists()}


@settings(max_examples=25, deadline=None)
@given(configs)
def test_notes_can_be_made_for_any_recipe(config):
    codes = [note.code for note in find_cautions(config)]
    assert len(codes) == len(set(codes))
