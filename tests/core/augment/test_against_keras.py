"""The same drawn parameters give the picture that Keras's ImageDataGenerator gives: 0.01 of 255 in float32.

Pictures of pure noise show an error of place most; painted ones have flat areas and edges; real ones are the use.
"""

import cv2
import numpy as np
import pytest

from core.augment.apply import apply_transforms
from core.augment.config import AugmentConfig
from core.augment.transforms import Transform, draw_transforms
from tests.conftest import draw_painting

TOLERANCE = 0.01
SHAPES = [(100, 100), (64, 97), (120, 50), (33, 32), (224, 224), (7, 150)]
PICTURES_EACH = 4

GEOMETRY = {
    "rotation_range": 90,
    "width_shift_range": 0.3,
    "height_shift_range": 0.3,
    "shear_range": 30,
    "zoom_range": (0.5, 1.5),
    "horizontal_flip": True,
    "vertical_flip": True,
}
LIGHT = {"brightness_range": (0.0, 2.5), "channel_shift_range": 80}
PARAMETERS = {
    "rotation": {"rotation_range": 180},
    "sideways": {"width_shift_range": 0.4},
    "up and down": {"height_shift_range": 0.4},
    "shear": {"shear_range": 60},
    "zoom": {"zoom_range": (0.3, 2.5)},
    "flips": {"horizontal_flip": True, "vertical_flip": True},
    "brightness": {"brightness_range": (0.0, 4.0)},
    "channel shift": {"channel_shift_range": 150},
    "all that moves": GEOMETRY,
    "all but brightness": GEOMETRY | {"channel_shift_range": 80},
    "all": GEOMETRY | LIGHT,
}


