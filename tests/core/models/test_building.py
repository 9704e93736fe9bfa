"""What `build` promises of every model, tried on the quick ones and on ResNet50 where it takes a backbone."""

import h5py
import keras
import numpy as np
import pytest

from core.environment import test_files_root as real_files_root
from core.errors import InvalidInputError, NotFoundError
from core.models import build as build_lazily
from core.models.building import backbone_of, build, head_of
from core.models.freezing import backbone_layers, set_trainable
from core.models.registry import MODELS
from core.models.summary import layer_table, layers_document

OWN = ("snn", "cnn")
SIZE = 32


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(1).integers(0, 256, (6, SIZE, SIZE, 3), np.uint8)


@pytest.fixture(scope="module")
def resnet():
    """One ResNet50 for the tests that leave its layers as they are, or set them themselves."""
    return build("resnet50", SIZE, 4)


def values(tensor) -> np.ndarray:
    return keras.ops.convert_to_numpy(tensor)


def test_the_dense_net_has_exactly_three_million_six_hundred_and_five_parameters():
    model = build("snn", 100, 5)
    assert model.count_params() == 30_000 * 100 + 100 + 100 * 5 + 5 == 3_000_605


@pytest.mark.parametrize("name", OWN)
def test_the_registry_counts_the_own_models_right(name):
    entry = MODELS[name]
    model = build(name, entry.default_image_size, 5)
    assert model.count_params() == entry.parameters
    assert len(backbone_layers(model)) == entry.layers
    assert model.get_layer("features").output.shape == (None, entry.features)


def test_the_dense_net_computes_what_its_description_says(pictures):
    model = build("snn", SIZE, 3)
    wide, bias, last, last_bias = model.get_weights()
    hidden = np.maximum(pictures.reshape(6, -1) / 255 @ wide + bias, 0)
    scores = np.exp(hidden @ last + last_bias)
    np.testing.assert_allclose(values(model(pictures)), scores / scores.sum(axis=1, keepdims=True), atol=1e-5)


@pytest.mark.parametrize("name", OWN)
def test_own_models_come_back_from_a_keras_file_in_safe_mode(name, pictures, tmp_path):
    model = build(name, SIZE, 3)
    model.save(tmp_path / "model.keras")
    read = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    np.testing.assert_array_equal(values(model(pictures)), values(read(pictures)))


@pytest.mark.parametrize("name", OWN)
def test_a_weight_file_of_an_own_run_fills_the_backbone_and_leaves_the_head(name, pictures, tmp_path):
    taught = build(name, SIZE, 3)
    taught.save_weights(tmp_path / "taught.weights.h5")
    pupil = build(name, SIZE, 7, tmp_path / "taught.weights.h5")
    np.testing.assert_array_equal(values(backbone_of(taught)(pictures)), values(backbone_of(pupil)(pictures)))
    assert pupil.output_shape == (None, 7)


def test_backbone_and_head_together_are_the_model_and_training_the_head_trains_it(resnet, pictures):
    backbone, head = backbone_of(resnet), head_of(resnet)
    features = values(backbone(pictures))
    assert features.dtype == np.float32
    np.testing.assert_allclose(values(head(features)), values(resnet(pictures)), atol=1e-5)
    before = values(resnet(pictures))
    head.compile("adam", "sparse_categorical_crossentropy")
    head.fit(features, np.arange(6) % 4, epochs=2, verbose=0)
    after = values(resnet(pictures))
    assert np.abs(after - before).max() > 1e-4
    np.testing.assert_allclose(values(head(features)), after, atol=1e-5)
    np.testing.assert_array_equal(values(backbone(pictures)), features)


def test_a_model_whose_parts_were_taken_can_still_be_saved(pictures, tmp_path):
    model = build("cnn", SIZE, 3)
    head_of(model), backbone_of(model)
    model.save(tmp_path / "model.keras")
    read = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    np.testing.assert_array_equal(values(model(pictures)), values(read(pictures)))
    np.testing.assert_allclose(values(head_of(read)(backbone_of(read)(pictures))), values(read(pictures)), atol=1e-6)


def test_freezing_the_backbone_leaves_the_head_to_train(resnet):
    set_trainable(resnet, False)
    assert [weight.path for weight in resnet.trainable_weights] == ["artist/kernel", "artist/bias"]
    set_trainable(resnet, True)
    assert len(resnet.trainable_weights) == 2 + 2 * 53 + 2 * 53


def test_a_number_freezes_so_many_layers_from_the_picture_on(resnet):
    names = backbone_layers(resnet)
    assert names[0] == "conv1_pad"
    assert names[-1] == "features"
    first = names.index("conv3_block1_1_conv")
    set_trainable(resnet, first)
    learning = [layer.name for layer in resnet.layers if layer.trainable_weights]
    assert learning[0] in {"conv3_block1_1_conv", "conv3_block1_0_conv"}
    assert not {"conv1_conv", "conv2_block3_3_conv"} & set(learning)
    set_trainable(resnet, len(names))
    assert [layer.name for layer in resnet.layers if layer.trainable_weights] == ["artist"]


@pytest.mark.parametrize("count", [-1, 10_000])
def test_a_number_of_layers_that_does_not_exist_is_refused(count):
    with pytest.raises(InvalidInputError, match="give a number from 0 to 2"):
        build("snn", SIZE, 3, trainable=count)


def test_a_second_build_of_a_process_has_the_names_of_the_first(resnet):
    assert [layer.name for layer in build("resnet50", SIZE, 4).layers] == [layer.name for layer in resnet.layers]


def test_zero_is_no_false():
    assert all(layer.trainable for layer in build("snn", SIZE, 3, trainable=0).layers)


