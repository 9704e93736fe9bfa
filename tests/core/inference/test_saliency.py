"""Saliency: what the maps show, against computations by hand and on pictures where the answer is known."""

import io
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import cv2
import numpy as np
import pytest
from PIL import Image

from core.errors import CancelledError, InvalidInputError
from core.inference.saliency import Explainer, grad_cam, gradients, split_network
from core.inference.saliency_map import METHODS, colour_map, lay_over, normalised, overlay_bytes
from core.training.predicting import NetworkPredictor

SIZE = 32
ARTISTS = ("Red", "Blue")
COLOURS = np.array([(220, 30, 30), (30, 30, 220)], np.uint8)


def keras_model(name, size=SIZE, artists=2):
    from core.models.building import build

    return build(name, size, artists)


def noise(seed, count=1):
    return np.random.default_rng(seed).integers(90, 160, (count, SIZE, SIZE, 3), np.uint8)


def in_corner(picture, corner, colour):
    """A coloured square in one of four corners, which are numbered as one reads."""
    top, left = (corner // 2) * (SIZE - 10), (corner % 2) * (SIZE - 10)
    picture[top : top + 10, left : left + 10] = colour
    return picture


def brightest_corner(values):
    half = SIZE // 2
    quarters = [values[:half, :half], values[:half, half:], values[half:, :half], values[half:, half:]]
    return int(np.argmax([quarter.mean() for quarter in quarters]))


@pytest.fixture(scope="module")
def trained_cnn():
    """A network that learned to tell red squares from blue ones, wherever they are."""
    import keras

    keras.utils.set_random_seed(0)
    pictures, labels = noise(1, 96), np.arange(96) % 2
    for number, picture in enumerate(pictures):
        in_corner(picture, number // 2 % 4, COLOURS[labels[number]])
    model = keras_model("cnn")
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(pictures, labels, epochs=8, verbose=0)
    assert history.history["accuracy"][-1] > 0.95
    return model


def test_grad_cam_is_brightest_where_the_class_is(trained_cnn):
    explainer = Explainer(NetworkPredictor(trained_cnn, ARTISTS))
    assert explainer.method == "Grad-CAM"
    for corner in range(4):
        other = 3 - corner
        picture = in_corner(in_corner(noise(7 + corner)[0], corner, COLOURS[0]), other, COLOURS[1])
        maps = [explainer.explain(picture, artist) for artist in ARTISTS]
        assert [brightest_corner(found.values) for found in maps] == [corner, other]
        for found, artist in zip(maps, ARTISTS, strict=True):
            assert (found.values.shape, found.values.dtype, found.artist) == ((SIZE, SIZE), np.float32, artist)
            assert (found.values.min() >= 0, found.values.max()) == (True, 1)


def test_grad_cam_is_that_of_the_paper_worked_out_by_hand(trained_cnn):
    import keras

    picture = in_corner(noise(3)[0], 1, COLOURS[0])
    maps = keras.Model(trained_cnn.inputs[0], trained_cnn.get_layer("relu_4").output).predict_on_batch(picture[None])[0]
    kernel = trained_cnn.get_layer("artist").get_weights()[0]
    # Behind the map come the maximum of 2 × 2, the mean of the rest and one layer: every channel's mean slope is its
    # weight times a constant.
    expected = np.maximum((maps * kernel[:, 0]).sum(axis=-1), 0)
    found = normalised(grad_cam(split_network(trained_cnn), picture, 0))
    np.testing.assert_allclose(found, normalised(cv2.resize(expected, (SIZE, SIZE))), atol=1e-4)


def test_gradients_are_those_of_finite_differences():
    model = keras_model("snn", 16, 3)
    split = split_network(model)
    assert not split.is_feature_map
    values = np.random.default_rng(0).random((1, 16, 16, 3)).astype(np.float32)
    found = gradients(split, values, 1)
    hidden, bias = (weights.astype(np.float64) for weights in model.get_layer("features").get_weights())
    last = model.get_layer("artist").get_weights()[0].astype(np.float64)[:, 1]

    def score(pixels):
        return float(np.maximum(pixels.reshape(-1) @ hidden + bias, 0) @ last)

    for place in [(0, 0, 0, 0), (0, 7, 9, 2), (0, 15, 3, 1)]:
        step = np.zeros_like(values, np.float64)
        step[place] = 1e-6
        slope = (score(values + step) - score(values - step)) / 2e-6
        assert found[place] == pytest.approx(slope, abs=1e-4)


def test_input_gradients_show_where_a_dense_network_looks():
    import keras

    keras.utils.set_random_seed(0)
    pictures, labels = noise(2, 64), np.arange(64) % 2
    for picture, label in zip(pictures, labels, strict=True):
        picture[:10, :10] = in_corner(noise(5)[0], 0, COLOURS[label])[:10, :10]
    model = keras_model("snn")
    model.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy")
    model.fit(pictures, labels, epochs=15, verbose=0)
    found = Explainer(NetworkPredictor(model, ARTISTS)).explain(pictures[0])
    assert (found.method, found.artist, found.predicted) == ("input gradients", "Red", "Red")
    assert brightest_corner(found.values) == 0


class ByColour:
    """A model without gradients, which believes in red as far as a picture is red."""

    image_size, artists = SIZE, ARTISTS

    def predict(self, pictures):
        red = np.array([(picture[..., 0] > 200).mean() for picture in pictures], np.float32)
        return np.stack([0.1 + 0.8 * red, 0.9 - 0.8 * red], axis=1)


def test_a_model_without_gradients_is_explained_by_covering_parts():
    explainer = Explainer(ByColour())
    for corner in range(4):
        found = explainer.explain(in_corner(noise(1)[0], corner, COLOURS[0]), "Red")
        assert (found.method, found.predicted) == ("occlusion", "Blue")
        assert brightest_corner(found.values) == corner


def test_nothing_spoke_for_an_artist_whom_nothing_in_the_picture_resembles():
    found = Explainer(ByColour()).explain(noise(1)[0], "Red")
    assert not found.values.any()


def test_covering_reports_progress_and_can_be_stopped():
    reports = []
    Explainer(ByColour()).explain(noise(1)[0], progress=lambda *report: reports.append(report))
    assert reports[0][1:] == (0, 7) and reports[-1][1:] == (7, 7)

    def stop(stage, done, total):
        raise CancelledError("Stopped on request.")

    with pytest.raises(CancelledError):
        Explainer(ByColour()).explain(noise(1)[0], progress=stop)


def test_pictures_of_any_size_and_artists_the_model_knows(trained_cnn):
    explainer = Explainer(NetworkPredictor(trained_cnn, ARTISTS))
    wide = cv2.resize(in_corner(noise(1)[0], 0, COLOURS[1]), (150, 70))
    assert explainer.explain(wide).values.shape == (SIZE, SIZE)
    with pytest.raises(InvalidInputError, match=r"does not know “Green”.*Red, Blue"):
        explainer.explain(wide, "Green")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "size", "layer"),
    [
        ("vgg16", 32, "block5_conv3"),
        ("resnet50", 64, "conv5_block3_out"),
        ("resnet50", 32, "conv4_block6_out"),  # the last one of more than a single pixel
        ("efficientnet_v2_b0", 64, "top_activation"),
    ],
)
def test_pretrained_networks_are_cut_behind_their_last_feature_map(name, size, layer):
    model = keras_model(name, size)
    split = split_network(model)
    assert split.is_feature_map
    assert split.before.layers[-1].name == layer
    maps = split.before.predict_on_batch(noise(0).repeat(size // SIZE, axis=1).repeat(size // SIZE, axis=2))
    values = gradients(split, maps, 1)
    assert np.isfinite(values).all() and values.any()


def test_an_overlay_colours_what_spoke_and_leaves_the_rest():
    picture = np.full((40, 60, 3), 200, np.uint8)
    values = np.zeros((8, 8), np.float32)
    values[0, 0] = 1
    shown = lay_over(picture, values)
    assert shown.shape == picture.shape and shown.dtype == np.uint8
    assert (shown[20:, 30:] == 200).all()
    expected = 200 * 0.25 + colour_map()[255] * 0.75
    np.testing.assert_allclose(shown[0, 0], expected, atol=1)
    assert (lay_over(picture, values, strength=0) == picture).all()
    with pytest.raises(InvalidInputError, match="cannot be laid over"):
        lay_over(picture, picture)


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_an_overlay_as_a_file(kind):
    picture = noise(1)[0]
    data = overlay_bytes(picture, np.zeros((4, 4), np.float32), kind=kind)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == (kind, (SIZE, SIZE))


def test_colours_become_lighter_in_even_steps():
    """CIE lightness of OpenCV, which knows nothing of the space the colours were made in."""
    lab = cv2.cvtColor(colour_map()[np.newaxis].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0]
    steps = np.diff(lab[::15, 0])
    assert (steps > 0).all()
    assert steps.max() < 1.6 * steps.mean()


def test_methods_are_named_for_people():
    assert set(METHODS) == {"Grad-CAM", "input gradients", "occlusion"}
