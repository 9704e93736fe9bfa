"""The process of one job: `python -m core.workflows.job_worker FOLDER`. Started by the launcher alone."""

import json
import os
import signal
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from core.errors import AtelierError, CancelledError
from core.jobs.store import JobState, JobStatus, read_status
from core.language import _
from core.permissions import require_writable
from core.processes.detached import start_time
from core.processes.status import STATUS, write_status
from core.processes.store import STOP_MARK
from core.progress import Throttle
from core.workflows.job_kinds import KINDS


class Reporter:
    """Keeps `status.json` up to date and turns a request to stop into `CancelledError`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / STATUS
        self.stop_requested = (folder / STOP_MARK).exists()
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        pid = os.getpid()
        self.status = replace(
            read_status(self._path),
            state="running",
            pid=pid,
            process_started=start_time(pid),
            stage=_("Starting"),
        )
        self._write(self.status)

    def _ask_to_stop(self, signal_number: int, frame: FrameType | None) -> None:
        self.stop_requested = True

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Record progress; raises CancelledError after a stop request."""
        if self.stop_requested:
            raise CancelledError(_("Stopped on request."))
        now = time.time()
        started = self.status.stage_started if stage == self.status.stage else now
        self._write(replace(self.status, stage=stage, done=done, total=total, stage_started=started, updated=now))

    def end(self, state: JobState, message: str, result: dict[str, Any] | None = None) -> None:
        """Note the outcome."""
        self._write(replace(self.status, state=state, message=message, result=result or {}, updated=time.time()))

    def _write(self, status: JobStatus) -> None:
        self.status = status
        write_status(status, self._path)


class _StopOften:
    """Passes reports on throttled, yet lets every single one stop the work."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._throttled = Throttle(reporter, 0.3)

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._reporter.stop_requested:
            self._reporter(stage, done, total)
        self._throttled(stage, done, total)


def run(folder: Path) -> int:
    """Do the job in `folder` and note how it ended; the exit status is 0 when it finished."""
    require_writable(_("do background work"))
    job = json.loads((folder / "job.json").read_text("utf-8"))
    reporter = Reporter(folder)
    try:
        outcome = KINDS[job["kind"]](progress=_StopOften(reporter), **job["arguments"])
    except CancelledError as error:
        reporter.end("cancelled", str(error))
        return 1
    except AtelierError as error:
        reporter.end("failed", str(error))
        return 1
    except Exception as error:  # noqa: BLE001 - the process ends here, and its outcome must be recorded
        traceback.print_exc()
        message = _("An unexpected fault: {error}. The job's log has the details.").format(error=error)
        reporter.end("failed", message)
        return 1
    reporter.end("finished", outcome.message, outcome.result)
    return 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1])))
