"""Every kind of run on real paintings, where they are; with real weights, where those are."""

import shutil
from pathlib import Path

import pytest

from core.dataset.importing.dataset_import import import_dataset
from core.dataset.splitting.split import SplitConfig
from core.environment import test_files_root as real_files_root
from core.evaluation.predictions import read_predictions
from core.training import TrainConfig
from core.training.config.overrides import with_settings
from core.training.reporting import SilentReporter
from core.training.training import train

pytestmark = [pytest.mark.real_files, pytest.mark.slow]

RESNET50 = "resnet50_notop_float16.h5"
DINOV2 = "dinov2_vits14_224_float16.onnx"
ENCODERS = {RESNET50: "resnet50", DINOV2: "dinov2_vits14"}

FEW = ("Albrecht_Durer", "Paul_Klee", "Titian")
FEW_EACH = 8
HALFWAY = (1 + 1 / len(FEW)) / 2
"""From chance to always right."""


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


@pytest.fixture(scope="module")
def imported_few(kaggle_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So few pictures that a large network looks at all of them in seconds; its features are kept for all tests."""
    root = tmp_path_factory.mktemp("few")
    resized = root / "source" / "resized" / "resized"
    resized.mkdir(parents=True)
    shutil.copy(kaggle_sample / "artists.csv", root / "source")
    for artist in FEW:
        for picture in sorted((kaggle_sample / "resized" / "resized").glob(f"{artist}_*.jpg"))[:FEW_EACH]:
            shutil.copy(picture, resized)
    import_dataset(root / "source", "few", data_root=root / "data", artifacts_root=root / "artifacts")
    return root


@pytest.fixture
def few(imported_few: Path, monkeypatch: pytest.MonkeyPatch) -> TrainConfig:
    """Half of the pictures to learn from, and half to be judged by."""
    monkeypatch.setenv("ATELIER_DATA", str(imported_few / "data"))
    monkeypatch.setenv("ATELIER_ARTIFACTS", str(imported_few / "artifacts"))
    return TrainConfig("few", split=SplitConfig(train=0.5, val=0.5, test=0))


def weights(name: str) -> str:
    path = real_files_root() / "weights" / name
    if not path.is_file():
        pytest.skip(f"needs real weights: there is no weights/{name} under ATELIER_TEST_FILES")
    return str(path)


@pytest.mark.parametrize("model", ["snn", "cnn"])
def test_small_networks_learn_on_five_artists(model, config, tmp_path):
    reporter = SilentReporter()
    run = with_settings(config, {"model": model, "artists": "top:5", "epochs": "3", "augment": "light"})
    assert train(run, tmp_path, reporter).epochs_run == 3
    assert reporter.rows[-1]["train_loss"] < reporter.rows[0]["train_loss"]
    assert len(read_predictions(tmp_path / "predictions.parquet").artists) == 5


def test_a_frozen_resnet50_learns_from_bent_views(few, tmp_path):
    reporter = SilentReporter()
    changes = {"model": "resnet50", "image_size": "224", "freeze": "backbone", "weights": weights(RESNET50)}
    train(with_settings(few, {**changes, "augment": "light", "views": "2", "epochs": "15"}), tmp_path, reporter)
    assert reporter.rows[-1]["val_accuracy"] >= HALFWAY


@pytest.mark.parametrize(
    ("encoders", "changes"),
    [
        ((RESNET50,), {}),
        ((DINOV2,), {}),
        ((RESNET50, DINOV2), {}),
        # A quarter of the pixels for the ResNet50, and two artists: tiles are five pictures each.
        ((RESNET50, DINOV2), {"tiles": "true", "image_size": "112", "artists": "Albrecht Dürer,Titian"}),
    ],
    ids=["resnet50", "dinov2", "both", "both with tiles"],
)
def test_a_probe_tells_artists_apart(encoders, changes, few, tmp_path):
    reporter = SilentReporter()
    files = {ENCODERS[name]: weights(name) for name in encoders}
    chosen = {"encoders": ",".join(files), "encoder_weights": ",".join(f"{name}={files[name]}" for name in files)}
    run = with_settings(few, {"model": "probe", "image_size": "224", **chosen, **changes})
    train(run, tmp_path, reporter)
    artists = len(read_predictions(tmp_path / "predictions.parquet").artists)
    assert reporter.rows[-1]["val_accuracy"] >= (1 + 1 / artists) / 2, "halfway from chance to always right"
