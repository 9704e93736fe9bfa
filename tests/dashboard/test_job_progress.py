"""How far a job is, in words."""

import pytest

from core.jobs import JobStatus
from dashboard.ui.job_progress import progress_line, time_left


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(2, "a few seconds"), (42, "40 s"), (89, "90 s"), (200, "3 min"), (7500, "2 h 5 min")],
)
def test_time_left_is_said_as_people_say_it(seconds: float, words: str):
    assert time_left(seconds) == words


def test_a_stage_of_unknown_length_is_only_named():
    assert progress_line(JobStatus("id", "import", stage="Unpacking")) == "Unpacking"


def test_a_stage_tells_how_much_is_done_and_left():
    status = JobStatus(
        "id", "import", state="running", stage="Reading pictures", done=1000, total=4000, stage_started=0, updated=100
    )
    assert progress_line(status) == "Reading pictures · 1,000 of 4,000 · 5 min left"
