"""The `atelier` command, called in this process or in one of its own; both answer with status, stdout and stderr."""

import contextlib
import io
import signal
import subprocess
import sys
from unittest import mock

from core.cli import main

Done = subprocess.CompletedProcess[str]
PATIENCE_S = 240


def atelier(*arguments: str) -> Done:
    """Call the command in this process: nothing is imported anew, and what a test replaced is replaced here too."""
    out, errors, status = io.StringIO(), io.StringIO(), 0
    interrupt = signal.getsignal(signal.SIGINT)
    try:
        with (
            mock.patch.object(sys, "argv", ["atelier", *arguments]),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(errors),
        ):
            main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        signal.signal(signal.SIGINT, interrupt)
    return Done(arguments, status, out.getvalue(), errors.getvalue())


def atelier_process(*arguments: str) -> Done:
    """Call it as a shell does."""
    return subprocess.run(
        [sys.executable, "-m", "core", *arguments], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
