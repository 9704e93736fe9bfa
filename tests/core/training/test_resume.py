"""A run that was killed or stopped and then resumed is the run that never was."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.environment import PROJECT_ROOT
from core.errors import InvalidInputError
from core.training import TrainConfig, TrainingFaultError
from core.training.config.blocks import METRICS
from core.training.config.overrides import with_settings
from core.training.loop.checkpoint import Checkpoint
from core.training.reporting import SilentReporter
from core.training.training import train

# In all runs the learning rate falls and training ends early; the test checks that it does.
WATCHED = {
    "early_stopping": "on",
    "early_stopping.patience": "3",
    "reduce_lr": "on",
    "reduce_lr.patience": "1",
    "reduce_lr.factor": "0.3",
}
# Artists have unequally many pictures where a split is not stratified, so that balancing has something to do.
UNEQUAL = {"split.stratified": "false"}
RUNS = {
    "snn": {
        "image_size": "24",
        "learning_rate": "0.01",
        "epochs": "12",
        "augment": "strong",
        "balancing": "oversample",
        **UNEQUAL,
    },
    "cnn": {
        "image_size": "32",
        "learning_rate": "0.02",
        "epochs": "12",
        "augment": "light",
        "balancing": "class_weights",
        **UNEQUAL,
    },
    # The head learns first, and then the last convolution as well.
    "vgg16": {
        "image_size": "32",
        "freeze": "backbone",
        "learning_rate": "0.3",
        "epochs": "2",
        "fine_tuning.unfreeze_from": "17",
        "fine_tuning.learning_rate": "0.02",
        "fine_tuning.epochs": "6",
    },
}


class StoppingReporter(SilentReporter):
    """Asks to stop after one batch of one epoch."""

    def __init__(self, epoch: int, batch: int) -> None:
        super().__init__()
        self._moment = (epoch, batch)

    def batch_ended(self, epoch: int, batch: int, batches: int) -> None:
        self.stop_requested = self.stop_requested or (epoch, batch) == self._moment


def config_of(model: str, gallery: str) -> TrainConfig:
    return with_settings(
        TrainConfig(gallery), {"model": model, "batch_size": "8", "seed": "5", **RUNS[model], **WATCHED}
    )


def kill_in_mid_epoch(config: TrainConfig, folder: Path, epoch: int, batch: int) -> None:
    script = Path(__file__).with_name("killed_run.py")
    command = [sys.executable, str(script), json.dumps(config.to_dict()), str(folder), str(epoch), str(batch)]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200)
    assert ended.returncode == -signal.SIGKILL, ended.stderr[-2000:]
    place, _ = Checkpoint(folder / "checkpoint", config).load()
    assert (len(place.rows), place.batch) == (epoch - 1, 0)


def assert_equal_curves(rows: list[dict], expected: list[dict]) -> None:
    assert [row["epoch"] for row in rows] == [row["epoch"] for row in expected]
    for row, other in zip(rows, expected, strict=True):
        assert row["learning_rate"] == pytest.approx(other["learning_rate"], rel=1e-6)
        for name in (f"{side}_{metric}" for side in ("train", "val") for metric in METRICS):
            assert row[name] == pytest.approx(other[name], abs=1e-4), (row["epoch"], name)


@pytest.mark.parametrize("model", RUNS)
def test_a_run_killed_in_mid_epoch_and_resumed_has_the_curve_of_one_never_interrupted(model, gallery, tmp_path):
    config = config_of(model, gallery)
    whole = SilentReporter()
    expected = train(config, tmp_path / "whole", whole)
    last_phase = [row for row in whole.rows if row["phase"] == whole.rows[-1]["phase"]]
    assert last_phase[-1]["learning_rate"] < last_phase[0]["learning_rate"]
    assert last_phase[0]["epoch"] < expected.best_epoch < expected.epochs_run
    assert len({row["phase"] for row in whole.rows}) == (2 if config.fine_tuning else 1)
    assert "It ended early, after 3 epochs without an improvement (Validation loss)." in expected.message

    # The best epoch, its weights, and how long each watcher has waited must come from the checkpoint.
    kill_in_mid_epoch(config, tmp_path / "killed", epoch=expected.best_epoch + 1, batch=2)
    resumed = SilentReporter()
    outcome = train(config, tmp_path / "killed", resumed)

    assert_equal_curves(resumed.rows, whole.rows)
    assert outcome == expected
    if config.selection.balancing != "none":
        train_side = pd.read_csv(tmp_path / "whole" / "split.csv").query("side == 'train'")
        assert train_side["artist"].value_counts().nunique() > 1, "there was nothing to balance"
    answers = [pd.read_parquet(tmp_path / run / "predictions.parquet") for run in ("whole", "killed")]
    probabilities = [table.filter(like="p:").to_numpy() for table in answers]
    np.testing.assert_allclose(probabilities[1], probabilities[0], atol=1e-4)


@pytest.mark.parametrize("batch", [1, 4], ids=["in mid-epoch", "before validation"])
def test_a_run_stopped_in_an_epoch_goes_on_with_the_next_batch(batch, gallery, tmp_path):
    config = config_of("snn", gallery)
    whole, stopped, resumed = SilentReporter(), StoppingReporter(2, batch), SilentReporter()
    expected = train(config, tmp_path / "whole", whole)

    outcome = train(config, tmp_path / "run", stopped)
    assert (outcome.state, outcome.epochs_run) == ("stopped", 1)
    assert Checkpoint(tmp_path / "run" / "checkpoint", config).load()[0].batch == batch
    assert not (tmp_path / "run" / "model.keras").exists()

    assert train(config, tmp_path / "run", resumed) == expected
    assert_equal_curves(resumed.rows, whole.rows)


def test_a_finished_run_is_not_trained_again(gallery, tmp_path):
    config = with_settings(TrainConfig(gallery), {"model": "snn", "image_size": "16", "epochs": "1"})
    outcome = train(config, tmp_path / "run", SilentReporter())
    made = (tmp_path / "run" / "model.keras").stat().st_mtime_ns

    again = SilentReporter()
    assert train(config, tmp_path / "run", again) == outcome
    assert len(again.rows) == 1
    assert (tmp_path / "run" / "model.keras").stat().st_mtime_ns == made


def test_a_run_whose_settings_were_changed_meanwhile_is_not_resumed(gallery, tmp_path):
    config = config_of("snn", gallery)
    train(config, tmp_path / "run", StoppingReporter(1, 1))
    with pytest.raises(InvalidInputError, match="settings of this run were changed"):
        train(with_settings(config, {"epochs": "99"}), tmp_path / "run", SilentReporter())


def test_a_damaged_checkpoint_is_said_to_be_damaged(gallery, tmp_path):
    config = config_of("snn", gallery)
    train(config, tmp_path / "run", StoppingReporter(1, 1))
    state = tmp_path / "run" / "checkpoint" / "state.npz"
    state.write_bytes(state.read_bytes()[:1000])
    with pytest.raises(InvalidInputError, match="damaged"):
        train(config, tmp_path / "run", SilentReporter())


def test_a_run_that_began_in_other_16_bits_is_not_resumed_and_says_what_to_do(gallery, tmp_path):
    config = with_settings(config_of("snn", gallery), {"mixed_precision": "on"})
    train(config, tmp_path / "run", StoppingReporter(1, 1))
    checkpoint = Checkpoint(tmp_path / "run" / "checkpoint", config)
    place, arrays = checkpoint.load()
    known = place.precision
    other = "mixed_float16" if known == "mixed_bfloat16" else "mixed_bfloat16"
    checkpoint.save(replace(place, precision=other), arrays)
    with pytest.raises(TrainingFaultError, match=f"as {other}, .* as {known}.*Resume it on a device like"):
        train(config, tmp_path / "run", SilentReporter())
    checkpoint.save(replace(place, precision=""), arrays)
    assert train(config, tmp_path / "run", SilentReporter()).state == "finished", "older ones noted nothing"
