"""Detached processes that outlive their parent, identified by pid and start time.

The operating system reuses pids; a pid with its start time is unique.
"""

import os
import subprocess
import sys
from typing import IO

import psutil

from core.environment import PROJECT_ROOT, artifacts_root, data_root
from core.language import current_language

_CLOCK_TOLERANCE_S = 0.5


def module_command(module: str, *arguments: object) -> list[str]:
    """The command line of a module of ours, run by this very Python."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def start_detached(command: list[str], log: IO[bytes], language: str = "") -> subprocess.Popen[bytes]:
    """Start a process of its own session: it goes on when the server, the tab or the terminal is gone.

    Args:
        command: the command line.
        log: takes what the process prints.
        language: what the process writes for people is in it; "" means the language that is read now.
    """
    # It works in another folder, where roots given relative to this one would lead elsewhere.
    roots = {"ATELIER_DATA": str(data_root()), "ATELIER_ARTIFACTS": str(artifacts_root())}
    # Every such process may meet a graphics card that another one uses: none may take all of its memory.
    shared = {"TF_FORCE_GPU_ALLOW_GROWTH": "true"}
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=PROJECT_ROOT,
        start_new_session=True,
        env={
            **shared,
            **os.environ,
            **roots,
            "ATELIER_LANGUAGE": language or current_language(),
            "PYTHONUNBUFFERED": "1",
        },
    )


def start_time(pid: int) -> float | None:
    """When the process started, in seconds since 1970; None when there is none of that number, or only a zombie."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def is_alive(pid: int | None, started: float | None) -> bool:
    """Whether this very process still runs."""
    if not pid or started is None:
        return False
    now = start_time(pid)
    return now is not None and abs(now - started) < _CLOCK_TOLERANCE_S
