"""The same work on many pictures at once: in threads, or in processes where there is much of it.

Code that draws and measures pictures by many small steps waits for the interpreter's lock in threads; processes do the
same in three quarters of the time, but take a second to start.
"""

import ctypes
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from typing import TypeVar

import cv2
from joblib import Parallel, delayed
from joblib.externals.loky.process_executor import BrokenProcessPool
from threadpoolctl import threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH_PROCESSES = 100
"""From so many items on, processes are started."""

_IN_ONE_PART = 8
_AT_ONCE = 16


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Keep OpenCV and BLAS to one thread: each of ours takes a picture, and theirs would only get in their way."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            yield
    finally:
        cv2.setNumThreads(before)


def in_threads(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Results in the order of the items, few at a time, so that stopping is quick."""
    workers = os.cpu_count() or 2
    with one_thread_each(), ThreadPoolExecutor(workers) as pool:
        for start in range(0, len(items), _AT_ONCE * workers):
            yield from pool.map(work, items[start : start + _AT_ONCE * workers])


def in_processes(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Results in the order of the items, from processes where there are many items, else from threads.

    Where a process dies (killed, or out of memory), the rest is done in threads.

    Args:
        work: a function of a module, or a `functools.partial` of one: it is sent to the processes by name.
        items: what it is given, small enough to be sent.

    Raises:
        Exception: what `work` raises.
    """
    workers = os.cpu_count() or 2
    if len(items) < WORTH_PROCESSES or workers < 2:
        yield from in_threads(work, items)
        return
    parts = [items[start : start + _IN_ONE_PART] for start in range(0, len(items), _IN_ONE_PART)]
    finished = Parallel(n_jobs=workers, return_as="generator")(delayed(_work)(work, part) for part in parts)
    done = 0
    try:
        for results in finished:
            yield from results
            done += len(results)
    except BrokenProcessPool:
        yield from in_threads(work, items[done:])
    finally:
        with warnings.catch_warnings(action="ignore"):  # that stopping leaves work undone is no news
            finished.close()


def _work(work: Callable[[Item], Result], part: Sequence[Item]) -> list[Result]:
    keep_freed_memory()
    with one_thread_each():
        return [work(item) for item in part]


_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # malloc.h of the GNU C library
_LARGEST_MMAP_THRESHOLD = 32 << 20  # more is refused
_NEVER = (1 << 31) - 1


@cache
def keep_freed_memory() -> None:
    """Let this process keep what it frees for its next picture. Other C libraries than GNU's are left as they are."""
    with suppress(OSError, AttributeError, TypeError):  # no such call, or, on Windows, no library without a name
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
        mallopt(_TRIM_THRESHOLD, _NEVER)
        mallopt(_TOP_PAD, _LARGEST_MMAP_THRESHOLD)
