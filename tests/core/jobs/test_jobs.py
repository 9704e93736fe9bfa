"""Jobs: real processes that tell how far they are, can be stopped, and are never believed alive when dead."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest

from core.dataset.listing import list_datasets
from core.errors import InvalidInputError, NotFoundError, ReadOnlyError
from core.jobs import JobStore, cancel_job, start_job
from core.jobs.launcher import JOB_KINDS
from core.jobs.store import JobStatus, read_status
from core.processes.detached import is_alive, start_detached, start_time
from core.processes.status import write_status
from core.workflows.job_kinds import KINDS

PATIENCE_S = 60


def wait_until_over(job_id):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        status = JobStore().get(job_id)
        if status.is_over:
            return status
        time.sleep(0.1)
    raise AssertionError(f"not over after {PATIENCE_S} s: {status}")


def test_every_kind_that_can_be_started_has_its_work():
    assert set(JOB_KINDS) == set(KINDS)


def test_an_import_runs_in_the_background_and_says_what_it_did(collection):
    job_id = start_job("import", {"source": str(collection), "name": "mine"})
    status = wait_until_over(job_id)
    assert (status.state, list_datasets()) == ("finished", ["mine"]), JobStore().log_tail(job_id)
    assert status.message == "12 paintings by 3 artists are in “mine”."
    assert status.result["paintings"] == 12


def test_a_failed_job_says_why_in_a_sentence(tmp_path):
    status = wait_until_over(start_job("import", {"source": str(tmp_path / "nowhere"), "name": "mine"}))
    assert status.state == "failed"
    assert "nowhere" in status.message
    assert "Traceback" not in status.message
    assert list_datasets() == []


def test_an_unexpected_fault_is_noted_with_its_details_in_the_log():
    job_id = start_job("import", {"unknown": "argument"})
    status = wait_until_over(job_id)
    assert status.state == "failed"
    assert "Traceback" in JobStore().log_tail(job_id)


@pytest.mark.parametrize(("language", "told"), [("", "es"), ("en", "en")])
def test_a_process_writes_in_the_language_of_whoever_starts_it(language, told, monkeypatch, tmp_path):
    monkeypatch.setattr("core.language.translating._source", lambda: "es")
    command = [sys.executable, "-c", "from core.language import current_language; print(current_language())"]
    with (tmp_path / "log").open("wb") as log:
        assert start_detached(command, log, language).wait(PATIENCE_S) == 0
    assert (tmp_path / "log").read_text() == f"{told}\n"


def test_a_running_job_can_be_stopped(roots):
    job_id = start_job("import", {"source": "sample", "name": "mine"})
    wait_until_over(job_id)
    folder = running_sleeper(roots)
    cancel_job(folder.name)
    deadline = time.monotonic() + PATIENCE_S
    while not JobStore().get(folder.name).is_over and time.monotonic() < deadline:
        time.sleep(0.1)
    assert JobStore().get(folder.name).state == "cancelled"


def test_a_job_asked_to_stop_before_it_began_does_nothing(collection):
    job_id = start_job("import", {"source": str(collection), "name": "mine"})
    cancel_job(job_id)
    assert wait_until_over(job_id).state == "cancelled"
    assert list_datasets() == []


def running_sleeper(roots):
    """A job's process that reports progress until it is stopped: the real worker around work of the test's own."""
    folder = roots / "artifacts" / "jobs" / "20260101-000000-sleep-abcdef"
    folder.mkdir(parents=True)
    (folder / "job.json").write_text(json.dumps({"kind": "sleep", "arguments": {}}))
    now = time.time()
    write_status(JobStatus(folder.name, "sleep", started=now), folder / "status.json")
    program = """
import sys, time
from pathlib import Path
from core.workflows import job_kinds, job_worker

def sleep(progress):
    for done in range(2000):
        progress("Sleeping", done, 2000)
        time.sleep(0.02)

job_kinds.KINDS["sleep"] = sleep
sys.exit(job_worker.run(Path(sys.argv[1])))
"""
    subprocess.Popen([sys.executable, "-c", program, str(folder)], start_new_session=True)
    deadline = time.monotonic() + PATIENCE_S
    while read_status(folder / "status.json").done < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    return folder


def test_a_killed_job_is_interrupted_at_the_next_look(roots):
    folder = running_sleeper(roots)
    running = JobStore().get(folder.name)
    assert running.state == "running"
    assert running.stage_share is not None
    os.kill(running.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(running.pid)], timeout=5)
    lost = JobStore().get(folder.name)
    assert lost.state == "interrupted"
    assert "Start it again" in lost.message


def test_a_process_number_used_again_by_another_is_not_believed(roots):
    folder = running_sleeper(roots)
    status = JobStore().get(folder.name)
    os.kill(status.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(status.pid)], timeout=5)
    reused = replace(status, pid=os.getpid(), process_started=status.process_started - 1000)
    write_status(reused, folder / "status.json")
    assert JobStore().get(folder.name).state == "interrupted"


def test_this_very_process_is_alive_and_no_other():
    pid = os.getpid()
    assert is_alive(pid, start_time(pid))
    assert not is_alive(pid, start_time(pid) - 60)
    assert not is_alive(None, None)
    assert not is_alive(2**22 + 1, time.time())


def test_half_a_status_file_hides_one_job_not_the_list(roots, collection):
    job_id = start_job("import", {"source": str(collection), "name": "mine"})
    wait_until_over(job_id)
    broken = roots / "artifacts" / "jobs" / "20200101-000000-import-broken"
    broken.mkdir()
    (broken / "status.json").write_text('{"job_id": "20200101')
    assert [job.job_id for job in JobStore().list()] == [job_id]
    with pytest.raises(InvalidInputError, match="cannot be read"):
        JobStore().get(broken.name)


def test_unknown_jobs_and_kinds_are_refused():
    with pytest.raises(NotFoundError, match="no job “gone”"):
        JobStore().get("gone")
    with pytest.raises(NotFoundError):
        JobStore().get("../../etc")
    with pytest.raises(InvalidInputError, match="no job of kind “dance”"):
        start_job("dance", {})


def test_a_read_only_demo_starts_nothing(monkeypatch, roots):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError):
        start_job("rescan", {"dataset": "sample"})
    assert not (roots / "artifacts" / "jobs").exists()


def test_time_left_follows_the_pace_of_the_stage():
    status = JobStatus("job", "import", state="running", done=25, total=100, stage_started=100.0, updated=110.0)
    assert status.stage_share == 0.25
    assert status.stage_seconds_left == 30.0
    assert replace(status, done=0).stage_seconds_left is None
    assert replace(status, total=0).stage_share is None
