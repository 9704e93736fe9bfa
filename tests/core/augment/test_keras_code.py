"""The code that is offered for copying, run: it gives the picture that the recipe gives."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given

from core.augment.apply import apply_transforms
from core.augment.config import FILL_MODES, AugmentConfig
from core.augment.keras_code import as_image_data_generator_code, as_keras_layers_code, layer_calls, layer_line
from core.augment.presets import PRESETS
from core.augment.transforms import Transform
from tests.conftest import draw_painting
from tests.core.augment.configs import configs

SIZE = 64
FULL = AugmentConfig(
    rotation_range=25,
    width_shift_range=0.3,
    height_shift_range=0.1,
    shear_range=12,
    zoom_range=(0.7, 1.4),
    horizontal_flip=True,
    vertical_flip=True,
    brightness_range=(0.5, 1.5),
    channel_shift_range=25,
    fill_mode="reflect",
)


def run(code: str, name: str):
    names = {}
    exec(code, names)
    return names[name]


def picture(seed: int = 0) -> np.ndarray:
    return draw_painting(seed, SIZE, SIZE).astype(np.float32)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Please import:DeprecationWarning")
@pytest.mark.parametrize("config", [FULL, *(preset.config for preset in PRESETS.values())])
def test_the_generator_draws_and_does_what_the_recipe_does(image_data_generator, config):
    generator = run(as_image_data_generator_code(config), "generator")
    state = np.random.get_state()
    np.random.seed(4)
    theirs = [generator.get_random_transform((SIZE, SIZE, 3)) for _ in range(200)]
    np.random.set_state(state)
    drawn = [Transform.from_keras(parameters) for parameters in theirs]
    for name, extent in (("tx", config.width_shift_range), ("ty", config.height_shift_range)):
        furthest = max(abs(getattr(one, name)) for one in drawn)
        assert 0.9 * extent * SIZE <= furthest <= extent * SIZE
    for parameters, transform in zip(theirs[:10], drawn, strict=False):
        expected = generator.apply_transform(picture(), parameters)
        ours = apply_transforms(picture()[np.newaxis], [transform], config)[0]
        assert np.abs(ours - expected).max() <= 0.01


def fixed(arguments: dict, transform: Transform) -> dict:
    """The same arguments with every range narrowed to what `transform` has."""
    only = {
        "factor": transform.theta / 360,
        "height_factor": transform.zy - 1 if transform.zy != 1 else -transform.ty / SIZE,
        "width_factor": transform.zx - 1 if transform.zx != 1 else -transform.tx / SIZE,
    }
    return {key: (only[key], only[key]) if key in only else value for key, value in arguments.items()}


@pytest.mark.slow
@pytest.mark.parametrize("fill_mode", [mode for mode in FILL_MODES if mode != "wrap"])
@pytest.mark.parametrize(
    ("layer", "transform"),
    [
        ("RandomRotation", Transform(theta=17)),
        ("RandomRotation", Transform(theta=-24)),
        ("RandomTranslation", Transform(tx=11.3, ty=-4.2)),
        ("RandomTranslation", Transform(tx=-7)),
        ("RandomZoom", Transform(zx=0.8, zy=1.3)),
        ("RandomZoom", Transform(zx=1.4, zy=1.4)),
    ],
)
def test_each_layer_gives_the_picture_of_the_recipe(tensorflow, layer, transform, fill_mode):
    config = AugmentConfig(**{**vars(FULL), "fill_mode": fill_mode, "cval": 60})
    arguments = fixed(dict(layer_calls(config))[layer], transform)
    made = run(f"import tensorflow as tf\nlayer = {layer_line(layer, arguments)}", "layer")
    images = np.stack([picture(0), picture(1)])
    theirs = np.asarray(made(images, training=True))
    assert np.abs(theirs - apply_transforms(images, [transform] * 2, config)).max() <= 0.01


@pytest.mark.slow
def test_the_pipeline_composes_its_layers_as_the_recipe_does(tensorflow):
    config = AugmentConfig(**{**vars(PRESETS["classic"].config), "shear_range": 0, "horizontal_flip": False})
    turned, moved, zoomed = Transform(theta=24), Transform(tx=9.3, ty=-5.8), Transform(zx=0.8, zy=1.2)
    code, lacking = as_keras_layers_code(config)
    for (name, arguments), only in zip(layer_calls(config), (turned, moved, zoomed), strict=True):
        written = layer_line(name, arguments)
        assert code.count(written) == 1
        code = code.replace(written, layer_line(name, fixed(arguments, only)))
    # Nothing but waves longer than what blending three times over can soften.
    smooth = np.stack([cv2.GaussianBlur(picture(seed), (0, 0), 6) for seed in (0, 1)])
    theirs = np.asarray(run(code, "augmentation")(smooth, training=True))
    at_once = Transform(theta=24, tx=9.3, ty=-5.8, zx=0.8, zy=1.2)
    ours = apply_transforms(smooth, [at_once] * 2, config)
    inside = np.ones_like(smooth)
    for step in (turned, moved, zoomed):
        inside = apply_transforms(inside, [step] * 2, replace(config, fill_mode="constant"))
    inside = inside == 1
    assert lacking == [] and inside.mean() > 0.4
    assert np.abs(theirs - ours)[inside].max() <= 1.5
    backwards = apply_transforms(smooth, [replace(at_once, theta=-24)] * 2, config)
    assert np.abs(theirs - backwards)[inside].max() > 15


@pytest.mark.slow
@pytest.mark.parametrize(
    "flips",
    [{"horizontal_flip": True}, {"vertical_flip": True}, {"horizontal_flip": True, "vertical_flip": True}],
)
def test_the_flip_layer_gives_the_mirrors_of_the_recipe_and_no_others(tensorflow, flips):
    pipeline = run(as_keras_layers_code(AugmentConfig(**flips))[0], "augmentation")
    axes = {"horizontal_flip": 1, "vertical_flip": 0}
    ways = [(), *((axes[name],) for name in flips), *([(0, 1)] if len(flips) == 2 else [])]
    results = np.asarray(pipeline(np.stack([picture()] * 64), training=True))
    expected = {axes: np.flip(picture(), axes) for axes in ways}
    seen = {next(axes for axes, image in expected.items() if np.array_equal(image, result)) for result in results}
    assert seen == set(ways)


@pytest.mark.slow
def test_the_whole_pipeline_runs_and_leaves_pictures_alone_outside_of_training(tensorflow):
    code, lacking = as_keras_layers_code(FULL)
    pipeline = run(code, "augmentation")
    images = np.stack([picture(0), picture(1)])
    shown = np.asarray(pipeline(images, training=True))
    assert shown.shape == images.shape and not np.array_equal(shown, images)
    assert np.array_equal(np.asarray(pipeline(images, training=False)), images)
    assert [sentence.split("=")[0] for sentence in lacking] == [
        "shear_range",
        "brightness_range",
        "channel_shift_range",
    ]
    assert all(sentence in code for sentence in lacking)


@pytest.mark.slow
def test_a_recipe_that_changes_nothing_is_still_a_pipeline(tensorflow):
    code, lacking = as_keras_layers_code(AugmentConfig())
    pipeline = run(code, "augmentation")
    assert lacking == [] and np.array_equal(np.asarray(pipeline(picture()[np.newaxis], training=True))[0], picture())


def test_what_layers_cannot_express_is_said():
    _, lacking = as_keras_layers_code(AugmentConfig(zoom_range=(1.0, 3.0), fill_mode="wrap", rotation_range=3))
    assert [sentence.split("=")[0] for sentence in lacking] == ["zoom_range", "fill_mode"]


@given(configs)
def test_code_for_any_recipe_is_python(config):
    compile(as_image_data_generator_code(config), "generator", "exec")
    compile(as_keras_layers_code(config)[0], "layers", "exec")


def test_only_what_the_recipe_uses_is_written():
    code = as_image_data_generator_code(AugmentConfig(width_shift_range=0.2))
    assert "    height_shift_range=0.2,  # moves sideways: Keras swaps the two shifts\n" in code
    assert "rotation" not in code and "zoom" not in code and "cval" not in code
