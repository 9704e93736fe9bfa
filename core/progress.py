"""How long work tells how far it is and learns that it should stop.

A `Progress` is called with a stage, how much is done and how much there is; it may raise `CancelledError`
from that call, so work that reports often stops soon. Reporting is the caller's affair: a bar on a terminal,
a status file for the browser, or nothing.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""`(stage, done, total)`; stage is a phrase a person reads, as in "Reading pictures"."""

T = TypeVar("T")


def no_progress(stage: str, done: int, total: int) -> None:
    """Report to nobody."""


def track(items: Iterable[T], total: int, stage: str, progress: Progress) -> Iterator[T]:
    """Yield `items` and report each one done."""
    progress(stage, 0, total)
    for done, item in enumerate(items, start=1):
        yield item
        progress(stage, done, total)


class Throttle:
    """A `Progress` that passes on at most one report every `interval_s`, and every first and last one."""

    def __init__(self, progress: Progress, interval_s: float = 0.2) -> None:
        self._progress = progress
        self._interval_s = interval_s
        self._stage = ""
        self._last = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Pass the report on when it is due."""
        now = time.monotonic()
        if stage != self._stage or done >= total or now - self._last >= self._interval_s:
            self._stage, self._last = stage, now
            self._progress(stage, done, total)
