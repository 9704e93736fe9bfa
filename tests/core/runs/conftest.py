"""Runs that are carried out by real processes around a training that takes no time."""

import sys

import psutil
import pytest

from core.runs.store import RunStore
from tests.core.runs.processes import FAKE, Runs


@pytest.fixture
def fake_training(monkeypatch):
    """From now on the dispatcher runs the fake training; call it with other grace periods in seconds."""

    def use(grace_s=60, last_grace_s=30):
        monkeypatch.setattr(
            "core.runs.dispatcher_launch.dispatcher_command",
            lambda root: [sys.executable, str(FAKE), "dispatcher", str(root), str(grace_s), str(last_grace_s)],
        )

    use()
    return use


@pytest.fixture
def runs():
    """Runs in the test's own folder; what still runs at the end is killed."""
    store = RunStore()
    yield Runs(store)
    for process in psutil.process_iter(["cmdline"]):
        if str(store.root) in " ".join(process.info["cmdline"] or []):
            process.kill()
