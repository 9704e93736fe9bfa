"""AugmentConfig: what it accepts, refuses and survives."""

import json
import math
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest
from hypothesis import given

from core.augment.config import PARAMETERS, AugmentConfig
from core.errors import InvalidInputError
from tests.core.augment.configs import configs


def test_the_default_changes_nothing():
    assert AugmentConfig().changes_nothing
    assert not AugmentConfig(rotation_range=1).changes_nothing


@given(configs)
def test_json_gives_back_the_same_config(config):
    assert AugmentConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


def test_whole_numbers_lists_and_numpy_numbers_become_the_same_plain_values():
    config = AugmentConfig(rotation_range=40, zoom_range=[np.float32(0.5), 2], cval=np.int64(7))
    assert config == AugmentConfig(rotation_range=40.0, zoom_range=(0.5, 2.0), cval=7.0)
    assert all(type(value) is float for value in (config.rotation_range, *config.zoom_range, config.cval))
    assert hash(config) == hash(AugmentConfig(rotation_range=40.0, zoom_range=(0.5, 2.0), cval=7.0))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rotation_range", math.nan),
        ("rotation_range", math.inf),
        ("rotation_range", -1),
        ("rotation_range", 181),
        ("rotation_range", "40"),
        ("rotation_range", True),
        ("rotation_range", None),
        ("width_shift_range", -0.1),
        ("width_shift_range", 1.0),
        ("height_shift_range", math.nan),
        ("shear_range", 90),
        ("zoom_range", (-0.5, 1.0)),
        ("zoom_range", (0.0, 1.0)),
        ("zoom_range", (1.2, 0.8)),
        ("zoom_range", (math.nan, 1.0)),
        ("zoom_range", (0.5, math.inf)),
        ("zoom_range", (1.0,)),
        ("zoom_range", 0.2),
        ("zoom_range", None),
        ("zoom_range", (True, 2.0)),
        ("brightness_range", (1.5, 0.5)),
        ("brightness_range", (-0.5, 0.5)),
        ("brightness_range", (0.5, 0.5, 0.5)),
        ("brightness_range", "ab"),
        ("channel_shift_range", 256),
        ("channel_shift_range", [1]),
        ("horizontal_flip", 1),
        ("vertical_flip", "yes"),
        ("fill_mode", "mirror"),
        ("fill_mode", 3),
        ("fill_mode", ["nearest"]),
        ("cval", -1),
        ("cval", 1j),
    ],
)
def test_a_wrong_value_is_refused_by_name(field, value):
    with pytest.raises(InvalidInputError, match=field):
        AugmentConfig(**{field: value})
    with pytest.raises(InvalidInputError, match=field):
        AugmentConfig.from_dict({field: value})


def test_all_faults_are_named_at_once():
    with pytest.raises(InvalidInputError) as caught:
        AugmentConfig(rotation_range=-1, zoom_range=(2, 1), fill_mode="mirror")
    assert all(name in str(caught.value) for name in ("rotation_range", "zoom_range", "fill_mode"))
    assert "reversed" in str(caught.value)


def test_unknown_keys_and_other_versions_are_refused_by_name():
    with pytest.raises(InvalidInputError, match="rotation_range"):
        AugmentConfig.from_dict({"rotation": 3})
    for version in (0, 2, "1", True, None):
        with pytest.raises(InvalidInputError, match="schema_version"):
            AugmentConfig.from_dict({"schema_version": version})
    for document in (None, [], "x", 3):
        with pytest.raises(InvalidInputError):
            AugmentConfig.from_dict(document)


def test_every_field_says_what_a_form_needs():
    assert list(PARAMETERS) == [field.name for field in fields(AugmentConfig)]
    for parameter in PARAMETERS.values():
        assert parameter.explanation.endswith(".") and parameter.title and parameter.keras
        if parameter.kind in ("number", "range"):
            assert parameter.minimum < parameter.maximum and 0 < parameter.step < parameter.maximum
    assert PARAMETERS["width_shift_range"].keras == "height_shift_range"


def test_limits_are_declared_once_and_hold():
    for name, parameter in PARAMETERS.items():
        if parameter.kind == "number":
            AugmentConfig(**{name: parameter.minimum})
            AugmentConfig(**{name: parameter.maximum})
            for beyond in (parameter.minimum - 0.001, parameter.maximum + 0.001):
                with pytest.raises(InvalidInputError, match=name):
                    AugmentConfig(**{name: beyond})


def test_a_config_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        AugmentConfig().rotation_range = 3
