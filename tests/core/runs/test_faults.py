"""Faults that happen to real training: killed, stopped while loading, its server gone."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from core.dataset.splitting.split import SplitConfig
from core.runs.folder import METRICS
from core.runs.launcher import resume_run, stop_run
from core.runs.starting import start_run
from core.runs.store import RunStore
from core.training import EarlyStoppingConfig, ReduceLROnPlateauConfig, TrainConfig
from tests.core.runs.processes import Runs, kill, wait_until
from tests.core.training.event_scalars import assert_event_files_hold
from tests.small_disks import fill

CALLBACKS = {
    "early_stopping": EarlyStoppingConfig(monitor="val_loss", patience=25),
    "reduce_lr": ReduceLROnPlateauConfig(monitor="val_loss", factor=0.5, patience=2),
}
CONFIG = TrainConfig(
    "tiny", model="snn", image_size=32, epochs=60, batch_size=1, split=SplitConfig(0, 0.5, 0.25, 0.25), **CALLBACKS
)

pytestmark = pytest.mark.slow


@pytest.fixture
def real(dataset, runs):
    """Real training on twelve small pictures."""
    return runs


def curve(run_id):
    table = RunStore().get(run_id).metrics()
    return table.drop(columns=["phase", "seconds"]).to_numpy(float)


def test_a_run_killed_in_mid_epoch_has_the_curve_of_one_never_interrupted_and_event_files_that_agree(real: Runs):
    whole, killed = start_run(CONFIG), start_run(CONFIG)
    assert real.end_of(whole).state == "finished"
    kill(real.until_epoch(killed, 4).pid)
    assert real.status(killed).state == "interrupted"
    epochs_before = len(curve(killed))
    assert 4 <= epochs_before < len(curve(whole))
    resume_run(killed)
    status = real.end_of(killed)
    assert (status.state, status.resumes) == ("finished", 1)
    assert curve(killed).shape == curve(whole).shape
    np.testing.assert_allclose(curve(killed), curve(whole), atol=1e-4, equal_nan=True)
    assert len(np.unique(curve(whole)[:, 1])) > 1, "the learning rate never fell, so its counter was not tested"
    for run_id in (whole, killed):
        run = RunStore().get(run_id)
        lines = (run.folder / METRICS).read_text("utf-8").splitlines()
        assert_event_files_hold([json.loads(line) for line in lines], run.folder)


def test_a_server_that_is_killed_takes_no_run_with_it_and_the_run_ends_evaluated(real: Runs):
    program = (
        "import time\n"
        "from core.runs import start_run\n"
        "from core.training import TrainConfig\n"
        "print(start_run(TrainConfig('tiny', model='snn', image_size=32, epochs=30)), flush=True)\n"
        "time.sleep(300)\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program], start_new_session=True, stdout=subprocess.PIPE, text=True
    )
    run_id = server.stdout.readline().strip()
    wait_until(lambda: real.status(run_id).is_active, "the beginning")
    os.killpg(server.pid, signal.SIGKILL)
    server.communicate()
    status = real.end_of(run_id)
    run = RunStore().get(run_id)
    assert (status.state, status.epoch) == ("finished", 30), run.log_tail()
    assert set(run.evaluation()) >= {"train", "val", "test"}
    assert len(run.predictions()) == 12
    assert set(run.split()["side"]) <= {"train", "val", "test"}
    assert (run.folder / "model.keras").is_file()
    assert run.layers()["parameters"] > 0


def test_a_disk_that_fills_up_ends_real_training_with_the_cause_and_it_goes_on_from_its_checkpoint(mounts, real: Runs):
    disk = mounts.small_disk(RunStore().root, kilobytes=40_000)
    run_id = start_run(CONFIG)
    real.until_epoch(run_id, 4)
    ballast = fill(disk)
    status = real.end_of(run_id)
    assert status.state == "failed"
    assert status.message.startswith("The disk is full")
    epochs_before = len(curve(run_id))
    assert epochs_before >= 4
    ballast.unlink()
    resume_run(run_id)
    status = real.end_of(run_id)
    assert status.state == "finished"
    assert len(curve(run_id)) == status.epoch > epochs_before


def test_stop_while_the_network_library_loads(real: Runs):
    run_id = start_run(replace(CONFIG, epochs=3))
    wait_until(lambda: "Loading" in real.status(run_id).stage, "loading")
    stop_run(run_id)
    assert real.end_of(run_id).state == "stopped"
    assert len(curve(run_id)) == 0
    resume_run(run_id)
    status = real.end_of(run_id)
    assert (status.state, status.epoch) == ("finished", 3)


def test_stop_during_an_epoch_of_real_training(real: Runs):
    run_id = start_run(replace(CONFIG, epochs=5000, early_stopping=None))
    real.until_epoch(run_id, 2)
    asked = time.time()
    stop_run(run_id)
    status = real.end_of(run_id)
    assert status.state == "stopped"
    assert status.ended - asked < 60, "it was ended by force"
    assert status.epoch >= 2
    assert status.can_resume


def test_a_loss_that_is_no_number_fails_the_run_and_says_what_to_change(real: Runs, tmp_path):
    from core.models.building import backbone_of, build

    backbone = backbone_of(build("snn", 32, 2))
    backbone.set_weights([np.full(values.shape, 1e38, np.float32) for values in backbone.get_weights()])
    backbone.save_weights(tmp_path / "huge.weights.h5")
    run_id = start_run(replace(CONFIG, epochs=3, weights=str(tmp_path / "huge.weights.h5")))
    status = real.end_of(run_id)
    assert (status.state, status.epoch, status.traceback) == ("failed", 0, "")
    assert "no number in epoch 1" in status.message and "lower learning rate, such as 0.0001" in status.message
    assert status.wants_changes


def test_settings_changed_behind_its_back_fail_the_resume_with_a_sentence(real: Runs):
    run_id = start_run(replace(CONFIG, epochs=5000, early_stopping=None))
    kill(real.until_epoch(run_id, 2).pid)
    real.status(run_id)
    config = RunStore().get(run_id).folder / "config.json"
    config.write_text(config.read_text().replace('"learning_rate": 0.001', '"learning_rate": 0.5'))
    resume_run(run_id)
    status = real.end_of(run_id)
    assert (status.state, bool(status.message), status.traceback) == ("failed", True, "")
