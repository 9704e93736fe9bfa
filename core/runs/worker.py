"""The process of one run: `python -m core.runs.worker RUN_DIR`. Started by the dispatcher; works from a terminal too.

The only module of runs that reaches Keras. It takes the run, trains, evaluates, and notes how that ended. Everything
it prints goes to `worker.log`.
"""

import logging
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from core import __version__
from core.errors import AtelierError, BusyError, CancelledError, InvalidInputError
from core.files import translate_os_errors
from core.language import N_, _
from core.permissions import require_writable
from core.processes.detached import start_time
from core.processes.status import write_status
from core.runs import folder as files
from core.runs.exit_causes import BUSY_EXIT, exit_of, say
from core.runs.folder import RESERVE
from core.runs.locking import changing_runs
from core.runs.reporting import RunReporter, StopRequest
from core.runs.run import Run
from core.runs.status import RunStatus, read_status

if TYPE_CHECKING:
    from core.training.config.config import TrainConfig
    from core.training.reporting import Outcome, Reporter


Train = Callable[["TrainConfig", Path, "Reporter"], "Outcome"]

Evaluate = Callable[[Run], object]

STOPPED = N_("Stopped on request. Resume it to continue from the last checkpoint.")
_RESERVE_BYTES = 64 * 1024
_NICENESS = 5
_PACKAGES = ("keras", "tensorflow", "tensorflow-cpu", "numpy", "pandas", "scikit-learn", "opencv-python-headless")

log = logging.getLogger("atelier.run")


def run(folder: Path, train: Train | None = None, evaluate: Evaluate | None = None) -> int:
    """Train the run in `folder`, which must wait, and note how it ended.

    Args:
        folder: the run folder.
        train: what trains it; `core.training.training.train` by default.
        evaluate: what writes `evaluation.json` afterwards; `core.evaluation` by default.

    Returns:
        The exit status: 0 when it finished or was stopped, 1 when it failed, `BUSY_EXIT` when it is not for this
        process to begin.
    """
    folder = folder.resolve()
    stop = StopRequest(folder)
    try:
        require_writable(_("train a model"))
        with FileLock(folder / files.WORKER_LOCK, timeout=0):
            status = _take(folder)
            _print_into_log(folder)
            work = partial(_work, train=train, evaluate=evaluate or _write_evaluation)
            return _carry_out(folder, RunReporter(folder, status, stop), work)
    except Timeout:
        say(f"The run “{folder.name}” is held by another process, so this one does nothing.")
    except AtelierError as error:
        say(str(error))
    except OSError as error:
        say(str(error))
        return exit_of(error)
    return BUSY_EXIT


def _take(folder: Path) -> RunStatus:
    """Make the run this process's own.

    Raises:
        BusyError: it does not wait.
    """
    with changing_runs(folder.parent):
        status = read_status(folder / files.STATUS)
        if status.state != "queued":
            holder = f" by process {status.pid}" if status.is_active else ""
            raise BusyError(f"The run “{folder.name}” is {status.state}{holder}, so there is nothing to begin.")
        now, pid = time.time(), os.getpid()
        status = replace(
            status,
            state="running",
            pid=pid,
            process_started=start_time(pid),
            started=status.started or now,
            stage=_("Starting"),
            stage_started=now,
            updated=now,
        )
        write_status(status, folder / files.STATUS)
    return status


def _print_into_log(folder: Path) -> None:
    with (folder / files.LOG).open("ab") as file:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            os.dup2(file.fileno(), stream.fileno())
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(message)s", force=True)


def _carry_out(folder: Path, reporter: RunReporter, work: Callable[[Path, RunReporter], tuple[str, str]]) -> int:
    try:
        with translate_os_errors(_("the run")), disk_reserve(folder):
            state, message = work(folder, reporter)
        return _end(reporter, state, message)
    except CancelledError:
        return _end(reporter, "stopped", _(STOPPED))
    except AtelierError as error:
        log.exception("The run failed.")
        return _end(reporter, "failed", str(error), wants_changes=_is_caused_by_settings(error))
    except Exception as error:
        log.exception("An unexpected fault.")
        sentence = _("An unexpected fault: {kind}: {error}. The log has the details.")
        message = sentence.format(kind=type(error).__name__, error=error)
        return _end(reporter, "failed", message, traceback.format_exc())


def _is_caused_by_settings(error: AtelierError) -> bool:
    from core.training.loop.faults import TrainingFaultError

    return isinstance(error, TrainingFaultError)


def _end(reporter: RunReporter, state: str, message: str, details: str = "", *, wants_changes: bool = False) -> int:
    log.info("%s: %s", state.capitalize(), message)
    try:
        reporter.end(state, message, details, wants_changes=wants_changes)
    except OSError as error:
        return exit_of(error)
    return 1 if state == "failed" else 0


def _work(folder: Path, reporter: RunReporter, train: Train | None, evaluate: Evaluate) -> tuple[str, str]:
    """Train and evaluate; how that ended, as a state and a sentence."""
    from core.training.loop.faults import translate_training_errors

    found = Run(folder, reporter.status)
    if found.config is None:
        raise InvalidInputError(found.config_fault)
    reporter.note(versions=_versions())
    if not found.has_checkpoint:
        reporter.rewind([])
    reporter.progress(_("Starting"), 0, 0)
    with translate_training_errors():
        trained = (train or _load_training())(found.config, folder, reporter)
    if trained.state == "stopped":
        return "stopped", trained.message or _(STOPPED)
    return "finished", f"{trained.message} {_evaluated(found, reporter, evaluate)}".strip()


def _load_training() -> Train:
    from core.training.training import train

    return train


def _evaluated(run: Run, reporter: RunReporter, evaluate: Evaluate) -> str:
    """Evaluate; a failure is reported and does not undo the training."""
    with suppress(CancelledError):  # a trained run is finished even if a stop is requested now
        reporter.progress(_("Evaluating"), 0, 0)
    try:
        evaluate(run)
    except (AtelierError, OSError, ValueError, KeyError) as error:
        log.exception("The evaluation failed.")
        return _("It could not be evaluated: {error}").format(error=error)
    return ""


def _write_evaluation(run: Run) -> None:
    from core.evaluation.evaluating import evaluate_run

    evaluate_run(run.folder, run.dataset)


def _versions() -> dict[str, str]:
    versions = {"atelier": __version__, "python": platform.python_version()}
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            versions[package] = version(package)
    return versions


@contextmanager
def disk_reserve(folder: Path) -> Iterator[None]:
    """Occupy disk space in a run folder, freed at the end so that the cause of a full disk can be written."""
    place = folder / RESERVE
    with suppress(OSError):  # a full disk is reported where something must be kept
        place.write_bytes(os.urandom(_RESERVE_BYTES))  # random, so that no file system compresses it away
    try:
        yield
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def main(folder: Path) -> int:
    """Be the process of the run in `folder`: friendly to others, and with TensorFlow kept from chattering."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    if not folder.is_dir():
        print(f"There is no run folder “{folder}”.", file=sys.stderr)
        return 1
    return run(folder)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
