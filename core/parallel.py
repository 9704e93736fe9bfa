"""Parallel work on many items, in threads or in processes.

Code that draws and measures pictures in many small steps contends for the interpreter's lock in threads; processes
need three quarters of the time, but a second to start.
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
"""The number of items from which processes are started."""

_ITEMS_A_TASK = 8
_QUEUED_PER_WORKER = 16

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # malloc.h of the GNU C library
_LARGEST_MMAP_THRESHOLD = 32 << 20  # the library refuses more
_NEVER = (1 << 31) - 1


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Limit OpenCV and BLAS to one thread each: our own threads already keep all cores busy."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            yield
    finally:
        cv2.setNumThreads(before)


def in_threads(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield results in the order of the items; only a few are queued at a time, so that stopping is quick."""
    workers = os.cpu_count() or 2
    with one_thread_each(), ThreadPoolExecutor(workers) as pool:
        for start in range(0, len(items), _QUEUED_PER_WORKER * workers):
            yield from pool.map(work, items[start : start + _QUEUED_PER_WORKER * workers])


def in_processes(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield results in the order of the items, from processes where there are many items, else from threads.

    If a process dies (killed, or out of memory), threads do the remaining items.

    Args:
        work: a module-level function, or a `functools.partial` of one: processes receive it by name.
        items: its arguments, small enough to be pickled.

    Raises:
        Exception: whatever `work` raises.
    """
    workers = os.cpu_count() or 2
    if len(items) < WORTH_PROCESSES or workers < 2:
        yield from in_threads(work, items)
        return
    parts = [items[start : start + _ITEMS_A_TASK] for start in range(0, len(items), _ITEMS_A_TASK)]
    finished = Parallel(n_jobs=workers, return_as="generator")(delayed(_work)(work, part) for part in parts)
    done = 0
    try:
        for results in finished:
            yield from results
            done += len(results)
    except BrokenProcessPool:
        yield from in_threads(work, items[done:])
    finally:
        with warnings.catch_warnings(action="ignore"):  # stopping early leaves tasks undone on purpose
            finished.close()


def _work(work: Callable[[Item], Result], part: Sequence[Item]) -> list[Result]:
    keep_freed_memory()
    with one_thread_each():
        return [work(item) for item in part]


@cache
def keep_freed_memory() -> None:
    """Let this process reuse freed memory for its next picture; C libraries other than GNU's are left unchanged."""
    # A picture of half a megapixel takes several megabytes at every step. The C library returns blocks of that size to
    # the system at once and requests them again at the next step, zeroed page by page: a sixth of the time of painting
    # and comparing pictures.
    with suppress(OSError, AttributeError, TypeError):  # no such call, or, on Windows, no library without a name
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
        mallopt(_TRIM_THRESHOLD, _NEVER)
        mallopt(_TOP_PAD, _LARGEST_MMAP_THRESHOLD)
