"""`atelier runs …` as a person and as a script call it."""

import json
from dataclasses import replace

import pytest

from core.processes.status import write_status
from core.runs.folder import EVALUATION, LOG, METRICS, STATUS, append_metrics
from core.runs.reconcile import ended
from core.runs.store import RunStore
from core.training import TrainConfig
from tests.core.cli.calling import atelier


def document(*arguments: str):
    done = atelier(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def finished():
    """A run that is over, with two epochs, a log and an evaluation."""
    return make_run("finished", "Trained for 2 epochs.")


def make_run(state, message):
    run = RunStore().create(TrainConfig("tiny", model="snn", image_size=32, epochs=2))
    for epoch in (1, 2):
        append_metrics(run.folder / METRICS, {"epoch": epoch, "phase": "training", "train_loss": 1.5, "val_loss": None})
    (run.folder / LOG).write_text("Reading pictures\n")
    (run.folder / EVALUATION).write_text(json.dumps({"test": {"accuracy": 0.75, "f1_macro": None}}))
    write_status(ended(replace(run.status, epoch=2), state, message), run.folder / STATUS)
    return run.id


def test_show_speaks_json(finished):
    shown = document("runs", "show", finished)
    assert (shown["id"], shown["status"], shown["epoch"]) == (finished, "finished", 2)
    assert shown["metrics"]["train_loss"] == 1.5
    assert (shown["test_accuracy"], shown["test_f1_macro"]) == (0.75, None)
    assert shown["config"]["model"] == "snn"


def test_list_names_every_run_whatever_state_it_is_in(finished):
    other = make_run("failed", "The disk is full.")
    (RunStore().folder(other) / "config.json").write_text("{")
    listed = document("runs", "list")
    assert {run["id"]: run["status"] for run in listed["runs"]} == {finished: "finished", other: "failed"}
    assert listed["queue"] == []
    table = atelier("runs", "list").stdout
    assert finished in table
    assert other in table
    shown = atelier("runs", "show", other)
    assert (shown.returncode, "config.json" in shown.stdout) == (0, True)


def test_people_get_words(finished):
    assert "test accuracy  0.75" in atelier("runs", "show", finished).stdout
    assert "No run yet" not in atelier("runs", "list").stdout


def test_no_run_yet_tells_what_to_do():
    assert "atelier train" in atelier("runs", "list").stdout
    assert document("runs", "list") == {"runs": [], "queue": []}


def test_tail_prints_the_log_and_the_epochs_of_a_run_that_is_over(finished):
    told = atelier("runs", "tail", finished)
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert lines[0] == "Reading pictures"
    assert [line.split()[:2] for line in lines[1:3]] == [["epoch", "1"], ["epoch", "2"]]
    assert lines[-1] == "finished: Trained for 2 epochs."
    rows = document("runs", "tail", finished, "--no-follow")["epochs_run"]
    assert [row["epoch"] for row in rows] == [1, 2]


def test_delete_and_restore(finished):
    assert document("runs", "delete", finished)["status"] == "deleted"
    assert document("runs", "list")["runs"] == []
    assert document("runs", "restore", finished)["status"] == "finished"


def test_stopping_what_is_over_changes_nothing(finished):
    assert document("runs", "stop", finished)["status"] == "finished"


@pytest.mark.parametrize("command", ["show", "stop", "resume", "delete", "restore", "tail"])
def test_an_unknown_run_is_one_line(command):
    failed = atelier("runs", command, "gone")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1
    assert "“gone”" in failed.stderr


def test_a_finished_run_is_not_resumed(finished):
    failed = atelier("runs", "resume", finished)
    assert failed.returncode == 1
    assert "nothing to resume" in failed.stderr


def test_wrong_usage_exits_with_2():
    for wrong in (("runs", "dance"), ("runs", "show"), ("runs", "move", "x", "0")):
        assert atelier(*wrong).returncode == 2


def test_a_read_only_demo_can_be_looked_at(finished, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    assert document("runs", "show", finished)["status"] == "finished"
    for command in ("stop", "resume", "delete", "restore"):
        refused = atelier("runs", command, finished)
        assert (refused.returncode, "read-only demo" in refused.stderr) == (1, True)
