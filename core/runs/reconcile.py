"""Reconciling a run's status with its process: a status counts only while its process is alive."""

import time
from dataclasses import replace
from pathlib import Path

from core.language import N_, _
from core.processes.store import read_log_tail
from core.runs.exit_causes import names_memory
from core.runs.folder import LOG, STOP_MARK
from core.runs.status import RunStatus

LOST = N_("Its process exited without writing a status: it was killed or the machine restarted. Resume it to continue.")
ENDED_WHILE_STOPPING = N_("It was ended while it was stopping. Resume it to go on from what was saved last.")

_TAIL_BYTES = 4000


def is_held(status: RunStatus) -> bool:
    """Whether the very process that took the run is still at it."""
    return status.is_active and status.is_process_alive


def reconcile(status: RunStatus, folder: Path) -> RunStatus:
    """What is true of a run whose status says this: as it says, "stopping", or that its process is gone."""
    if not status.is_active:
        return status
    stop_requested = (folder / STOP_MARK).exists()
    if is_held(status):
        return replace(status, state="stopping") if stop_requested else status
    if stop_requested:
        return ended(status, "stopped", _(ENDED_WHILE_STOPPING))
    return ended(status, "interrupted", _(LOST), read_log_tail(folder / LOG, _TAIL_BYTES))


def ended(
    status: RunStatus, state: str, message: str, traceback: str = "", *, wants_changes: bool = False
) -> RunStatus:
    """The status of a run that is over.

    Args:
        status: as it was last.
        state: one of `core.runs.status.OVER`.
        message: how it ended, in a sentence.
        traceback: what a programmer needs to know of a fault.
        wants_changes: whether it would fail again if it were resumed as it is; always true where the
            message names memory.
    """
    now = time.time()
    return replace(
        status,
        state=state,  # type: ignore[arg-type]  # callers name a state, and reading checks it
        message=message,
        traceback=traceback,
        wants_changes=wants_changes or names_memory(message),
        phase="",
        in_epoch=False,
        ended=now,
        updated=now,
    )
