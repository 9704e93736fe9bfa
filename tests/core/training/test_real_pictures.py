"""Every kind of run on real paintings, where they are; with real weights, where those are."""

from pathlib import Path

import pytest

from core.dataset.importing import import_dataset
from core.evaluation.predictions import read_predictions
from core.paths import test_files_root as real_files_root
from core.training import TrainConfig
from core.training.reporting import SilentReporter
from core.training.training import train

pytestmark = [pytest.mark.real_files, pytest.mark.slow]

RESNET50 = "resnet50_notop_float16.h5"
DINOV2 = "dinov2_vits14_224_float16.onnx"


@pytest.fixture(scope="module")
def imported(kaggle_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kaggle")
    import_dataset(kaggle_sample, "kaggle", data_root=root / "data", artifacts_root=root / "artifacts")
    return root


@pytest.fixture
def config(imported: Path, monkeypatch: pytest.MonkeyPatch) -> TrainConfig:
    monkeypatch.setenv("ATELIER_DATA", str(imported / "data"))
    monkeypatch.setenv("ATELIER_ARTIFACTS", str(imported / "artifacts"))
    return TrainConfig("kaggle")


def weights(name: str) -> str:
    path = real_files_root() / "weights" / name
    if not path.is_file():
        pytest.skip(f"needs real weights: there is no weights/{name} under ATELIER_TEST_FILES")
    return str(path)


@pytest.mark.parametrize("model", ["snn", "cnn"])
def test_small_networks_learn_on_five_artists(model, config, tmp_path):
    reporter = SilentReporter()
    run = config.changed({"model": model, "artists": "top:5", "epochs": "3", "augment": "light"})
    assert train(run, tmp_path, reporter).epochs_run == 3
    assert reporter.rows[-1]["train_loss"] < reporter.rows[0]["train_loss"]
    assert len(read_predictions(tmp_path / "predictions.parquet").artists) == 5


def test_a_frozen_resnet50_learns_from_bent_views(config, tmp_path):
    reporter = SilentReporter()
    changes = {"model": "resnet50", "image_size": "224", "freeze": "backbone", "weights": weights(RESNET50)}
    changes |= {"artists": "Vincent van Gogh,Albrecht Dürer", "augment": "light", "views": "1", "epochs": "10"}
    train(config.changed(changes), tmp_path, reporter)
    assert reporter.rows[-1]["val_accuracy"] > 0.7


@pytest.mark.parametrize(("encoder", "file"), [("resnet50", RESNET50), ("dinov2_vits14", DINOV2)])
def test_a_probe_tells_two_artists_apart(encoder, file, config, tmp_path):
    reporter = SilentReporter()
    changes = {"model": "probe", "image_size": "224", "artists": "Vincent van Gogh,Albrecht Dürer"}
    changes |= {"encoders": encoder, "encoder_weights": f"{encoder}={weights(file)}"}
    train(config.changed(changes), tmp_path, reporter)
    assert reporter.rows[-1]["val_accuracy"] > 0.85
