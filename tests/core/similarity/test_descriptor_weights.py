"""Weights that a person has are kept under the name by which their encoder is found."""

from pathlib import Path

import pytest

from core.errors import AlreadyExistsError, InvalidInputError, NotFoundError, ReadOnlyError
from core.models.encoders import encoder_entry
from core.models.encoders.weight_files import find_onnx_file
from core.models.weights import find_imagenet_file
from core.similarity import descriptors
from core.similarity.descriptors import fetch_weights, install_weights


def file(folder: Path, name: str, content: bytes = b"weights") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_they_are_found_from_then_on(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    kept = install_weights("dinov2_vits14", file(tmp_path, "mine.onnx"))
    assert find_onnx_file(encoder_entry("dinov2_vits14"), None) == kept
    assert install_weights("resnet50", file(tmp_path, "mine.h5")) == find_imagenet_file("resnet50")


def test_they_replace_no_others(tmp_path):
    install_weights("resnet50", file(tmp_path, "mine.h5"))
    install_weights("resnet50", file(tmp_path, "same.h5"))
    with pytest.raises(AlreadyExistsError, match="different weights"):
        install_weights("resnet50", file(tmp_path, "others.h5", b"others"))


def test_what_makes_no_sense_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(InvalidInputError, match="uses no weights"):
        install_weights("palette_texture", file(tmp_path, "mine.h5"))
    with pytest.raises(InvalidInputError, match="belongs to one encoder"):
        install_weights("resnet50+vgg16", file(tmp_path, "mine.h5"))
    with pytest.raises(InvalidInputError, match=r"must be .onnx"):
        install_weights("dinov2_vits14", file(tmp_path, "mine.h5"))
    with pytest.raises(NotFoundError, match="no file"):
        install_weights("resnet50", tmp_path / "nowhere.h5")


def test_weights_with_an_address_are_fetched_and_others_are_left_to_people(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(descriptors, "fetch_imagenet_file", lambda name, progress: asked.append(name) or tmp_path)
    assert fetch_weights("dinov2_vits14+resnet50+palette_texture") == [tmp_path]
    assert asked == ["resnet50"]
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        fetch_weights("resnet50")
