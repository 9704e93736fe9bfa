"""Drawing: what is drawn, from where, and what is left alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from core.augment.config import AugmentConfig
from core.augment.transforms import Transform, draw_transforms
from core.errors import InvalidInputError
from tests.core.augment.configs import configs

EVERYTHING = AugmentConfig(
    rotation_range=30,
    width_shift_range=0.25,
    height_shift_range=0.1,
    shear_range=10,
    zoom_range=(0.5, 1.5),
    horizontal_flip=True,
    vertical_flip=True,
    brightness_range=(0.5, 2.0),
    channel_shift_range=20,
)
HEIGHT, WIDTH = 60, 200


def draw(config, n, seed=0):
    return draw_transforms(config, n, HEIGHT, WIDTH, np.random.default_rng(seed))


@given(configs)
def test_every_value_lies_in_its_range(config):
    for drawn in draw(config, 20):
        assert abs(drawn.theta) <= config.rotation_range
        assert abs(drawn.tx) <= config.width_shift_range * WIDTH
        assert abs(drawn.ty) <= config.height_shift_range * HEIGHT
        assert abs(drawn.shear) <= config.shear_range
        assert all(config.zoom_range[0] - 1e-9 <= zoom <= config.zoom_range[1] + 1e-9 for zoom in (drawn.zx, drawn.zy))
        assert config.horizontal_flip or not drawn.flip_horizontal
        assert config.vertical_flip or not drawn.flip_vertical
        assert (drawn.brightness is None) == (config.brightness_range is None)
        assert (drawn.channel_shift is None) == (config.channel_shift_range == 0)


def test_the_default_draws_nothing():
    assert draw(AugmentConfig(), 5) == [Transform()] * 5


@given(configs, st.integers(0, 2**32 - 1))
def test_the_same_seed_draws_the_same(config, seed):
    assert draw(config, 4, seed) == draw(config, 4, seed)


def test_more_pictures_leave_the_first_ones_as_they_were():
    assert draw(EVERYTHING, 50)[:20] == draw(EVERYTHING, 20)


def test_one_parameter_leaves_the_draws_of_the_others_as_they_were():
    values = {key: value for key, value in EVERYTHING.to_dict().items() if key != "schema_version"}
    changed = AugmentConfig(**{**values, "rotation_range": 5, "brightness_range": None})
    for before, after in zip(draw(EVERYTHING, 20), draw(changed, 20), strict=True):
        assert (before.tx, before.ty, before.shear, before.zx, before.zy) == (
            after.tx,
            after.ty,
            after.shear,
            after.zx,
            after.zy,
        )
        assert before.flip_horizontal == after.flip_horizontal
        assert after.theta == pytest.approx(before.theta / 6)


def test_the_global_generator_is_left_alone():
    before = np.random.get_state()
    draw(EVERYTHING, 10)
    after = np.random.get_state()
    assert before[0] == after[0] and np.array_equal(before[1], after[1]) and before[2:] == after[2:]


def test_flips_are_fair_coins_apart_from_each_other():
    drawn = draw(EVERYTHING, 4000)
    both = np.array([(one.flip_horizontal, one.flip_vertical) for one in drawn])
    assert both.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.03)
    assert np.corrcoef(both.T)[0, 1] == pytest.approx(0, abs=0.06)


@pytest.mark.slow
def test_distributions_are_those_of_keras_with_the_shifts_put_right(image_data_generator):
    generator = image_data_generator(
        rotation_range=EVERYTHING.rotation_range,
        height_shift_range=EVERYTHING.width_shift_range,
        width_shift_range=EVERYTHING.height_shift_range,
        shear_range=EVERYTHING.shear_range,
        zoom_range=EVERYTHING.zoom_range,
        brightness_range=EVERYTHING.brightness_range,
        channel_shift_range=EVERYTHING.channel_shift_range,
    )
    square = 100  # for Keras takes each shift as a share of the other side
    state = np.random.get_state()
    np.random.seed(5)
    theirs = [Transform.from_keras(generator.get_random_transform((square, square, 3))) for _ in range(3000)]
    np.random.set_state(state)
    ours = draw_transforms(EVERYTHING, 3000, square, square, np.random.default_rng(6))
    for name in ("theta", "tx", "ty", "shear", "zx", "zy", "brightness", "channel_shift"):
        columns = ([getattr(one, name) for one in drawn] for drawn in (ours, theirs))
        assert ks_2samp(*columns).pvalue > 1e-3, name


@given(configs)
def test_keras_parameters_there_and_back(config):
    for drawn in draw(config, 3):
        assert Transform.from_keras(drawn.to_keras()) == drawn


def test_keras_parameters_that_keras_does_not_use_are_refused():
    assert Transform.from_keras({"theta": 3}) == Transform(theta=3)
    with pytest.raises(InvalidInputError, match="rotation"):
        Transform.from_keras({"rotation": 3})


@pytest.mark.parametrize(("n", "height", "width"), [(-1, 5, 5), (1, 0, 5), (1, 5, 2.5), (True, 5, 5)])
def test_impossible_sizes_are_refused(n, height, width):
    with pytest.raises(InvalidInputError, match="whole number"):
        draw_transforms(EVERYTHING, n, height, width, np.random.default_rng(0))


def test_none_are_drawn_when_none_are_asked_for():
    assert draw(EVERYTHING, 0) == []
