"""`atelier train` as a person and as a script call it: those that train do so in real processes."""

import json
import signal
import subprocess
import sys
import time
from itertools import chain
from pathlib import Path

import pytest

from core.runs.launcher import stop_run
from core.runs.store import RunStore
from tests.core.cli.calling import atelier, atelier_process

QUICK = ("--model", "snn", "--image-size", "32", "--epochs", "3")


@pytest.fixture
def idle(monkeypatch):
    """Runs wait and never begin: the commands find a dispatcher that does nothing."""
    from core.runs.dispatcher_launch import announce

    store = RunStore(keep_queue_going=False)
    store.root.mkdir(parents=True)
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    announce(store.root, sleeper.pid)
    yield store
    sleeper.kill()
    sleeper.wait()


def config_of(store):
    (run,) = store.list()
    return run.config


@pytest.mark.slow
def test_train_and_wait_ends_finished_with_a_test_result(dataset):
    done = atelier_process("train", *QUICK, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["status"], document["dataset"], document["epoch"]) == ("finished", "tiny", 3)
    assert 0 <= document["test_accuracy"] <= 1
    shown = json.loads(atelier("runs", "show", document["id"], "--json").stdout)
    assert {key: shown[key] for key in document} == document
    assert shown["config"]["epochs"] == 3
    assert shown["facts"]["versions"]["keras"]


@pytest.mark.slow
def test_ctrl_c_while_waiting_leaves_the_run_going(dataset):
    waiting = subprocess.Popen(
        [sys.executable, "-m", "core", "train", *QUICK, "--epochs", "10000", "--wait"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    store = RunStore()
    deadline = time.monotonic() + 60
    while not any(run.status.is_active for run in store.list()) and time.monotonic() < deadline:
        time.sleep(0.1)
    waiting.send_signal(signal.SIGINT)
    out, errors = waiting.communicate(timeout=60)
    (run,) = store.list()
    assert (waiting.returncode, out) == (1, "")
    assert f"“{run.id}” continues in the background" in errors
    assert errors.count("\n") == 1
    assert run.status.is_active
    stop_run(run.id)
    while not store.get(run.id).status.is_over and time.monotonic() < deadline + 60:
        time.sleep(0.1)
    assert store.get(run.id).status.state == "stopped"


def test_without_waiting_it_says_what_it_started(dataset, idle):
    started = atelier("train", *QUICK, "--json")
    assert started.returncode == 0, started.stderr
    document = json.loads(started.stdout)
    assert (document["id"], document["status"]) == (idle.list()[0].id, "queued")


def test_options_and_settings_become_the_configuration(dataset, idle):
    settings = ("batch_size=4", "early_stopping.patience=3", "early_stopping.monitor=train_loss", "split.seed=7")
    done = atelier(
        "train",
        *QUICK,
        "--dataset",
        "tiny",
        "--artists",
        "top:2",
        *chain.from_iterable(("--set", text) for text in settings),
    )
    assert done.returncode == 0, done.stderr
    config = config_of(idle)
    assert (config.model, config.image_size, config.epochs, config.batch_size) == ("snn", 32, 3, 4)
    assert (config.selection.top, config.early_stopping.patience, config.split.seed) == (2, 3, 7)


def test_freezing_what_knows_nothing_is_pointed_out(dataset, idle):
    done = atelier("train", "--model", "resnet50", "--image-size", "64", "--set", "freeze=backbone")
    assert done.returncode == 0 and "only the last layer learns" in done.stderr


def test_the_size_a_model_is_made_for_is_the_default(dataset, idle):
    assert atelier("train", "--model", "vgg16").returncode == 0
    assert config_of(idle).image_size == 224


def test_the_settings_of_a_run_are_a_file_to_start_from(dataset, idle, tmp_path):
    atelier("train", *QUICK, "--set", "seed=5")
    (first,) = idle.list()
    again = atelier("train", "--config", str(first.folder / "config.json"), "--epochs", "9")
    assert again.returncode == 0, again.stderr
    second = next(run for run in idle.list() if run.id != first.id)
    assert (second.config.seed, second.config.epochs, second.config.image_size) == (5, 9, 32)


def test_a_preset_is_laid_on_the_data_set(dataset, idle):
    done = atelier("train", "--preset", "probe", "--set", "seed=3")
    assert done.returncode == 0, done.stderr
    assert (config_of(idle).model, config_of(idle).seed) == ("probe", 3)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("--set", "epochs"), 2, "has no"),
        (("--preset", "snn", "--config", "x.json"), 2, "not both"),
        (("--epochs", "many"), 2, "epochs"),
        (("--dataset", "gone"), 1, "There is no data set “gone”"),
        (("--model", "snm"), 1, "snm"),
        (("--artists", "top:1"), 1, "two or more"),
        (("--set", "epoch=3"), 1, "epochs"),
        (("--preset", "gone"), 1, "There is no preset “gone”"),
        (("--config", "gone.json"), 1, "There is no file “gone.json”"),
    ],
)
def test_mistakes_start_nothing(dataset, idle, arguments, status, says):
    failed = atelier("train", *QUICK, *arguments)
    assert (failed.returncode, failed.stdout) == (status, ""), failed.stderr
    assert says in failed.stderr
    assert "Traceback" not in failed.stderr
    if status == 1:
        assert failed.stderr.count("\n") == 1
    assert idle.list() == []


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder that nobody may write to, as Linux's /sys is")
def test_a_folder_that_cannot_be_written_is_one_line(dataset, monkeypatch):
    monkeypatch.setenv("ATELIER_ARTIFACTS", "/sys/atelier")
    failed = atelier("train", *QUICK)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1, failed.stderr
    assert "No permission for" in failed.stderr
    assert json.loads(atelier("runs", "list", "--json").stdout)["runs"] == []


def test_a_read_only_demo_trains_nothing(dataset, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    refused = atelier("train", *QUICK)
    assert refused.returncode == 1
    assert "read-only demo" in refused.stderr


def test_which_data_set_is_meant_when_none_is_named(monkeypatch, capsys):
    from core.cli.train import default_dataset
    from core.errors import NotFoundError

    def there_are(*names):
        monkeypatch.setattr("core.dataset.listing.list_datasets", lambda: list(names))

    there_are("mine")
    assert default_dataset() == "mine"
    there_are("mine", "sample")
    assert default_dataset() == "sample"
    assert "others here: mine" in capsys.readouterr().err
    there_are("mine", "yours")
    with pytest.raises(NotFoundError, match="--dataset"):
        default_dataset()
    there_are()
    monkeypatch.setattr("core.workflows.prepare_dataset.make_sample_for_training", lambda progress: None)
    assert default_dataset() == "sample"
    assert "painted first" in capsys.readouterr().err
