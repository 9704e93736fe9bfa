"""Servers for tests, none of which outlives its test."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import sys
import time
from pathlib import Path

import psutil
import pytest

from core.inference import client
from core.inference.place import default_place
from core.processes.detached import is_alive

PATIENCE_S = 60
SERVER = Path(__file__).with_name("plain_server.py")


def wait_until(is_so, what="it"):
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := is_so():
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come about in {PATIENCE_S} s")


def is_gone(server):
    return not is_alive(server.pid, server.process_started)


@pytest.fixture
def place(roots):
    """Where the server of this test is; it is ended with the test."""
    found = default_place()
    yield found
    server = found.announcement()
    if server is not None and server.is_alive:
        psutil.Process(server.pid).kill()


@pytest.fixture
def plain_server(place, monkeypatch):
    """Let questions go to a server without models; call it to say how long that may be idle."""

    def use(idle_s=60.0):
        # From a string, so that the working folder, and not that of the script, is where modules are found.
        run = f"import runpy; runpy.run_path({str(SERVER)!r}, run_name='__main__')"
        command = [sys.executable, "-c", run, str(place.folder), str(idle_s)]
        monkeypatch.setattr(client, "server_command", lambda _: command)
        return place

    use()
    return use
