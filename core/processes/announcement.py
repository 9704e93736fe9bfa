"""The announcement of a process that must be found by others: a file with its pid and start time."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.files import write_json_atomically
from core.processes.detached import is_alive, start_time


@dataclass(frozen=True)
class Announcement:
    """The process that was announced last.

    Attributes:
        pid: process number.
        process_started: start time of that process; tells a reused pid apart.
        details: what else it announced; JSON values.
    """

    pid: int
    process_started: float
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        return is_alive(self.pid, self.process_started)


def announce(path: Path, pid: int, **details: object) -> None:
    """Write which process it is, and `details` beside that."""
    write_json_atomically(path, {"pid": pid, "process_started": start_time(pid), **details})


def read_announcement(path: Path) -> Announcement | None:
    """The process that was announced last, alive or not; None without a readable announcement."""
    try:
        document = json.loads(path.read_text("utf-8"))
        pid, started = int(document.pop("pid")), float(document.pop("process_started"))
        return Announcement(pid, started, document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
