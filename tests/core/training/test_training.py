"""One training path for every network: what it leaves behind, and how it fails."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import CancelledError, DiskFullError, InvalidInputError, NotFoundError
from core.evaluation.predictions import read_predictions
from core.training import TrainConfig, TrainingFaultError
from core.training.config.blocks import METRICS
from core.training.config.overrides import with_settings
from core.training.estimate.rates import Rates, side_counts, write_rates
from core.training.loop.measures import measures_of_probabilities
from core.training.loop.phase_loop import PhaseRun
from core.training.predicting import load_predictor
from core.training.reporting import SilentReporter
from core.training.training import train
from tests.core.training.event_scalars import assert_event_files_hold
from tests.core.training.test_resume import StoppingReporter, assert_equal_curves

SMALL = {"model": "snn", "image_size": "16", "epochs": "2", "batch_size": "8", "seed": "3"}


@pytest.fixture
def config(gallery) -> TrainConfig:
    return with_settings(TrainConfig(gallery), SMALL)


def run(config: TrainConfig, folder: Path) -> SilentReporter:
    reporter = SilentReporter()
    assert train(config, folder, reporter).state == "finished"
    return reporter


def test_a_run_leaves_everything_behind_that_its_folder_should_have(config, tmp_path):
    reporter = run(config, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} >= {
        "split.csv",
        "layers.json",
        "checkpoint",
        "tensorboard",
        "model.keras",
        "predictions.parquet",
    }
    assert [row["epoch"] for row in reporter.rows] == [1, 2]
    assert set(reporter.rows[0]) == {
        "epoch",
        "phase",
        "seconds",
        "learning_rate",
        *(f"{side}_{metric}" for side in ("train", "val") for metric in METRICS),
    }
    assert json.loads((tmp_path / "layers.json").read_text())["layers"][-1]["name"] == "artist"
    assert reporter.facts["device"]


class PlannedReporter(SilentReporter):
    """Keeps what was planned as each phase began."""

    def __init__(self) -> None:
        super().__init__()
        self.plans = []

    def plan(self, epochs, seconds):
        self.plans.append((dict(epochs), dict(seconds)))


def test_each_phase_begins_with_what_is_planned_and_what_this_machine_takes_for_it(gallery, tmp_path):
    settings = {"model": "vgg16", "image_size": "32", "freeze": "backbone", "epochs": "6", "batch_size": "full"}
    early = {"early_stopping": "on", "early_stopping.patience": "1", "early_stopping.min_delta": "10"}
    second = {"fine_tuning.unfreeze_from": "17", "fine_tuning.epochs": "1"}
    config = with_settings(TrainConfig(gallery), {**settings, **early, **second})
    write_rates(config, Rates(0.0, 0.0, 0.5, 0.25, 2.0, 1.0, "2026-01-31T12:00:00+00:00"))
    reporter = PlannedReporter()
    outcome = train(config, tmp_path, reporter)
    assert "Its first phase ended early, after 1 epoch without an improvement (Validation loss)." in outcome.message
    had = sum(row["phase"] == "training" for row in reporter.rows)
    counts = side_counts(config)
    seconds = {
        "training": counts["train"] * 0.5 + counts["val"] * 0.25,
        "fine-tuning": counts["train"] * 2.0 + counts["val"] * 1.0,
    }
    assert had < 6
    assert reporter.plans == [
        ({"training": 6, "fine-tuning": 1}, seconds),
        ({"training": had, "fine-tuning": 1}, seconds),
    ]


def test_predictions_cover_every_side_and_agree_with_the_last_row_and_the_saved_model(config, tmp_path):
    reporter = run(config, tmp_path)
    answers = read_predictions(tmp_path / "predictions.parquet")
    split = pd.read_csv(tmp_path / "split.csv")
    assert dict(zip(answers.painting_id, answers.side, strict=True)) == dict(
        zip(split["painting_id"], split["side"], strict=True)
    )
    val = answers.on("val")
    expected = measures_of_probabilities(val.y_true, val.probabilities.astype(np.float32))
    for name in METRICS:
        assert reporter.rows[-1][f"val_{name}"] == pytest.approx(expected[name], abs=1e-5)

    from core.dataset.images.decoding import load_rgb
    from core.dataset.store import open_dataset

    dataset = open_dataset(config.dataset)
    paths = dataset.catalog().set_index("painting_id")["path"]
    predictor = load_predictor(tmp_path)
    pictures = [load_rgb(dataset.folder / paths[painting]) for painting in answers.painting_id[:5]]
    assert predictor.artists == answers.artists
    np.testing.assert_allclose(predictor.predict(pictures), answers.probabilities[:5], atol=1e-4)


def test_event_files_agree_with_our_metrics_also_after_a_resume(config, tmp_path):
    reporter = SilentReporter()
    train(with_settings(config, {"epochs": "4"}), tmp_path, StoppingReporter(3, 2))
    train(with_settings(config, {"epochs": "4"}), tmp_path, reporter)
    assert_event_files_hold(reporter.rows, tmp_path)


def test_the_model_saved_is_that_of_the_best_epoch(config, tmp_path):
    patient = {"epochs": "8", "learning_rate": "0.05", "early_stopping": "on", "early_stopping.monitor": "val_loss"}
    reporter = SilentReporter()
    outcome = train(with_settings(config, patient), tmp_path, reporter)
    losses = [row["val_loss"] for row in reporter.rows]
    assert outcome.best_epoch == reporter.facts["best_epoch"] == int(np.argmin(losses)) + 1
    val = read_predictions(tmp_path / "predictions.parquet").on("val")
    loss = measures_of_probabilities(val.y_true, val.probabilities.astype(np.float32))["loss"]
    assert loss == pytest.approx(min(losses), rel=1e-3)


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": "full"},
        {"batch_size": "1", "loss": "categorical_crossentropy"},
        {"balancing": "class_weights", "optimizer": "nadam"},
        {"balancing": "cap", "cap": "4", "optimizer": "sgd"},
        {"balancing": "oversample", "optimizer": "rmsprop", "augment": "classic"},
        {"mixed_precision": "true", "optimizer": "adamw"},
    ],
    ids=lambda changes: " ".join(f"{key}={value}" for key, value in changes.items()),
)
def test_every_setting_trains(changes, config, tmp_path):
    rows = run(with_settings(config, {**changes, "epochs": "1"}), tmp_path).rows
    assert np.isfinite(rows[0]["train_loss"]) and np.isfinite(rows[0]["val_loss"])


def test_both_forms_of_the_loss_train_alike(config, tmp_path):
    sparse = run(config, tmp_path / "sparse")
    rows = run(with_settings(config, {"loss": "categorical_crossentropy"}), tmp_path / "one hot")
    assert_equal_curves(rows.rows, sparse.rows)


def test_a_run_with_no_validation_and_no_test_side_has_no_metrics_of_them(config, tmp_path):
    changes = {"split.train": "1", "split.val": "0", "split.test": "0"}
    rows = run(with_settings(config, changes), tmp_path).rows
    assert all(rows[-1][f"val_{metric}"] is None for metric in METRICS)
    assert set(read_predictions(tmp_path / "predictions.parquet").side) == {"train"}


def test_a_loss_that_is_no_number_is_explained(config, tmp_path, monkeypatch):
    step = PhaseRun._step

    def poisoned_step(self, *batch):
        self._network.trainable_variables[0].assign(np.full(self._network.trainable_variables[0].shape, np.nan))
        return step(self, *batch)

    monkeypatch.setattr(PhaseRun, "_step", poisoned_step)
    with pytest.raises(TrainingFaultError, match=r"no number in epoch 1.*lower learning rate, such as 0.0001"):
        train(config, tmp_path, SilentReporter())


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (MemoryError(), TrainingFaultError, "smaller batch"),
        (OSError(28, "No space left on device"), DiskFullError, "disk is full"),
        (RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 1 byte"), TrainingFaultError, "smaller batch"),
    ],
)
def test_faults_of_the_machine_are_explained(fault, kind, words, config, tmp_path, monkeypatch):
    def fail(*_):
        raise fault

    monkeypatch.setattr("core.training.loop.phase_loop.PhaseRun._step", fail)
    with pytest.raises(kind, match=words):
        train(config, tmp_path, SilentReporter())


def test_a_full_disk_leaves_the_checkpoint_before(config, tmp_path, monkeypatch):
    train(config, tmp_path, StoppingReporter(1, 2))
    before = (tmp_path / "checkpoint" / "state.npz").read_bytes()

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("core.training.loop.checkpoint.np.savez", fail)
        with pytest.raises(DiskFullError):
            train(config, tmp_path, SilentReporter())
    assert (tmp_path / "checkpoint" / "state.npz").read_bytes() == before
    assert not list((tmp_path / "checkpoint").glob(".*"))


def test_too_few_artists_an_unwatched_monitor_and_a_missing_data_set_are_said_so(config, tmp_path):
    with pytest.raises(InvalidInputError, match="two artists or more"):
        train(with_settings(config, {"artists": "top:1"}), tmp_path / "a", SilentReporter())
    sparse = with_settings(
        config, {"split.train": "0.98", "split.val": "0.01", "split.test": "0.01", "early_stopping": "on"}
    )
    with pytest.raises(InvalidInputError, match="leaves none for validation"):
        train(sparse, tmp_path / "b", SilentReporter())
    with pytest.raises(NotFoundError, match="nowhere"):
        train(TrainConfig("nowhere"), tmp_path / "c", SilentReporter())


def test_a_stop_while_pictures_are_read_ends_stopped_and_the_run_can_go_on(config, tmp_path):
    class Impatient(SilentReporter):
        def progress(self, stage: str, done: int, total: int) -> None:
            if stage == "Preparing pixels":
                raise CancelledError("Stopped on request.")

    outcome = train(config, tmp_path, Impatient())
    assert (outcome.state, outcome.epochs_run) == ("stopped", 0)
    assert len(run(config, tmp_path).rows) == 2


def test_a_frozen_backbone_learns_from_features_and_then_fine_tunes(config, gallery, tmp_path):
    changes = {
        "model": "vgg16",
        "image_size": "32",
        "freeze": "backbone",
        "augment": "light",
        "views": "2",
        "epochs": "3",
        "fine_tuning.unfreeze_from": "17",
        "fine_tuning.epochs": "1",
    }
    frozen = with_settings(config, changes)
    whole, resumed = SilentReporter(), SilentReporter()
    expected = train(frozen, tmp_path / "whole", whole)
    assert [row["phase"] for row in whole.rows] == ["training"] * 3 + ["fine-tuning"]

    train(frozen, tmp_path / "run", StoppingReporter(2, 1))
    train(frozen, tmp_path / "run", StoppingReporter(4, 1))
    assert train(frozen, tmp_path / "run", resumed) == expected
    assert_equal_curves(resumed.rows, whole.rows)
