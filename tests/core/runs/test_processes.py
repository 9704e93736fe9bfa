"""Runs as real processes: one after another, whoever dies, and never believed alive when dead."""

import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import BusyError, InvalidInputError, ReadOnlyError
from core.processes.detached import is_alive
from core.processes.status import write_status
from core.runs.dispatcher import Dispatcher
from core.runs.dispatcher_launch import dispatcher_lives
from core.runs.exit_causes import BUSY_EXIT, KILLED
from core.runs.folder import METRICS, STATUS
from core.runs.launcher import LocalLauncher, move_in_queue, queued_ids, resume_run, stop_run
from core.runs.status import read_status
from core.runs.store import RunStore
from tests.core.runs.processes import FAKE, dispatcher_pid, kill, wait_until

pytestmark = pytest.mark.usefixtures("fake_training")


def submit(*run_ids):
    for run_id in run_ids:
        LocalLauncher().submit(run_id)


def epochs_of(run_id):
    return RunStore().get(run_id).metrics()["epoch"].tolist()


def test_runs_go_one_after_another_and_the_dispatcher_goes_when_all_are_done(runs):
    first, second = runs.make(), runs.make()
    submit(first, second)
    runs.until_epoch(first)
    assert runs.status(second).state == "queued"
    ended = runs.end_of(first), runs.end_of(second)
    assert [status.state for status in ended] == ["finished", "finished"]
    assert ended[0].ended <= ended[1].started
    assert epochs_of(second) == [1, 2, 3]
    wait_until(lambda: not dispatcher_lives(runs.store.root), "the end of the dispatcher")


def test_a_finished_run_tells_what_it_did(runs):
    run_id = runs.make(epochs=4)
    submit(run_id)
    status = runs.end_of(run_id)
    assert (status.epoch, status.epochs, status.train_seconds) == (4, 4, pytest.approx(1.2))
    assert status.phase_epochs == {"training": 4}
    assert status.phase_seconds == {"training": pytest.approx(0.3)}, "what is measured, and not what was estimated"
    assert status.message.startswith("Trained for 4 epochs.")
    facts = runs.store.get(run_id).facts()
    assert (facts["device"], facts["versions"]["fake"]) == ("a fake", "1")
    assert facts["versions"]["numpy"]
    assert os.getpid() != status.pid
    assert "Epoch 4 of 4" in runs.store.get(run_id).log_tail()


def test_each_run_writes_in_the_language_of_whoever_started_it(runs, monkeypatch):
    monkeypatch.setattr("core.language.translating._source", lambda: "en")
    first = runs.make(epochs=1)
    submit(first)
    monkeypatch.setattr("core.language.translating._source", lambda: "es")
    second = runs.make(epochs=1)
    submit(second)
    assert [runs.end_of(run_id).state for run_id in (first, second)] == ["finished", "finished"]
    assert [runs.store.get(run_id).facts()["language"] for run_id in (first, second)] == ["en", "es"]


def test_several_go_at_once_where_that_is_allowed(runs, monkeypatch):
    monkeypatch.setenv("ATELIER_PARALLEL_RUNS", "2")
    first, second = runs.make(epochs=8), runs.make(epochs=8)
    submit(first, second)
    runs.until_epoch(first)
    assert runs.until_epoch(second).state == "running"
    assert runs.status(first).state == "running"


def test_the_queue_can_be_reordered(runs):
    going, second, third = runs.make(epochs=5), runs.make(epochs=1), runs.make(epochs=1)
    submit(going)
    runs.until_epoch(going)
    assert queued_ids() == [second, third]
    assert move_in_queue(third, 0) == [third, second]
    assert queued_ids() == [third, second]
    assert runs.end_of(third).ended <= runs.end_of(second).started


def test_a_run_that_does_not_wait_has_no_place_in_the_queue(runs):
    run_id = runs.make()
    stop_run(run_id)
    with pytest.raises(InvalidInputError, match="does not wait"):
        move_in_queue(run_id, 0)
    with pytest.raises(InvalidInputError, match="before the first"):
        move_in_queue(run_id, -1)


def test_a_look_at_the_list_revives_a_queue_that_nobody_looks_after(runs):
    run_id = runs.make(epochs=1)
    assert not dispatcher_lives(runs.store.root)
    RunStore().list()
    assert runs.end_of(run_id).state == "finished"


