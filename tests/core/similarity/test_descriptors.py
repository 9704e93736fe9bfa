"""Descriptors are named in one way, and say how far they are computed and what they lack."""

import pytest

from core.environment import artifacts_root
from core.errors import InvalidInputError, NotFoundError
from core.models.encoders import ENCODERS, open_encoder
from core.similarity.descriptors import (
    JOINED,
    WITHOUT_WEIGHTS,
    best_descriptor,
    descriptor_name,
    descriptor_parts,
    descriptor_state,
    descriptor_states,
    descriptor_title,
    open_parts,
)
from core.similarity.embedding import embed


def test_the_order_in_which_encoders_are_named_does_not_matter():
    assert descriptor_parts("resnet50 + dinov2_vits14") == descriptor_parts("dinov2_vits14+resnet50")
    assert descriptor_name(["resnet50", "palette_texture"]) == "palette_texture+resnet50"
    assert descriptor_title("resnet50+dinov2_vits14") == "DINOv2 ViT-S/14 + ResNet50"


def test_an_unknown_encoder_and_one_named_twice_are_refused_by_name():
    with pytest.raises(NotFoundError, match=r"resnet51.*palette_texture"):
        descriptor_parts("resnet51")
    with pytest.raises(InvalidInputError, match="repeats an encoder"):
        descriptor_parts("resnet50+resnet50")


def test_every_encoder_is_offered_and_those_without_weights_say_which_file_to_put_where(dataset, monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    states = {state.name: state for state in descriptor_states(dataset)}
    assert set(states) == {*ENCODERS, *JOINED}
    assert states[WITHOUT_WEIGHTS].available and not states[WITHOUT_WEIGHTS].missing
    for name in ("resnet50", "dinov2_vits14", *JOINED):
        assert not states[name].available
        assert str(artifacts_root() / "weights") in states[name].missing
    assert "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5" in states["resnet50"].missing


def test_opening_one_without_weights_tries_no_download(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr("core.models.weights._download", lambda *_: pytest.fail("a download was tried"))
    with pytest.raises(NotFoundError, match="VGG16"):
        open_parts("vgg16")


def test_what_is_computed_is_counted(dataset):
    assert descriptor_state(dataset, WITHOUT_WEIGHTS).computed == 0
    embed(dataset, WITHOUT_WEIGHTS)
    state = descriptor_state(dataset, WITHOUT_WEIGHTS)
    assert (state.computed, state.total, state.is_complete) == (12, 12, True)


def test_the_best_that_every_picture_has_is_preselected(dataset, monkeypatch):
    assert best_descriptor(dataset) == WITHOUT_WEIGHTS
    monkeypatch.setattr("core.similarity.descriptors.missing_features", lambda dataset, encoder: 0)
    monkeypatch.setattr(
        "core.similarity.descriptors._open_without_download", lambda entry: open_encoder(WITHOUT_WEIGHTS)
    )
    assert best_descriptor(dataset) == JOINED[0]
