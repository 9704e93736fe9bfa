"""`atelier dataset …` as a person and as a script call it."""

import json
import signal
import subprocess
import sys
import time

import pytest

from tests.core.cli.calling import atelier, atelier_process


def test_import_show_list_and_check_speak_json(collection):
    imported = atelier_process("dataset", "import", str(collection), "--name", "mine", "--json")
    assert imported.returncode == 0, imported.stderr
    shown = json.loads(atelier("dataset", "show", "mine", "--json").stdout)
    assert json.loads(imported.stdout) == shown
    assert (shown["name"], shown["paintings"], shown["artists"], shown["unlabelled"]) == ("mine", 12, 3, 0)
    assert shown["artists_with_paintings"] == 3
    assert len(shown["fingerprint"]) == 16
    listed = json.loads(atelier("dataset", "list", "--json").stdout)
    assert [entry["name"] for entry in listed["datasets"]] == ["mine"]
    report = json.loads(atelier("dataset", "check", "mine", "--json").stdout)
    assert report["counts"]["unreadable"] == 0
    assert report["unsearched"] == 0


def test_people_get_words_and_aligned_numbers(collection):
    imported = atelier("dataset", "import", str(collection), "--name", "mine")
    assert imported.stdout == "“mine” has 12 paintings by 3 of 3 artists; 0 have no artist in the table.\n"
    assert "paintings" in atelier("dataset", "show", "mine").stdout
    assert atelier("dataset", "list").stdout.splitlines()[1].split() == ["mine", "12", "3"]
    assert "Unreadable pictures" in atelier("dataset", "check", "mine", "--quick").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("dataset", "show", "gone"), "There is no data set “gone”"),
        (("dataset", "show", "../etc"), "There is no data set “../etc”"),
        (("dataset", "import", "nowhere", "--name", "mine"), "nowhere"),
    ],
)
def test_a_mistake_is_one_line_and_no_traceback(arguments, says):
    failed = atelier(*arguments)
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert failed.stderr.count("\n") == 1
    assert says in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.parametrize("arguments", [("dataset", "dance"), ("dataset", "import", "x"), ("--nonsense",)])
def test_wrong_usage_exits_with_2(arguments):
    assert atelier(*arguments).returncode == 2


def test_help_names_every_command():
    text = atelier("dataset", "--help").stdout
    for command in ("sample", "import", "list", "show", "check"):
        assert command in text


def test_the_sample_is_not_made_when_there_is_a_data_set(collection):
    atelier("dataset", "import", str(collection), "--name", "mine")
    made = atelier("dataset", "sample", "--if-none", "--json")
    assert json.loads(made.stdout) == {"made": False, "datasets": ["mine"]}


def test_a_read_only_demo_imports_nothing(collection, monkeypatch, roots):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    refused = atelier("dataset", "import", str(collection), "--name", "mine")
    assert refused.returncode == 1
    assert "read-only demo" in refused.stderr
    assert list((roots / "data").iterdir()) == []


def test_ctrl_c_is_one_line_and_the_command_can_be_repeated(collection, roots):
    command = [sys.executable, "-m", "core", "dataset", "import", str(collection), "--name", "mine"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while running.poll() is None and not any((roots / "data").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)  # a signal before the command has begun would end Python itself
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    if running.returncode:  # it may have been done before
        assert running.returncode == 1
        assert errors.count("\n") == 1
        assert "Interrupted." in errors
    assert atelier("dataset", "import", str(collection), "--name", "mine", "--add").returncode == 0


def test_one_damaged_data_set_does_not_hide_the_others(collection, roots):
    atelier("dataset", "import", str(collection), "--name", "mine")
    (roots / "data" / "broken").mkdir()
    (roots / "data" / "broken" / "artists.csv").write_text("no,table")
    listed = json.loads(atelier("dataset", "list", "--json").stdout)
    assert [entry["name"] for entry in listed["datasets"]] == ["mine"]
    assert [entry["name"] for entry in listed["unusable"]] == ["broken"]
    assert "broken cannot be used" in atelier("dataset", "list").stdout
