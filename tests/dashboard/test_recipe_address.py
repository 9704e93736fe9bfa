"""A recipe in the address: what is written is read back, and what cannot be used is refused by name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS
from dashboard.features.augmentation.recipe_url import PRESET_KEY, START, read_recipe, recipe_key, write_recipe


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())
def test_a_recipe_comes_back_as_it_was(preset):
    asked = read_recipe(write_recipe(preset.config))
    assert asked.config == preset.config and asked.faults == ()


@given(
    rotation=st.integers(0, 1800).map(lambda tenths: tenths / 10),
    zoom=st.tuples(st.integers(10, 500), st.integers(10, 500)).map(lambda ends: tuple(sorted(e / 100 for e in ends))),
    mirrored=st.booleans(),
    fill=st.sampled_from(["nearest", "reflect", "wrap", "constant"]),
)
def test_any_recipe_comes_back_as_it_was(rotation, zoom, mirrored, fill):
    config = AugmentConfig(rotation_range=rotation, zoom_range=zoom, horizontal_flip=mirrored, fill_mode=fill)
    assert read_recipe(write_recipe(config)).config == config


def test_defaults_are_left_out():
    assert write_recipe(AugmentConfig(rotation_range=12, zoom_range=(0.8, 1.2), horizontal_flip=True)) == {
        "augmentation.rotation_range": "12",
        "augmentation.zoom_range": "0.8~1.2",
        "augmentation.horizontal_flip": "on",
    }


def test_an_address_without_a_recipe_means_a_light_one_and_none_is_said_in_words():
    assert read_recipe({"dataset": "sample", "augmentation.seed": "3"}).config == START != AugmentConfig()
    assert read_recipe(write_recipe(AugmentConfig())).config == AugmentConfig()


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_named_in_the_address_is_taken_and_what_stands_beside_it_differs_from_it(name):
    assert read_recipe({PRESET_KEY: name}).config == PRESETS[name].config
    asked = read_recipe({PRESET_KEY: name, recipe_key("shear_range"): "3", recipe_key("zoom_range"): "2~1"})
    assert asked.config == replace(PRESETS[name].config, shear_range=3)
    (fault,) = asked.faults
    assert "zoom_range is reversed" in fault


@pytest.mark.parametrize("name", ["Strong", "wild", ""])
def test_a_preset_that_there_is_not_is_refused_by_name(name):
    asked = read_recipe({PRESET_KEY: name})
    assert asked.config == START
    (fault,) = asked.faults
    assert f"no preset {name!r}" in fault and "none, light, classic, strong" in fault


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("zoom_range", "1.2~0.8", "zoom_range is reversed"),
        ("zoom_range", "-1~1", "zoom_range is (-1.0, 1.0)"),
        ("zoom_range", "0.8", "zoom_range is (0.8,)"),
        ("rotation_range", "nan", "rotation_range is nan"),
        ("rotation_range", "much", "rotation_range is 'much'"),
        ("width_shift_range", "inf", "width_shift_range is inf"),
        ("horizontal_flip", "perhaps", "horizontal_flip is 'perhaps'"),
        ("fill_mode", "sky", "fill_mode is 'sky'"),
        ("brightness_range", "", "brightness_range is ('',)"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name_and_the_rest_is_kept(name, text, says):
    asked = read_recipe({recipe_key(name): text, recipe_key("shear_range"): "3", "dataset": "sample"})
    assert asked.config == AugmentConfig(shear_range=3)
    (fault,) = asked.faults
    assert says in fault