def test_a_killed_dispatcher_leaves_its_run_alone_and_the_next_one_waits_for_it(runs):
    going, waiting = runs.make(epochs=8), runs.make(epochs=1)
    submit(going, waiting)
    runs.until_epoch(going)
    dead = runs.kill_dispatcher()
    RunStore().list()
    assert dispatcher_pid(runs.store.root) != dead
    time.sleep(0.6)
    assert (runs.status(going).state, runs.status(waiting).state) == ("running", "queued")
    ended = runs.end_of(going), runs.end_of(waiting)
    assert [status.state for status in ended] == ["finished", "finished"]
    assert ended[0].ended <= ended[1].started
    assert epochs_of(going) == list(range(1, 9))


def test_a_run_outlives_the_server_that_started_it(runs):
    run_id = runs.make(epochs=6)
    program = (
        "import sys, time, core.runs.dispatcher_launch as launch\n"
        f"fake = [sys.executable, {str(FAKE)!r}, 'dispatcher']\n"
        "launch.dispatcher_command = lambda root: [*fake, str(root), '60', '30']\n"
        "from core.runs.launcher import LocalLauncher\n"
        f"LocalLauncher().submit({run_id!r})\n"
        "time.sleep(300)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    runs.until_epoch(run_id)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    assert runs.end_of(run_id).state == "finished"
    assert epochs_of(run_id) == [1, 2, 3, 4, 5, 6]


def test_a_killed_run_is_interrupted_with_the_likely_cause(runs):
    run_id = runs.make(epochs=200)
    submit(run_id)
    worker = runs.until_epoch(run_id).pid
    wait_until(lambda: "Epoch 2 of 200" in runs.store.get(run_id).log_tail(), "the second epoch's line in the log")
    kill(worker)
    wait_until(lambda: read_status(runs.store.folder(run_id) / STATUS).message == KILLED, "the cause")
    assert read_status(runs.store.folder(run_id) / STATUS).wants_changes, "memory that lacked will lack again"
    status = runs.status(run_id)
    assert status.state == "interrupted"
    assert "Epoch 2 of 200" in status.traceback


def test_a_killed_run_goes_on_from_its_checkpoint(runs):
    run_id = runs.make(epochs=5)
    submit(run_id)
    kill(runs.until_epoch(run_id, 2).pid)
    assert runs.status(run_id).state == "interrupted"
    resume_run(run_id)
    status = runs.end_of(run_id)
    assert (status.state, status.resumes, status.epoch) == ("finished", 1, 5)
    assert epochs_of(run_id) == [1, 2, 3, 4, 5]
    assert status.started < status.ended


def test_half_a_line_of_metrics_does_not_spoil_the_resume(runs):
    run_id = runs.make(epochs=4)
    submit(run_id)
    kill(runs.until_epoch(run_id, 2).pid)
    with (runs.store.folder(run_id) / METRICS).open("a") as file:
        file.write('{"epoch": 3, "phase": "trai')
    assert epochs_of(run_id)[-1] == 2
    resume_run(run_id)
    assert runs.end_of(run_id).state == "finished"
    assert epochs_of(run_id) == [1, 2, 3, 4]


@pytest.mark.parametrize("reused", [False, True], ids=["no process", "a process of another"])
def test_after_a_restart_of_the_machine_nothing_is_believed_to_run(runs, reused):
    run_id = runs.make()
    path = runs.store.folder(run_id) / STATUS
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    pid = os.getpid() if reused else gone.pid
    claim = replace(read_status(path), state="running", pid=pid, process_started=time.time() - 90_000, epoch=2)
    write_status(claim, path)
    assert [run.status.state for run in RunStore().list()] == ["interrupted"]
    kept = read_status(path)
    assert (kept.state, kept.epoch) == ("interrupted", 2)
    assert "machine restarted" in kept.message


def test_a_read_only_demo_tells_the_truth_and_writes_nothing(runs, monkeypatch):
    run_id = runs.make()
    path = runs.store.folder(run_id) / STATUS
    write_status(replace(read_status(path), state="running", pid=2**22 + 1, process_started=1.0), path)
    waiting = runs.make()
    before = path.read_bytes()
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    assert {run.id: run.status.state for run in RunStore().list()} == {run_id: "interrupted", waiting: "queued"}
    assert path.read_bytes() == before
    assert not dispatcher_lives(runs.store.root)
    for refused in (resume_run, stop_run, RunStore().delete, LocalLauncher().submit):
        with pytest.raises(ReadOnlyError):
            refused(run_id)
    with pytest.raises(ReadOnlyError):
        move_in_queue(waiting, 0)


def test_stop_in_the_middle_of_an_epoch_saves_and_can_be_resumed(runs):
    run_id = runs.make(epochs=8)
    submit(run_id)
    runs.until_epoch(run_id, 2)
    stop_run(run_id)
    assert runs.status(run_id).state in ("stopping", "stopped")
    stop_run(run_id)  # an impatient person
    status = runs.end_of(run_id)
    assert (status.state, status.message) == ("stopped", "Stopped in the middle of an epoch.")
    assert 2 <= status.epoch < 8
    assert epochs_of(run_id) == list(range(1, status.epoch + 1))
    resume_run(run_id)
    assert runs.end_of(run_id).state == "finished"
    assert epochs_of(run_id) == list(range(1, 9))


def test_stop_while_waiting_is_at_once(runs):
    going, waiting = runs.make(epochs=5), runs.make()
    submit(going, waiting)
    runs.until_epoch(going)
    stop_run(waiting)
    assert runs.status(waiting).state == "stopped"
    assert runs.end_of(going).state == "finished"
    assert runs.status(waiting).started is None
    resume_run(waiting)
    assert runs.end_of(waiting).state == "finished"


def test_stop_while_loading(runs):
    run_id = runs.make(behaviour="loads slowly")
    submit(run_id)
    wait_until(lambda: runs.status(run_id).stage == "Reading pictures", "loading")
    stop_run(run_id)
    status = runs.end_of(run_id)
    assert (status.state, status.epoch) == ("stopped", 0)
    assert "Resume" in status.message


def test_who_takes_no_hint_is_told_to_drop_everything(runs, fake_training):
    fake_training(grace_s=1, last_grace_s=60)
    run_id = runs.make(behaviour="takes no hint")
    submit(run_id)
    wait_until(lambda: runs.status(run_id).in_epoch, "the first batch")
    stop_run(run_id)
    assert wait_until(lambda: runs.status(run_id).state == "stopping", "stopping")
    assert runs.end_of(run_id).state == "stopped"


def test_who_takes_no_order_is_killed(runs, fake_training):
    fake_training(grace_s=0.5, last_grace_s=1)
    run_id = runs.make(behaviour="takes no order")
    submit(run_id)
    status = wait_until(lambda: runs.status(run_id).in_epoch and runs.status(run_id), "the first batch")
    stop_run(run_id)
    ended = runs.end_of(run_id)
    assert (ended.state, "while it was stopping" in ended.message) == ("stopped", True)
    assert not is_alive(status.pid, status.process_started)


def test_two_starts_of_the_same_run_are_one(runs):
    run_id = runs.make(epochs=20)
    submit(run_id)
    status = runs.until_epoch(run_id)
    command = [sys.executable, str(FAKE), "worker", str(runs.store.folder(run_id))]
    second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == BUSY_EXIT
    assert "held by another process" in second.stderr
    assert second.stderr.count("\n") == 1
    assert runs.status(run_id).pid == status.pid
    assert runs.end_of(run_id).state == "finished"
    assert epochs_of(run_id) == list(range(1, 21))
    with pytest.raises(InvalidInputError, match="finished, so there is nothing to resume"):
        resume_run(run_id)


def test_two_processes_that_begin_together_are_one(runs):
    run_id = runs.make(epochs=2)
    command = [sys.executable, str(FAKE), "worker", str(runs.store.folder(run_id))]
    both = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert sorted(process.wait(timeout=60) for process in both) == [0, BUSY_EXIT]
    assert epochs_of(run_id) == [1, 2]


def test_what_runs_or_waits_is_neither_resumed_nor_deleted_while_it_runs(runs):
    going, waiting = runs.make(epochs=20), runs.make()
    submit(going, waiting)
    runs.until_epoch(going)
    with pytest.raises(BusyError, match="is running already"):
        resume_run(going)
    with pytest.raises(BusyError, match="waits in the queue already"):
        resume_run(waiting)
    with pytest.raises(BusyError, match="Stop it first"):
        RunStore().delete(going)


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ("runs out of memory", "not enough memory"),
        ("fills the disk", "The disk is full"),
        ("has a defect", "An unexpected fault: ZeroDivisionError"),
        ("really runs out of memory", "not enough memory"),
    ],
)
def test_faults_of_training_have_a_cause_that_a_person_understands(runs, behaviour, says):
    run_id = runs.make(behaviour=behaviour)
    submit(run_id)
    status = runs.end_of(run_id)
    assert status.state == "failed"
    assert says in status.message
    assert "Traceback" not in status.message
    assert ("Traceback" in status.traceback) == (behaviour == "has a defect")
    assert status.wants_changes == ("out of memory" in behaviour)
    assert "Traceback" in runs.store.get(run_id).log_tail()
    (runs.store.folder(run_id) / "behaviour").unlink()
    resume_run(run_id)
    status = runs.end_of(run_id)
    assert (status.state, status.wants_changes) == ("finished", False)