def test_given_weights_keep_means_and_variances_through_fine_tuning_and_random_ones_learn_them(
    resnet, pictures, tmp_path
):
    set_trainable(resnet, True)
    resnet.save_weights(tmp_path / "some.weights.h5")
    given = build("resnet50", SIZE, 4, tmp_path / "some.weights.h5")
    for model, moves in ((given, False), (resnet, True)):
        layer = model.get_layer("conv5_block3_3_bn")
        mean = values(layer.moving_mean)
        model(pictures, training=True)
        assert (np.abs(values(layer.moving_mean) - mean).max() > 0) == moves
        assert len(layer.trainable_weights) == 2
    assert type(build("resnet50", SIZE, 4, keep_statistics=True).get_layer("conv1_bn")) is type(
        given.get_layer("conv1_bn")
    )


@pytest.mark.parametrize("name", OWN)
def test_mixed_precision_computes_in_half_and_answers_in_single(name, pictures):
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = build(name, SIZE, 3)
    finally:
        keras.config.set_dtype_policy(policy)
    assert values(model(pictures)).dtype == np.float32
    halves = [layer for layer in model.layers if layer.compute_dtype == "float16" and layer.weights]
    assert halves
    assert all(str(weight.dtype) == "float32" for layer in halves for weight in layer.weights)


def test_mixed_precision_reaches_a_backbone_and_leaves_pixels_and_features_alone(pictures):
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = build("vgg16", SIZE, 3)
    finally:
        keras.config.set_dtype_policy(policy)
    assert model.get_layer("block3_conv1").compute_dtype == "float16"
    assert model.get_layer("pixel_scale").compute_dtype == "float32"
    assert values(backbone_of(model)(pictures)).dtype == np.float32
    assert values(model(pictures)).dtype == np.float32


def test_the_layer_table_adds_up_to_the_model():
    model = build("cnn", 100, 5, trainable=False)
    table, document = layer_table(model), layers_document(model)
    assert sum(row.parameters for row in table) == model.count_params() == document["parameters"]
    assert [row.name for row in table if row.trainable] == ["artist"]
    assert document["trainable_parameters"] == table[-1].parameters == 128 * 5 + 5
    assert table[0].output_shape == (100, 100, 3)
    assert table[-1].kind == "Dense"
    assert document["layers"][-1] == {
        "name": "artist", "kind": "Dense", "output_shape": [5], "parameters": 645, "trainable": True,
    }  # fmt: skip


def test_what_cannot_be_built_is_refused_with_a_sentence():
    with pytest.raises(InvalidInputError, match="at least 2 artists"):
        build("snn", 100, 1)
    with pytest.raises(InvalidInputError, match="Use 75 px or more"):
        build("inception_resnet_v2", 74, 5)
    with pytest.raises(InvalidInputError, match="probe is no network"):
        build("probe", 224, 5)
    with pytest.raises(NotFoundError, match="There is no model"):
        build("alexnet", 224, 5)


def test_mixed_precision_trains(pictures):
    policy = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = build("snn", SIZE, 3)
        model.compile("adam", "sparse_categorical_crossentropy")
        losses = [float(model.train_on_batch(pictures, np.arange(6) % 3)) for _ in range(8)]
    finally:
        keras.config.set_dtype_policy(policy)
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


def test_a_file_that_lacks_a_layer_is_refused_and_not_half_used(tmp_path):
    build("cnn", SIZE, 3).save_weights(tmp_path / "whole.weights.h5")
    with h5py.File(tmp_path / "whole.weights.h5", "r+") as file:
        del file["layers/conv2d_2/vars/0"]
    with pytest.raises(InvalidInputError, match="does not hold the weights of Convolutional net"):
        build("cnn", SIZE, 3, tmp_path / "whole.weights.h5")


def test_a_file_of_another_network_is_refused_with_a_sentence(tmp_path):
    build("cnn", SIZE, 3).save_weights(tmp_path / "other.weights.h5")
    (tmp_path / "broken.h5").write_bytes(b"no HDF5 at all")
    for file in ("other.weights.h5", "broken.h5"):
        with pytest.raises(InvalidInputError, match="does not hold the weights of Dense net"):
            build("snn", SIZE, 3, tmp_path / file)


def test_the_package_builds_without_importing_keras_first():
    assert build_lazily("snn", SIZE, 3).output_shape == (None, 3)


@pytest.fixture(scope="module")
def half_precision_file():
    """Real weights of ResNet50 without the top, stored in half precision."""
    file = real_files_root() / "weights" / "resnet50_notop_float16.h5"
    if not file.is_file():
        pytest.skip("needs real weights: there is no weights/resnet50_notop_float16.h5 under ATELIER_TEST_FILES")
    return file


@pytest.mark.real_files
def test_real_weights_in_half_precision_are_widened_and_say_what_keras_says(half_precision_file):
    pictures = np.random.default_rng(5).integers(0, 256, (2, 96, 96, 3), np.uint8)
    model = build("resnet50", 96, 5, half_precision_file, trainable=False)
    oracle = keras.applications.ResNet50(include_top=False, weights=str(half_precision_file), pooling="avg")
    expected = values(oracle(keras.applications.resnet50.preprocess_input(pictures.astype("float32"))))
    features = values(backbone_of(model)(pictures))
    np.testing.assert_allclose(features, expected, atol=1e-4)
    assert expected.std() > 0.05
    assert all(str(weight.dtype) == "float32" for weight in model.weights)


@pytest.mark.real_files
def test_real_weights_of_another_network_are_refused(half_precision_file):
    with pytest.raises(InvalidInputError, match="does not hold the weights of VGG16"):
        build("vgg16", SIZE, 5, half_precision_file)
