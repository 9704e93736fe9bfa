"""Each pretrained network, laid out flat, does exactly what Keras's own does after its own preprocessing.

Every network is built and read back once for all tests of this module; the oracle is `keras.applications`.
"""

import re
from typing import NamedTuple

import keras
import numpy as np
import pytest

from core.models.building import backbone_of, build
from core.models.freezing import backbone_layers
from core.models.registry import MODELS

pytestmark = pytest.mark.slow

applications = keras.applications
ORACLES = {
    "vgg16": (applications.VGG16, applications.vgg16.preprocess_input),
    "resnet50": (applications.ResNet50, applications.resnet50.preprocess_input),
    "densenet121": (applications.DenseNet121, applications.densenet.preprocess_input),
    "inception_resnet_v2": (applications.InceptionResNetV2, applications.inception_resnet_v2.preprocess_input),
    "nasnet_mobile": (applications.NASNetMobile, applications.nasnet.preprocess_input),
    "efficientnet_v2_b0": (applications.EfficientNetV2B0, applications.efficientnet_v2.preprocess_input),
}
SIZE = 75
CLASSES = 5


class Built(NamedTuple):
    """A network from the oracle's weight file, the same read back, and what the oracle says of two pictures."""

    name: str
    model: keras.Model
    read_back: keras.Model
    oracle_features: np.ndarray
    pictures: np.ndarray


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(7).integers(0, 256, (2, SIZE, SIZE, 3), np.uint8)


@pytest.fixture(scope="module", params=ORACLES)
def built(request, pictures, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    application, preprocess = ORACLES[request.param]
    oracle = application(include_top=False, weights=None, pooling="avg", input_shape=(SIZE, SIZE, 3))
    _move_weights(oracle)
    oracle.save_weights(folder / "oracle.weights.h5")
    # The oracle came first, so Keras's own numbering of layers has moved on.
    model = build(request.param, SIZE, CLASSES, folder / "oracle.weights.h5")
    model.save(folder / "model.keras")
    read_back = keras.saving.load_model(folder / "model.keras", compile=False, safe_mode=True)
    features = keras.ops.convert_to_numpy(oracle(preprocess(pictures.astype("float32")), training=False))
    return Built(request.param, model, read_back, features, pictures)


def _move_weights(model: keras.Model) -> None:
    """Give biases, means and variances values that show when one is put in another's place."""
    rng = np.random.default_rng(3)
    model.set_weights(
        [value * rng.uniform(0.8, 1.2, value.shape) + 0.01 * rng.random(value.shape) for value in model.get_weights()]
    )


def _features(model: keras.Model, pictures: np.ndarray) -> np.ndarray:
    return keras.ops.convert_to_numpy(backbone_of(model)(pictures, training=False))


def test_features_are_those_of_keras_applications_from_whose_file_the_weights_come(built):
    expected = built.oracle_features
    assert np.abs(expected).max() > 0
    np.testing.assert_allclose(_features(built.model, built.pictures), expected, atol=1e-4 * np.abs(expected).max())


def test_given_weights_keep_their_means_and_variances_while_training(built):
    kinds = {type(layer) for layer in built.model.layers if isinstance(layer, keras.layers.BatchNormalization)}
    assert keras.layers.BatchNormalization not in kinds
    assert all(kind.__module__ == "core.models.layers" for kind in kinds)


def test_the_graph_is_flat(built):
    assert not [layer.name for layer in built.model.layers if isinstance(layer, keras.Model)]
    assert not [layer.name for layer in built.model.layers if isinstance(layer, keras.layers.Lambda)]


def test_layers_that_keras_numbers_start_at_one_in_every_build(built):
    names = [layer.name for layer in built.model.layers]
    assert names[0] == "picture"
    assert names[-1] == "artist"
    for kind in ("conv2d", "batch_normalization", "activation", "custom_scale_layer"):
        numbers = sorted(int(name.rsplit("_", 1)[1]) for name in names if re.fullmatch(rf"{kind}_\d+", name))
        assert kind not in names
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_registry_counts_right(built):
    entry = MODELS[built.name]
    assert built.model.count_params() == entry.parameters
    assert len(backbone_layers(built.model)) == entry.layers
    assert built.model.get_layer("features").output.shape == (None, entry.features)


def test_the_saved_model_says_the_same_after_reading_it_in_safe_mode(built):
    ours, read = (
        keras.ops.convert_to_numpy(model(built.pictures, training=False)) for model in (built.model, built.read_back)
    )
    np.testing.assert_array_equal(ours, read)
    assert [layer.name for layer in built.model.layers] == [layer.name for layer in built.read_back.layers]


def test_probabilities_are_float32_and_add_up_to_one(built):
    probabilities = keras.ops.convert_to_numpy(built.model(built.pictures, training=False))
    assert probabilities.dtype == np.float32
    assert probabilities.shape == (2, CLASSES)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
