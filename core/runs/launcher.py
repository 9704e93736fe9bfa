"""Starting, stopping, resuming and reordering runs.

`Launcher` is the whole of what pages and commands ask for, so that a cluster engine can stand behind it later. The
local one writes into the run folder and sees to it that a dispatcher lives; nothing here waits.
"""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from core.errors import BusyError, InvalidInputError
from core.files import translate_os_errors
from core.language import N_, _, current_language
from core.permissions import require_writable
from core.processes.store import request_stop
from core.runs.dispatcher_launch import ensure_dispatcher
from core.runs.folder import STOP_MARK
from core.runs.locking import changing_runs
from core.runs.queue import in_order, put_last, write_order
from core.runs.reconcile import ended, is_held
from core.runs.status import RunStatus
from core.runs.store import RunStore

STOPPED_WHILE_WAITING = N_("Stopped before it began.")


class Launcher(Protocol):
    """The interface of an engine that carries out runs."""

    def submit(self, run_id: str) -> None:
        """See to it that a waiting run starts when its turn comes."""

    def stop(self, run_id: str) -> None:
        """Ask a run to save what it has and end; one that waits is stopped at once."""

    def resume(self, run_id: str) -> None:
        """Let a run that is over go on from what it saved last."""


class LocalLauncher:
    """Runs on this machine, one after another, in processes that outlive the server."""

    def __init__(self, store: RunStore | None = None) -> None:
        self.store = store or RunStore()

    def submit(self, run_id: str) -> None:
        """See to it that a waiting run starts when its turn comes.

        Raises:
            NotFoundError: no run is called that.
            ReadOnlyError: this is a read-only demo.
        """
        require_writable(_("start a run"))
        self.store.folder(run_id)
        ensure_dispatcher(self.store.root)

    def stop(self, run_id: str) -> None:
        """Ask a run to save what it has and end.

        It finishes the batch, saves and ends; the dispatcher ends it by force where it does not. One that waits is
        stopped at once, one that is over stays as it is.

        Raises:
            NotFoundError: no run is called that.
            ReadOnlyError: this is a read-only demo.
        """
        require_writable(_("stop a run"))
        folder = self.store.folder(run_id)
        status = self.store.change_status(run_id, lambda status: _is_stop_requested(status, folder))
        if status.is_active:
            ensure_dispatcher(self.store.root)

    def resume(self, run_id: str) -> None:
        """Let a run that is over go on from what it saved last, or from the start where it saved nothing.

        Raises:
            NotFoundError: no run is called that.
            InvalidInputError: it finished, or its settings cannot be read; then it is noted as failed.
            BusyError: it runs or waits.
            ReadOnlyError: this is a read-only demo.
        """
        require_writable(_("resume a run"))
        run = self.store.get(run_id)
        if run.status.can_resume and run.config_fault:
            fault = run.config_fault
            self.store.change_status(run_id, lambda status: ended(status, "failed", fault))
            raise InvalidInputError(fault)
        self.store.change_status(run_id, lambda status: _waiting_again(status, run.folder))
        with translate_os_errors(_("resuming the run")), changing_runs(self.store.root):
            put_last(run_id, self.store.root)
        ensure_dispatcher(self.store.root)


def _is_stop_requested(status: RunStatus, folder: Path) -> RunStatus:
    if status.state == "queued":
        return ended(status, "stopped", _(STOPPED_WHILE_WAITING))
    if is_held(status) and not (folder / STOP_MARK).exists():
        request_stop(folder, status)
    return status


def _waiting_again(status: RunStatus, folder: Path) -> RunStatus:
    if status.state == "finished":
        sentence = _("The run “{run}” is finished, so there is nothing to resume. Run it again with more epochs.")
        raise InvalidInputError(sentence.format(run=status.run_id))
    if not status.can_resume:
        sentence = (
            _("The run “{run}” waits in the queue already. Wait for it, or stop it first.")
            if status.state == "queued"
            else _("The run “{run}” is running already. Wait for it, or stop it first.")
        )
        raise BusyError(sentence.format(run=status.run_id))
    (folder / STOP_MARK).unlink(missing_ok=True)
    return replace(
        status,
        state="queued",
        stage=_("Waiting"),
        done=0,
        total=0,
        message="",
        traceback="",
        wants_changes=False,
        ended=None,
        pid=None,
        process_started=None,
        resumes=status.resumes + 1,
        language=current_language(),
    )


def stop_run(run_id: str, store: RunStore | None = None) -> None:
    """Ask a run to save what it has and end; see `LocalLauncher.stop`."""
    LocalLauncher(store).stop(run_id)


def resume_run(run_id: str, store: RunStore | None = None) -> None:
    """Let a run that is over go on; see `LocalLauncher.resume`."""
    LocalLauncher(store).resume(run_id)


def queued_ids(store: RunStore | None = None) -> list[str]:
    """The ids of the runs that wait, the next to start first."""
    store = store or RunStore()
    return [run.id for run in in_order(store.list(), store.root)]


def move_in_queue(run_id: str, position: int, store: RunStore | None = None) -> list[str]:
    """Put a waiting run at a place in the queue.

    Args:
        run_id: a run that waits.
        position: 0 is the next to start; beyond the end means last.
        store: where runs are kept.

    Returns:
        The ids in their new order.

    Raises:
        InvalidInputError: the run does not wait, or the position is below 0.
        ReadOnlyError: this is a read-only demo.
    """
    require_writable(_("reorder the queue"))
    store = store or RunStore()
    if position < 0:
        sentence = _("The place {position} is before the first one. Give a whole number from 0.")
        raise InvalidInputError(sentence.format(position=position))
    with translate_os_errors(_("reordering the queue")), changing_runs(store.root):
        order = [run.id for run in in_order(store.snapshot(), store.root)]
        if run_id not in order:
            sentence = _("The run “{run}” does not wait in the queue, so it has no place in it.")
            raise InvalidInputError(sentence.format(run=run_id))
        order.remove(run_id)
        order.insert(position, run_id)
        write_order(order, store.root)
    return order
