"""The folder of runs, `artifacts/runs/<id>/`: listing, reading, making, and deleting with a way back."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.environment import artifacts_root, is_read_only
from core.errors import AlreadyExistsError, AtelierError, BusyError, InvalidInputError, NotFoundError
from core.files import translate_os_errors
from core.language import _, current_language
from core.permissions import require_writable
from core.processes.status import read_while_alive, write_status
from core.processes.store import FolderStore, new_id
from core.runs.dispatcher_launch import ensure_dispatcher
from core.runs.folder import (
    CONFIG,
    DELETED_MARK,
    STATUS,
    hide_from_tensorboard,
    show_to_tensorboard,
    write_config_document,
)
from core.runs.locking import changing_runs
from core.runs.queue import put_last
from core.runs.reconcile import ended, is_held, reconcile
from core.runs.run import Run
from core.runs.status import RunStatus, read_status

if TYPE_CHECKING:
    from core.training.config.config import TrainConfig

Runs = list[Run]
Ids = list[str]

DELETED = ".deleted"
KEPT_AFTER_DELETE_S = 7 * 24 * 3600.0


class RunStore(FolderStore):
    """Every run of this installation.

    Args:
        root: the folder of runs; `artifacts/runs` by default.
        keep_queue_going: start the dispatcher when reading finds waiting runs and no dispatcher.
    """

    def __init__(self, root: Path | None = None, *, keep_queue_going: bool = True) -> None:
        super().__init__(root or artifacts_root() / "runs")
        self._keep_queue_going = keep_queue_going

    def list(self) -> Runs:
        """All runs, newest first, each as it truly is: a run whose process is gone is "interrupted" at once.

        A run whose files are damaged is listed too, as failed, and says so.
        """
        runs = self._runs(self._status)
        self._revive(runs)
        return runs

    def snapshot(self) -> Runs:
        """As `list`, but writes and starts nothing, and takes no lock."""
        return self._runs(lambda folder: self._truth(folder)[0])

    def _runs(self, look: Callable[[Path], RunStatus]) -> Runs:
        runs = [Run(folder, look(folder)) for folder in self.folders()]
        return sorted(runs, key=lambda run: (run.status.created, run.id), reverse=True)

    def get(self, run_id: str) -> Run:
        """One run, as it truly is.

        Raises:
            NotFoundError: no run is called that.
        """
        folder = self.folder(run_id)
        run = Run(folder, self._status(folder))
        self._revive([run])
        return run

    def create(self, config: "TrainConfig", facts: dict[str, Any] | None = None) -> Run:
        """Make the folder of a new run, which waits. It starts when it is submitted.

        Args:
            config: its settings, kept by value.
            facts: what is kept beside them, such as the data set's fingerprint; JSON values.

        Raises:
            ReadOnlyError: this is a read-only demo.
            DiskFullError: no room left.
            InvalidInputError: the folder of runs may not be written.
        """
        require_writable(_("start a run"))
        now = time.time()
        run_id = new_id(config.model, now)
        folder = self.root / run_id
        status = RunStatus(
            run_id,
            created=now,
            stage=_("Waiting"),
            stage_started=now,
            updated=now,
            epochs=config.total_epochs,
            language=current_language(),
        )
        document = {"schema_version": 1, "config": config.to_dict(), "created": now, **(facts or {})}
        with translate_os_errors(_("starting the run")), changing_runs(self.root):
            making = self.root / f".{run_id}.new"  # a list must not meet a folder without its files
            making.mkdir()
            write_config_document(making, document)
            write_status(status, making / STATUS)
            making.rename(folder)
            put_last(run_id, self.root)
        return Run(folder, status)

    def change_status(self, run_id: str, change: Callable[[RunStatus], RunStatus]) -> RunStatus:
        """Change the status of a run under the lock; while a process is alive, it alone writes its status.

        Args:
            run_id: the run.
            change: from the status as it truly is to the new one; may raise to refuse.
        """
        folder = self.folder(run_id)
        with translate_os_errors(_("changing the run")), changing_runs(self.root):
            truth, noted = self._truth(folder)
            changed = change(truth)
            if changed != noted and not is_held(noted):
                write_status(changed, folder / STATUS)
        return changed

    def delete(self, run_id: str) -> None:
        """Put a run aside; `restore` brings it back for a week.

        Raises:
            NotFoundError: no run is called that.
            BusyError: it runs.
            ReadOnlyError: this is a read-only demo.
        """
        require_writable(_("delete a run"))
        folder = self.folder(run_id)
        with translate_os_errors(_("deleting the run")), changing_runs(self.root):
            status = self._truth(folder)[0]
            if status.is_active:
                sentence = _("The run “{run}” is running. Stop it first, then delete it.")
                raise BusyError(sentence.format(run=run_id))
            if status.state == "queued":
                write_status(ended(status, "stopped", _("Deleted before it began.")), folder / STATUS)
            (self.root / DELETED).mkdir(exist_ok=True)
            (folder / DELETED_MARK).touch()
            folder.rename(self.root / DELETED / run_id)
            hide_from_tensorboard(self.root / DELETED / run_id)
        self.purge()

    def restore(self, run_id: str) -> Run:
        """Bring a deleted run back; one that waited when it was deleted is "stopped" and can be resumed.

        Raises:
            NotFoundError: no run of that name was deleted lately.
            AlreadyExistsError: there is a run of that name.
            ReadOnlyError: this is a read-only demo.
        """
        require_writable(_("restore a run"))
        aside = self.root / DELETED / run_id
        if not run_id or aside.parent != self.root / DELETED or not aside.is_dir():
            sentence = _("No run “{run}” was deleted lately, so it cannot be restored.")
            raise NotFoundError(sentence.format(run=run_id))
        with translate_os_errors(_("restoring the run")), changing_runs(self.root):
            if (self.root / run_id).exists():
                sentence = _("There is a run “{run}” already. Delete or rename its folder first.")
                raise AlreadyExistsError(sentence.format(run=run_id))
            aside.rename(self.root / run_id)
            (self.root / run_id / DELETED_MARK).unlink(missing_ok=True)
            show_to_tensorboard(self.root / run_id)
        return self.get(run_id)

    def deleted_ids(self) -> Ids:
        """The runs that can be restored, the latest deleted first."""
        aside = [folder for folder in (self.root / DELETED).glob("*") if folder.is_dir()]
        return [folder.name for folder in sorted(aside, key=_deleted_at, reverse=True)]

    def deleted(self) -> Runs:
        """The runs that can be restored, the latest deleted first, each with the status it was deleted with."""
        folders = [self.root / DELETED / run_id for run_id in self.deleted_ids()]
        return [Run(folder, self._truth(folder)[0]) for folder in folders]

    def purge(self, older_than_s: float = KEPT_AFTER_DELETE_S) -> Ids:
        """Remove for good what was deleted that many seconds ago, and say which."""
        require_writable(_("remove deleted runs"))
        gone = []
        for run_id in self.deleted_ids():
            folder = self.root / DELETED / run_id
            if time.time() - _deleted_at(folder) >= older_than_s:
                shutil.rmtree(folder, ignore_errors=True)
                gone.append(run_id)
        return gone

    def _not_found(self, name: str) -> str:
        return _("There is no run “{run}”. `atelier runs list` names those there are.").format(run=name)

    def _status(self, folder: Path) -> RunStatus:
        truth, noted = self._truth(folder)
        if truth.is_over and noted.is_active and not is_read_only():
            try:
                with changing_runs(self.root):
                    truth, noted = self._truth(folder)  # it may have been resumed between the two reads
                    if truth.is_over and noted.is_active:
                        write_status(truth, folder / STATUS)
            except (OSError, BusyError):
                return truth  # where nothing can be written, the next look finds it out again
        return truth

    @staticmethod
    def _truth(folder: Path) -> tuple[RunStatus, RunStatus]:
        """The status as it truly is, and as the file has it."""
        try:
            noted = read_while_alive(lambda: read_status(folder / STATUS), lambda status: not _is_lost(status))
        except InvalidInputError as error:
            noted = _unreadable(folder, str(error))
        return reconcile(noted, folder), noted

    def _revive(self, runs: Runs) -> None:
        if not self._keep_queue_going or is_read_only():
            return
        if any(run.status.state == "queued" for run in runs):
            try:
                ensure_dispatcher(self.root)
            except (OSError, AtelierError):
                return  # a look must succeed where nothing can be written; submitting says what is wrong


def _is_lost(status: RunStatus) -> bool:
    return status.is_active and not is_held(status)


def _deleted_at(folder: Path) -> float:
    mark = folder / DELETED_MARK
    return (mark if mark.exists() else folder).stat().st_mtime


def _unreadable(folder: Path, message: str) -> RunStatus:
    try:
        changed = max((folder / name).stat().st_mtime for name in (STATUS, CONFIG) if (folder / name).exists())
    except ValueError:
        changed = folder.stat().st_mtime
    return RunStatus(folder.name, state="failed", message=message, created=changed, updated=changed, stage="")
