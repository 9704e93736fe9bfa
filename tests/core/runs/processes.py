"""What tests do with runs and their processes."""

import json
import time
from pathlib import Path

import psutil

from core.runs.dispatcher_launch import dispatcher_lives
from core.training import TrainConfig

PATIENCE_S = 90
FAKE = Path(__file__).with_name("fake_training.py")


def wait_until(is_so, what="it"):
    """What `is_so` returned when that was true at last."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := is_so():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come about in {PATIENCE_S} s")


class Runs:
    """What tests do with runs."""

    def __init__(self, store):
        self.store = store

    def make(self, epochs=3, behaviour="", **settings):
        """A run that waits, of which nobody was told."""
        settings = {"model": "snn", "image_size": 32, **settings}
        run = self.store.create(TrainConfig("tiny", epochs=epochs, **settings))
        if behaviour:
            (run.folder / "behaviour").write_text(behaviour)
        return run.id

    def status(self, run_id):
        return self.store.get(run_id).status

    def end_of(self, run_id):
        """The status when it is over."""

        def ended():
            status = self.status(run_id)
            return status if status.is_over else None

        try:
            return wait_until(ended, f"the end of {run_id}")
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.status(run_id)} {self.store.get(run_id).log_tail()}") from error

    def until_epoch(self, run_id, epoch=1):
        """The status as soon as so many epochs are done and the next one is under way."""

        def under_way():
            status = self.status(run_id)
            assert not status.is_over, status
            return status if status.epoch >= epoch and status.in_epoch else None

        return wait_until(under_way, f"epoch {epoch} of {run_id}")

    def kill_dispatcher(self):
        """Kill the dispatcher, and return its pid; it must have work, or it may exit by itself before."""
        pid = dispatcher_pid(self.store.root)
        kill(pid)
        return pid

    def until_no_dispatcher(self):
        """Wait until the dispatcher has exited by itself, as it does when it has no work."""
        wait_until(lambda: not dispatcher_lives(self.store.root), "the end of the dispatcher")


def dispatcher_pid(root):
    return json.loads((root / ".dispatcher.json").read_text())["pid"]


def kill(pid):
    """Kill a process of ours, and be sure it is gone; one that has exited already is fine."""
    try:
        process = psutil.Process(pid)
        process.kill()
    except psutil.NoSuchProcess:
        return
    wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE, "its death")
