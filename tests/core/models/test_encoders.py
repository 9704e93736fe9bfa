"""Encoders: the table, opening by name, keys that follow the weights, and the real networks where their files are."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from core.environment import test_files_root as real_files_root
from core.errors import InvalidInputError, NotFoundError
from core.models.encoders import ENCODERS, encoder_entry, open_encoder
from core.models.encoders.entry import OnnxGraph
from core.models.encoders.onnx_encoder import OnnxEncoder
from core.models.registry import MODELS

DINOV2 = "dinov2_vits14_224_float16.onnx"
RESNET50 = "resnet50_notop_float16.h5"


@pytest.fixture
def real_weights():
    folder = real_files_root() / "weights"
    if not folder.is_dir():
        pytest.skip(f"needs real weights: there is no {folder.name}/ under ATELIER_TEST_FILES")
    return folder


@pytest.fixture
def pictures(painting_factory):
    return np.stack([painting_factory(seed, 224, 224) for seed in range(3)])


def test_every_backbone_of_the_zoo_is_an_encoder_of_its_size():
    backbones = {name: entry.default_image_size for name, entry in MODELS.items() if entry.has_backbone}
    encoders = {name: entry.default_image_size for name, entry in ENCODERS.items() if entry.kind == "keras"}
    assert {name: size for name, size in backbones.items() if name not in ("cnn", "snn")} == encoders


def test_the_first_encoder_needs_nothing():
    assert next(iter(ENCODERS.values())).needs == "nothing"


def test_every_entry_has_its_texts_and_a_size():
    for name, entry in ENCODERS.items():
        assert entry.name == name
        assert entry.dimensions > 0
        assert (entry.kind == "onnx") == (entry.onnx is not None)
        assert all(text.strip() for text in (entry.title, entry.description, entry.licence, entry.source, entry.needs))


def test_an_unknown_encoder_is_answered_with_those_there_are():
    with pytest.raises(NotFoundError, match="palette_texture"):
        encoder_entry("dino")


def test_opening_and_asking_for_a_key_loads_no_network_library(tmp_path):
    (tmp_path / "weights.onnx").write_bytes(b"weights")
    code = (
        "import sys; from core.models.encoders import open_encoder; import core.features, core.models.probe; "
        f"print(open_encoder('dinov2_vits14', weights={str(tmp_path / 'weights.onnx')!r}).key); "
        "print([name for name in ('keras', 'tensorflow', 'onnxruntime') if name in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.splitlines()[1] == "[]"


def test_a_missing_onnx_file_is_said_with_its_name_place_and_source(roots):
    with pytest.raises(NotFoundError) as caught:
        open_encoder("dinov2_vits14")
    message = str(caught.value)
    assert DINOV2 in message
    assert str(roots / "artifacts" / "weights") in message
    assert "github.com/facebookresearch/dinov2" in message and "dinov2_vits14_pretrain.pth" in message


def test_a_given_file_that_is_not_there_is_named():
    with pytest.raises(NotFoundError, match="elsewhere"):
        open_encoder("dinov2_vits14", weights="elsewhere.onnx")


def test_an_onnx_file_is_found_in_the_weights_folder(roots):
    folder = roots / "artifacts" / "weights"
    folder.mkdir()
    (folder / "dinov2_vits14.onnx").write_bytes(b"one")
    key = open_encoder("dinov2_vits14").key
    (folder / DINOV2).write_bytes(b"the preferred one")
    assert open_encoder("dinov2_vits14").key != key


def test_the_key_follows_the_content_of_the_weights_not_their_name(tmp_path):
    for name, content in (("a.onnx", b"same"), ("b.onnx", b"same"), ("c.onnx", b"other")):
        (tmp_path / name).write_bytes(content)
    a, b, c = (open_encoder("dinov2_vits14", weights=tmp_path / f"{name}.onnx").key for name in "abc")
    assert a == b
    assert a != c
    assert "/" not in a


def test_the_key_follows_the_image_size():
    assert open_encoder("palette_texture").key != open_encoder("palette_texture", 64).key


def test_a_size_the_graph_does_not_take_is_refused(tmp_path):
    (tmp_path / "weights.onnx").write_bytes(b"weights")
    with pytest.raises(InvalidInputError, match="224 px"):
        open_encoder("dinov2_vits14", 100, tmp_path / "weights.onnx")


@pytest.mark.parametrize("size", [0, 31, "224", True])
def test_a_size_that_makes_no_sense_is_refused(size):
    with pytest.raises(InvalidInputError, match="32 px"):
        open_encoder("palette_texture", size)


def test_a_descriptor_takes_no_weights():
    with pytest.raises(InvalidInputError, match="no weights"):
        open_encoder("palette_texture", weights="file.h5")


def test_a_file_that_is_no_network_is_named(tmp_path, pictures):
    (tmp_path / "broken.onnx").write_bytes(b"this is no network")
    with pytest.raises(InvalidInputError, match=r"broken\.onnx"):
        open_encoder("dinov2_vits14", weights=tmp_path / "broken.onnx").encode(pictures)


class FakeSession:
    """Stands for a network: notes what it is fed and answers with known tokens."""

    def get_inputs(self):
        class Input:
            name = "pixels"

        return [Input()]

    def run(self, outputs, feed):
        self.outputs, self.fed = outputs, feed["pixels"]
        return [np.arange(len(self.fed) * 12, dtype=np.float16).reshape(len(self.fed), 4, 3)]


def test_another_onnx_network_is_one_more_entry(tmp_path):
    """Fed as its entry says, and read as it says: class token, then the mean of the other three."""
    (tmp_path / "other.onnx").write_bytes(b"weights")
    graph = OnnxGraph(
        files=("other.onnx",),
        size_px=None,
        readout="class and mean of patches",
        mean=(0.5, 0.25, 0.0),
        std=(0.5, 0.25, 1.0),
        output="tokens",
    )
    entry = replace(ENCODERS["dinov2_vits14"], name="other", dimensions=6, onnx=graph)
    encoder = OnnxEncoder(entry, graph, 40, tmp_path / "other.onnx")
    session = encoder.__dict__["_session"] = FakeSession()
    images = np.random.default_rng(0).integers(0, 256, (2, 40, 40, 3), np.uint8)
    found = encoder.encode(images)
    expected = (images / 255 - [0.5, 0.25, 0.0]) / [0.5, 0.25, 1.0]
    np.testing.assert_allclose(session.fed, expected.transpose(0, 3, 1, 2), atol=1e-5)
    assert session.outputs == ["tokens"]
    np.testing.assert_allclose(found, [[0, 1, 2, 6, 7, 8], [12, 13, 14, 18, 19, 20]])


@pytest.mark.real_files
def test_dinov2_gives_the_class_token_and_the_mean_of_the_patches(real_weights, pictures):
    import onnxruntime

    encoder = open_encoder("dinov2_vits14", weights=real_weights / DINOV2)
    normalised = (pictures / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    session = onnxruntime.InferenceSession(str(real_weights / DINOV2), providers=["CPUExecutionProvider"])
    (tokens,) = session.run(["x_norm"], {"input": normalised.transpose(0, 3, 1, 2).astype(np.float32)})
    expected = np.concatenate([tokens[:, 0], tokens[:, 1:].mean(axis=1)], axis=1)
    np.testing.assert_allclose(encoder.encode(pictures), expected, atol=5e-3)


@pytest.mark.real_files
def test_resnet50_gives_what_keras_applications_gives(real_weights, pictures):
    from keras.applications import resnet50

    path = real_weights / RESNET50
    encoder = open_encoder("resnet50", weights=path)
    peer = resnet50.ResNet50(include_top=False, weights=str(path), pooling="avg", input_shape=(224, 224, 3))
    expected = peer.predict_on_batch(resnet50.preprocess_input(pictures.astype(np.float32)))
    np.testing.assert_allclose(encoder.encode(pictures), expected, atol=1e-3)


def test_a_backbone_with_random_weights_is_known_by_them(pictures):
    small = pictures[:, :32, :32]
    one, other = (open_encoder("vgg16", 32, "random") for _ in range(2))
    assert one.encode(np.ascontiguousarray(small)).shape == (3, 512)
    assert one.key == one.key
    assert one.key != other.key