def test_settings_edited_to_nonsense_fail_that_run_alone(runs):
    broken, sound = runs.make(), runs.make(epochs=1)
    config = runs.store.folder(broken) / "config.json"
    config.write_text(config.read_text().replace('"epochs": 3', '"epochs": -3'))
    submit(broken, sound)
    status = runs.end_of(broken)
    assert status.state == "failed"
    assert "epochs is -3" in status.message
    assert runs.end_of(sound).state == "finished"
    with pytest.raises(InvalidInputError, match="epochs is -3"):
        resume_run(broken)


def test_a_process_that_cannot_begin_does_not_hold_the_queue_up(runs):
    stuck, sound = runs.make(), runs.make(epochs=1)
    (runs.store.folder(stuck) / "worker.lock").mkdir()
    submit(stuck, sound)
    status = runs.end_of(stuck)
    assert (status.state, bool(status.message)) == ("failed", True)
    assert runs.end_of(sound).state == "finished"


def test_a_run_whose_log_cannot_be_opened_fails_alone(runs):
    stuck, sound = runs.make(), runs.make(epochs=1)
    (runs.store.folder(stuck) / "worker.log").mkdir()
    submit(stuck, sound)
    status = runs.end_of(stuck)
    assert status.state == "failed"
    assert status.message.startswith("The log of the run (worker.log) cannot be opened: Is a directory.")
    assert runs.store.get(stuck).log_tail() == ""
    assert runs.end_of(sound).state == "finished"
    (runs.store.folder(stuck) / "worker.log").rmdir()
    resume_run(stuck)
    assert runs.end_of(stuck).state == "finished"


