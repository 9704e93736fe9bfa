"""Which process is which: a process number alone is used again by others, with its start time it is not."""

import psutil

_CLOCK_TOLERANCE_S = 0.5


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
