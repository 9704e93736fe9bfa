"""What a network is shown: pictures that it learns from may be bent, those that it is judged by never are."""

from pathlib import Path

import keras
import numpy as np
import pytest

from core.dataset.store import open_dataset
from core.models.building import build
from core.models.freezing import backbone_layers
from core.progress import no_progress
from core.training import TrainConfig
from core.training.config.overrides import with_settings
from core.training.data.backbone_encoder import BackboneEncoder
from core.training.data.batches import Batches, ahead
from core.training.data.inputs import feature_inputs
from core.training.data.split_rows import TrainingData, gather_training_data
from core.training.reporting import SilentReporter
from core.training.training import train
from tests.core.features.fake_encoder import MeanColourEncoder
from tests.core.training.test_resume import StoppingReporter

STRONG = {"augment": "strong", "batch_size": "8", "epochs": "2", "seed": "3"}


@pytest.fixture
def config(gallery) -> TrainConfig:
    return with_settings(TrainConfig(gallery), STRONG)


class Shown:
    """Everything that networks are given while a run goes on, by what they do with it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._inputs: dict[str, list[np.ndarray]] = {}
        for name in ("train_on_batch", "test_on_batch", "predict_on_batch"):
            monkeypatch.setattr(keras.Model, name, self._noting(name))

    def _noting(self, name: str):
        method = getattr(keras.Model, name)

        def note(model, inputs, *others, **options):
            self._inputs.setdefault(name, []).append(np.array(inputs))
            return method(model, inputs, *others, **options)

        return note

    def in_(self, name: str) -> np.ndarray:
        return np.concatenate(self._inputs[name])


def joined(batches: Batches | None) -> np.ndarray:
    return np.concatenate([inputs for inputs, _, _ in ahead(batches)])


def pixels_of(training_data: TrainingData, size: int) -> np.ndarray:
    """The pictures of a run as they are stored, in the order of the run."""
    return np.asarray(training_data.dataset.pixels(size))[training_data.rows]


def test_pictures_of_validation_and_test_are_the_stored_ones_byte_for_byte(config, tmp_path, monkeypatch):
    run = with_settings(config, {"model": "snn", "image_size": "16"})
    shown = Shown(monkeypatch)
    train(run, tmp_path, SilentReporter())
    training_data = gather_training_data(run, tmp_path, again=True)
    stored = pixels_of(training_data, 16)
    assert len(training_data.on("val")) and len(training_data.on("test"))
    np.testing.assert_array_equal(shown.in_("test_on_batch"), np.tile(stored[training_data.on("val")], (2, 1, 1, 1)))
    np.testing.assert_array_equal(shown.in_("predict_on_batch"), stored)
    known = {picture.tobytes() for picture in stored}
    assert not any(picture.tobytes() in known for picture in shown.in_("train_on_batch")), "and all others are bent"


def test_features_of_validation_and_test_are_those_of_the_stored_pictures(config, tmp_path):
    run = with_settings(config, {"model": "resnet50", "image_size": "32", "freeze": "backbone", "views": "3"})
    training_data = gather_training_data(run, tmp_path, again=False)
    inputs = feature_inputs(run, training_data, MeanColourEncoder, no_progress)
    stored = pixels_of(training_data, 32).reshape(42, -1, 3).mean(axis=1)

    class Answering:
        def predict_on_batch(self, features):
            return features

    np.testing.assert_allclose(joined(inputs.watching(run, training_data)), stored[training_data.on("val")], atol=1e-3)
    np.testing.assert_allclose(inputs.probabilities(Answering(), no_progress), stored, atol=1e-3)
    learned = joined(inputs.training(run, training_data))
    distances = np.abs(learned[:, np.newaxis] - stored).max(axis=2)
    assert np.median(distances.min(axis=1)) > 1, "and those of all others are of bent pictures"


@pytest.fixture(scope="module")
def weight_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a backbone that were trained elsewhere, as far as a run can tell."""
    path = tmp_path_factory.mktemp("weights") / "vgg16.weights.h5"
    build("vgg16", 32, 2).save_weights(path)
    return path


def test_runs_with_the_same_frozen_backbone_share_its_features(config, weight_file, tmp_path, monkeypatch):
    encoded = []
    encode = BackboneEncoder.encode
    monkeypatch.setattr(
        BackboneEncoder, "encode", lambda self, images: encoded.append(len(images)) or encode(self, images)
    )

    def pictures_encoded(**changes: str) -> int:
        """By a run that is stopped after its first batch: its features are there by then."""
        encoded.clear()
        run = with_settings(frozen, changes)
        train(run, tmp_path / str(len(list(tmp_path.iterdir()))), StoppingReporter(1, 1))
        return sum(encoded)

    frozen = with_settings(config, {"model": "vgg16", "image_size": "32", "freeze": "backbone", "views": "2"})
    frozen = with_settings(frozen, {"weights": str(weight_file)})
    pictures = len(open_dataset(config.dataset).catalog())
    learning = len(gather_training_data(frozen, tmp_path / "split", again=False).on("train"))
    assert pictures_encoded() == pictures + 2 * learning
    assert pictures_encoded(learning_rate="0.01", optimizer="sgd", balancing="oversample") == 0
    assert pictures_encoded(seed="4") == 2 * learning, "bent in other ways; the others are known"
    assert pictures_encoded(views="3") == learning


def test_the_first_layers_stay_as_they_were_where_they_are_frozen_and_all_others_learn(config, tmp_path):
    run = with_settings(config, {"model": "vgg16", "image_size": "32", "freeze": "15", "epochs": "1"})
    keras.utils.set_random_seed(run.seed)
    before = build("vgg16", 32, 3)
    train(run, tmp_path, SilentReporter())
    after = keras.models.load_model(tmp_path / "model.keras")
    frozen = backbone_layers(before)[:15]
    assert frozen[-1].startswith("block5")
    for layer in before.layers:
        for earlier, later in zip(layer.get_weights(), after.get_layer(layer.name).get_weights(), strict=True):
            assert np.array_equal(earlier, later) == (layer.name in frozen), layer.name
