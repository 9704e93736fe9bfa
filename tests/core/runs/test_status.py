"""What a status says, how it is kept, and how much time is left."""

import errno
import json
from dataclasses import replace

import pytest

from core.errors import InvalidInputError
from core.processes.status import write_status
from core.runs.exit_causes import cause_of_exit, exit_of
from core.runs.status import RunStatus, read_status

HALF_WAY = RunStatus(
    "run", state="running", epoch=3, epochs=10, in_epoch=True, done=5, total=10, seconds_per_epoch=4.0, updated=100.0
)


def test_what_is_written_is_read_back(tmp_path):
    write_status(HALF_WAY, tmp_path / "status.json")
    assert read_status(tmp_path / "status.json") == HALF_WAY
    assert json.loads((tmp_path / "status.json").read_text())["state"] == "running"


@pytest.mark.parametrize(
    "text",
    [
        '{"run_id": "ru',
        "[]",
        "null",
        '{"run_id": "r", "state": "dancing"}',
        '{"run_id": "r", "pid": "many"}',
        '{"x": 1}',
        '{"run_id": "r", "phase_epochs": {"training": "many"}}',
        '{"run_id": "r", "phase_seconds": [1]}',
        '{"run_id": "r", "phase_weights": {"training": "heavy"}}',
    ],
)
def test_what_is_damaged_is_refused_with_a_sentence(tmp_path, text):
    path = tmp_path / "status.json"
    path.write_text(text)
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_status(path)


def test_time_left_counts_the_present_epoch_in_part():
    assert HALF_WAY.seconds_left == 4.0 * 6.5
    assert HALF_WAY.share == 0.35


def test_time_left_in_the_first_epoch_follows_its_own_pace():
    first = replace(HALF_WAY, epoch=0, seconds_per_epoch=None, stage_started=90.0)
    assert first.seconds_left == 10 / 0.5 * 9.5
    assert replace(first, done=0).seconds_left is None
    assert replace(first, stage_started=99.9).seconds_left is None


TWO_PHASES = replace(
    HALF_WAY,
    epoch=9,
    epochs=20,
    done=0,
    seconds_per_epoch=0.05,
    phase_epochs={"training": 10, "fine-tuning": 10},
    phase_seconds={"training": 0.05, "fine-tuning": 60.0},
    phase_weights={"training": 0.05, "fine-tuning": 60.0},
)


def test_time_left_counts_every_phase_at_its_own_pace():
    assert TWO_PHASES.seconds_left == pytest.approx(0.05 + 600)
    assert TWO_PHASES.share == pytest.approx(0.45 / 600.5)
    second = replace(TWO_PHASES, epoch=14, done=5)
    assert (second.phase_under_way, second.seconds_left) == ("fine-tuning", 60 * 5.5)


def test_time_left_is_not_told_while_nothing_is_known_of_a_later_phase():
    status = replace(TWO_PHASES, phase_seconds={"training": 0.05}, phase_weights={})
    assert status.seconds_left is None and status.share == 9 / 20
    measured = replace(status, epoch=11, phase_seconds={"training": 0.05, "fine-tuning": 60.0})
    assert measured.share == 11 / 20, "what is measured meanwhile does not take back what was said"
    begun = replace(status, epoch=10, done=2, stage_started=90.0)
    assert begun.seconds_left == pytest.approx(10 / 0.2 * 9.8), "its first epoch tells by itself"


def test_a_phase_that_ended_early_leaves_nothing_of_itself_to_do():
    status = replace(TWO_PHASES, epoch=4, phase_epochs={"training": 4, "fine-tuning": 10})
    assert (status.phase_under_way, status.seconds_left) == ("fine-tuning", 600)


def test_time_left_is_unknown_where_nothing_runs():
    assert replace(HALF_WAY, state="finished").seconds_left is None
    assert replace(HALF_WAY, state="finished").share == 1.0
    assert replace(HALF_WAY, state="queued").seconds_left is None
    assert replace(HALF_WAY, epochs=0).share is None


@pytest.mark.parametrize(
    ("state", "over", "active", "resumable"),
    [
        ("queued", False, False, False),
        ("running", False, True, False),
        ("stopping", False, True, False),
        ("finished", True, False, False),
        ("stopped", True, False, True),
        ("failed", True, False, True),
        ("interrupted", True, False, True),
    ],
)
def test_what_a_state_means(state, over, active, resumable):
    status = replace(HALF_WAY, state=state)
    assert (status.is_over, status.is_active, status.can_resume) == (over, active, resumable)


def test_time_left_of_a_stage_before_the_first_epoch_follows_its_own_pace():
    describing = replace(
        HALF_WAY, epoch=0, seconds_per_epoch=None, in_epoch=False, stage="Computing features", done=25, total=100
    )
    describing = replace(describing, stage_started=100.0, updated=110.0)
    assert describing.stage_seconds_left == pytest.approx(30)
    assert describing.stage_share == 0.25
    assert replace(describing, total=0).stage_seconds_left is None
    assert replace(describing, state="finished").stage_seconds_left is None
    assert replace(describing, in_epoch=True).stage_seconds_left is None
    estimated = replace(describing, phase_epochs={"training": 30}, phase_seconds={"training": 0.05})
    assert estimated.seconds_left is None, "the epochs are quick, and what comes before them is not"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "could not be written"), (None, "could not be")]
)
def test_a_process_that_could_not_note_its_end_tells_why_by_its_exit_status(number, words):
    assert words in cause_of_exit(exit_of(OSError(number, "")))