def pictures_to_try(height: int, width: int, seed: int) -> np.ndarray:
    """Half noise, half painted: `(PICTURES_EACH, height, width, 3)` uint8."""
    noise = np.random.default_rng(seed).integers(0, 256, (PICTURES_EACH // 2, height, width, 3), dtype=np.uint8)
    painted = [draw_painting(seed + number, width, height) for number in range(PICTURES_EACH // 2)]
    return np.concatenate([noise, painted])


def keras_results(generator, pictures, transforms) -> np.ndarray:
    results = [
        generator.apply_transform(picture.astype(np.float32), transform.to_keras())
        for picture, transform in zip(pictures, transforms, strict=True)
    ]
    return np.stack(results)


pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Please import:DeprecationWarning")]


@pytest.mark.parametrize("fill_mode", ["nearest", "reflect"])
@pytest.mark.parametrize("name", PARAMETERS)
def test_each_parameter_alone_and_all_together(image_data_generator, name, fill_mode):
    # 2 fills × 11 sets × 6 shapes × 4 pictures = 528 cases
    config = AugmentConfig(fill_mode=fill_mode, **PARAMETERS[name])
    generator = image_data_generator(fill_mode=fill_mode)
    rng = np.random.default_rng(len(name))
    for number, (height, width) in enumerate(SHAPES):
        pictures = pictures_to_try(height, width, seed=10 * number)
        transforms = draw_transforms(config, len(pictures), height, width, rng)
        expected = keras_results(generator, pictures, transforms)
        floats = apply_transforms(pictures.astype(np.float32), transforms, config)
        assert np.abs(floats - expected).max() <= TOLERANCE
        filled = apply_transforms(pictures, transforms, config, out=np.empty(pictures.shape, np.float32))
        assert np.array_equal(filled, floats)
        as_trained = apply_transforms(pictures, transforms, config, out=np.empty_like(floats), exact=False)
        assert_equal_but_for_few(as_trained, expected, transforms)
        rounded = apply_transforms(pictures, transforms, config)
        assert_equal_but_for_rounding(rounded, expected, transforms, moved=name not in ("brightness", "flips"))


def assert_equal_but_for_few(as_trained, expected, transforms):
    """What training takes: as near, but where brightness cuts to either of two levels and multiplies the step."""
    for picture, target, transform in zip(as_trained, expected, transforms, strict=True):
        off = np.abs(picture - target)
        step = 0.0 if transform.brightness is None else np.ceil(transform.brightness)
        assert off.max() <= step + 2 * TOLERANCE
        assert (off > 2 * TOLERANCE).mean() <= 1e-3


def assert_equal_but_for_rounding(rounded, expected, transforms, *, moved):
    """Half a level by the warp and half by the shift; brightness multiplies that, and cuts where Keras cuts."""
    for picture, target, transform in zip(rounded.astype(np.float32), expected, transforms, strict=True):
        allowed = 0.0 if not moved else 0.5 if transform.channel_shift is None else 1.0
        if moved and transform.brightness is not None:
            allowed = np.ceil(transform.brightness) + 1
        assert np.abs(picture - target).max() <= allowed + TOLERANCE


@pytest.mark.parametrize("fill_mode", ["nearest", "reflect"])
def test_real_pictures_in_their_own_shapes(image_data_generator, kaggle_sample, fill_mode):
    config = AugmentConfig(fill_mode=fill_mode, **GEOMETRY, **LIGHT)
    generator = image_data_generator(fill_mode=fill_mode)
    rng = np.random.default_rng(3)
    for path in sorted((kaggle_sample / "resized").rglob("*.jpg"))[::25]:
        picture = cv2.imread(str(path), cv2.IMREAD_REDUCED_COLOR_2)[np.newaxis]
        for used in (config, AugmentConfig(fill_mode=fill_mode, **GEOMETRY)):
            transforms = draw_transforms(used, 1, *picture.shape[1:3], rng)
            expected = keras_results(generator, picture, transforms)
            ours = apply_transforms(picture, transforms, used, out=np.empty(picture.shape, np.float32))
            assert np.abs(ours - expected).max() <= TOLERANCE, path.name


@pytest.mark.parametrize("fill_mode", ["constant", "wrap"])
@pytest.mark.parametrize("name", ["rotation", "sideways", "shear", "zoom", "all that moves", "all"])
def test_the_other_fills_are_the_same_away_from_the_border(image_data_generator, name, fill_mode):
    config = AugmentConfig(fill_mode=fill_mode, cval=77, **PARAMETERS[name])
    generator = image_data_generator(fill_mode=fill_mode, cval=77)
    rng = np.random.default_rng(len(name))
    for height, width in [(100, 100), (64, 97), (120, 50), (224, 224)]:
        pictures = pictures_to_try(height, width, seed=height)
        transforms = draw_transforms(config, len(pictures), height, width, rng)
        # The bounds of a colour shift are the picture's extremes, which the border may hold.
        transforms = [without_colour_shift(one) for one in transforms]
        ours = apply_transforms(pictures.astype(np.float32), transforms, config)
        expected = keras_results(generator, pictures, transforms)
        for index, transform in enumerate(transforms):
            inside, outside = parts_away_from_the_border(image_data_generator, transform, height, width)
            compared = inside | outside if fill_mode == "constant" else inside
            assert np.abs(ours[index] - expected[index])[compared].max(initial=0) <= TOLERANCE


def without_colour_shift(transform: Transform) -> Transform:
    return Transform.from_keras(transform.to_keras() | {"channel_shift_intensity": None})


def parts_away_from_the_border(image_data_generator, transform, height, width):
    """Pixels shown that Keras takes from at least a pixel within the picture, and from well outside."""
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    places = np.stack([columns, rows, rows], axis=2)
    geometry = Transform.from_keras(transform.to_keras() | {"brightness": None, "channel_shift_intensity": None})
    generator = image_data_generator(fill_mode="constant", cval=-1000)
    source = generator.apply_transform(places, geometry.to_keras())
    x, y = source[..., 0], source[..., 1]
    inside = (x >= 1) & (x <= width - 2) & (y >= 1) & (y <= height - 2)
    reach = int(np.ceil(2 / min(transform.zx, transform.zy))) * 2 + 1
    kernel = np.ones((reach, reach), np.uint8)
    outside = cv2.erode((x < -500).astype(np.uint8), kernel, borderValue=1).astype(bool)
    return inside, outside


def test_brightness_is_what_pillow_does(image_data_generator):
    levels = np.arange(256, dtype=np.float32).repeat(3).reshape(1, 16, 16, 3)
    generator = image_data_generator()
    for factor in np.random.default_rng(0).uniform(0, 4, 200):
        transform = Transform(brightness=float(factor))
        expected = keras_results(generator, levels, [transform])
        assert np.array_equal(apply_transforms(levels, [transform], AugmentConfig()), expected)
        assert np.array_equal(apply_transforms(levels.astype(np.uint8), [transform], AugmentConfig()), expected)


def test_names_mean_what_they_say_and_keras_has_them_swapped(image_data_generator):
    picture = np.zeros((1, 40, 40, 3), np.float32)
    picture[:, 18:22, 18:22] = 255
    config = AugmentConfig(width_shift_range=0.3)
    rng = np.random.default_rng(1)
    moved = apply_transforms(picture, draw_transforms(config, 1, 40, 40, rng), config)[0, ..., 0]
    assert np.array_equal(moved.max(axis=1) > 0, picture[0, ..., 0].max(axis=1) > 0)
    assert not np.array_equal(moved.max(axis=0) > 0, picture[0, ..., 0].max(axis=0) > 0)
    state = np.random.get_state()
    theirs = image_data_generator(width_shift_range=0.3).random_transform(picture[0], seed=1)[..., 0]
    np.random.set_state(state)
    assert np.array_equal(theirs.max(axis=0) > 0, picture[0, ..., 0].max(axis=0) > 0)