def test_a_disk_without_room_for_a_log_is_no_fault_of_the_run(runs, monkeypatch):
    run, dispatcher = runs.store.get(runs.make()), Dispatcher(runs.store.root)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(OSError, match="No space"):
            dispatcher._start(run)
    assert run.id not in dispatcher._pending_outcomes and runs.status(run.id).state == "queued"


def test_of_two_who_resume_a_run_at_the_same_moment_one_does(runs):
    run_id = runs.make(epochs=8)
    submit(run_id)
    kill(runs.until_epoch(run_id, 2).pid)
    # The dispatcher has no work left and exits by itself: killing it would race with that.
    runs.until_no_dispatcher()
    program = (
        "import sys, core.runs.dispatcher_launch as launch\n"
        "from core.errors import BusyError\n"
        "from core.runs import resume_run\n"
        f"fake = [sys.executable, {str(FAKE)!r}, 'dispatcher']\n"
        "launch.dispatcher_command = lambda root: [*fake, str(root), '60', '30']\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
        "try:\n"
        f"    resume_run({run_id!r})\n"
        "except BusyError as error:\n"
        "    sys.exit(str(error))\n"
    )
    pipe = subprocess.PIPE
    both = [subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, stderr=pipe) for _ in range(2)]
    for process in both:
        process.stdout.readline()
    for process in both:
        process.stdin.close()
    told = [process.stderr.read().decode() for process in both]
    assert sorted(process.wait(timeout=60) for process in both) == [0, 1], told
    assert "already. Wait for it, or stop it first." in "".join(told)
    status = runs.end_of(run_id)
    assert (status.state, status.resumes, status.epoch) == ("finished", 1, 8)
    assert epochs_of(run_id) == list(range(1, 9))
    assert runs.store.get(run_id).log_tail().count("Epoch 8 of 8") == 1
