"""Runs on disks that are really full or really read-only: a clear end, nothing lost, and the queue goes on."""

import sys
import time

import psutil
import pytest

from core.errors import DiskFullError, InvalidInputError
from core.processes.detached import is_alive
from core.runs.dispatcher_launch import dispatcher_lives, ensure_dispatcher
from core.runs.folder import RESERVE, STATUS
from core.runs.launcher import LocalLauncher, resume_run
from core.runs.status import read_status
from core.runs.store import RunStore
from tests.core.runs.processes import wait_until
from tests.fabricated_runs import write_notes
from tests.small_disks import fill

pytestmark = pytest.mark.usefixtures("fake_training")


@pytest.fixture
def small_disk(mounts, runs):
    """A function that lets the folder of runs be a small disk of its own."""
    return lambda: mounts.small_disk(runs.store.root, kilobytes=1024)


def submit(*run_ids):
    for run_id in run_ids:
        LocalLauncher().submit(run_id)


def noted(runs, run_id):
    return read_status(runs.store.root / run_id / STATUS)


def epochs_of(run_id):
    return RunStore().get(run_id).metrics()["epoch"].tolist()


def processes_for(root):
    return [process for process in psutil.process_iter(["cmdline"]) if str(root) in (process.info["cmdline"] or [])]


def test_a_run_that_fills_the_disk_fails_with_the_cause_while_the_disk_is_still_full(small_disk, runs):
    disk = small_disk()
    run_id = runs.make(behaviour="really fills the disk")
    submit(run_id)
    wait_until(lambda: noted(runs, run_id).is_over, "the last word")
    status = noted(runs, run_id)
    assert (status.state, status.message) == (
        "failed",
        "The disk is full, so the run stopped. Free some space and try again.",
    )
    assert "Traceback" in runs.store.get(run_id).log_tail()
    assert not (runs.store.folder(run_id) / RESERVE).exists()
    (disk / "ballast").unlink()
    (runs.store.folder(run_id) / "behaviour").unlink()
    resume_run(run_id)
    assert runs.end_of(run_id).state == "finished"
    assert epochs_of(run_id) == [1, 2, 3]


def test_the_cause_is_noted_as_soon_as_there_is_room_and_no_other_run_starts_before(small_disk, runs):
    disk = small_disk()
    full, next_one = runs.make(behaviour="fills the disk to the last byte"), runs.make(epochs=1)
    submit(full, next_one)
    begun = wait_until(lambda: noted(runs, full).pid and noted(runs, full), "the beginning")
    wait_until(lambda: not is_alive(begun.pid, begun.process_started), "the end of the process")
    fill(disk, "the rest")
    for _look in range(5):
        assert (runs.status(full).state, runs.status(next_one).state) == ("interrupted", "queued")
        time.sleep(0.5)
    assert noted(runs, full).state == "running"
    assert dispatcher_lives(disk)
    (disk / "ballast").unlink()
    (disk / "the rest").unlink()
    wait_until(lambda: noted(runs, full).state == "failed", "the cause")
    assert noted(runs, full).message.startswith("The disk is full, so the run could not go on.")
    assert runs.end_of(next_one).state == "finished"
    wait_until(lambda: not dispatcher_lives(disk), "the end of the dispatcher")


def test_on_a_full_disk_no_dispatcher_is_started_that_nobody_knows_of(small_disk, runs):
    disk = small_disk()
    run_id = runs.make(epochs=1)
    ballast = fill(disk)
    for _look in range(3):
        with pytest.raises(DiskFullError, match="The disk is full"):
            submit(run_id)
        assert runs.status(run_id).state == "queued"
    assert not processes_for(disk)
    ballast.unlink()
    assert runs.end_of(run_id).state == "finished"


def test_a_dispatcher_is_ended_where_the_disk_fills_up_before_it_is_noted(small_disk, runs, monkeypatch):
    disk = small_disk()

    def command(root):
        fill(root)
        return [sys.executable, "-c", "import time; time.sleep(300)", str(root)]

    monkeypatch.setattr("core.runs.dispatcher_launch.dispatcher_command", command)
    with pytest.raises(DiskFullError):
        ensure_dispatcher(disk)
    assert not processes_for(disk)
    assert not dispatcher_lives(disk)


def test_where_runs_may_not_be_written_none_is_started_and_all_can_be_seen(mounts, runs):
    run_id = runs.make()
    mounts.read_only(runs.store.root)
    with pytest.raises(InvalidInputError, match=r"No permission for .* so starting the run stopped"):
        runs.make()
    with pytest.raises(InvalidInputError, match=r"No permission for .* so starting the queue stopped"):
        submit(run_id)
    assert [(run.id, run.status.state) for run in RunStore().list()] == [(run_id, "queued")]
    mounts.writable_again(runs.store.root)
    assert runs.end_of(run_id).state == "finished"


def test_a_run_whose_folder_may_not_be_written_any_more_says_so_and_goes_on_from_what_it_has(mounts, runs):
    run_id = runs.make(epochs=6)
    submit(run_id)
    begun = runs.until_epoch(run_id, 2)
    mounts.read_only(runs.store.root)
    wait_until(lambda: not is_alive(begun.pid, begun.process_started), "the end of the process")
    status = runs.status(run_id)
    assert status.state == "interrupted"
    assert f"Failed: No permission for “{runs.store.root / run_id}" in status.traceback
    with pytest.raises(InvalidInputError, match=r"No permission for .* Give yourself access to it"):
        resume_run(run_id)
    before = epochs_of(run_id)
    assert len(before) >= 2
    mounts.writable_again(runs.store.root)
    wait_until(lambda: noted(runs, run_id).state == "failed", "the cause")
    status = runs.status(run_id)
    assert status.message.startswith("The run's folder could not be written")
    assert epochs_of(run_id) == before
    resume_run(run_id)
    status = runs.end_of(run_id)
    assert (status.state, status.started) == ("finished", begun.started)
    assert epochs_of(run_id) == [1, 2, 3, 4, 5, 6]


def test_a_run_that_cannot_even_say_why_does_not_hold_the_queue_up(mounts, runs):
    shut, sound = runs.make(), runs.make(epochs=1)
    mounts.read_only(runs.store.folder(shut))
    submit(shut, sound)
    assert runs.end_of(sound).state == "finished"
    assert noted(runs, shut).state == "queued"
    with pytest.raises(InvalidInputError, match=r"No permission for “.*/notes\.json”, so keeping the notes stopped"):
        write_notes(runs.store.folder(shut), "Mine")
    mounts.writable_again(runs.store.folder(shut))
    assert runs.end_of(shut).state == "failed"
    assert runs.status(shut).message.startswith("The log of the run (worker.log) cannot be opened: Read-only file")
