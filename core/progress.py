"""Progress of long operations, and their cancellation.

A `Progress` is called with the stage, the number of items done and their total. It may raise `CancelledError`, so an
operation that reports often stops soon. The caller decides about the display: a bar on a terminal, a status file for
the browser, or nothing.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""`(stage, done, total)`; the stage is a translated phrase, as in "Reading pictures"."""

T = TypeVar("T")


def no_progress(stage: str, done: int, total: int) -> None:
    """Ignore the report."""


def track(items: Iterable[T], total: int, stage: str, progress: Progress) -> Iterator[T]:
    """Yield `items` and report each one as done."""
    progress(stage, 0, total)
    for done, item in enumerate(items, start=1):
        yield item
        progress(stage, done, total)


class Throttle:
    """A `Progress` that forwards at most one report every `interval_s`, and the first and last of each stage."""

    def __init__(self, progress: Progress, interval_s: float = 0.2) -> None:
        self._progress = progress
        self._interval_s = interval_s
        self._stage = ""
        self._last = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Forward the report when it is due."""
        now = time.monotonic()
        if stage != self._stage or done >= total or now - self._last >= self._interval_s:
            self._stage, self._last = stage, now
            self._progress(stage, done, total)
