"""Parallel work on many pictures: in order, stoppable, finished where a process dies, and reusing freed memory."""

import os
import platform
import signal
import subprocess
import sys

import cv2
import pytest

from core.environment import PROJECT_ROOT
from core.errors import DiskFullError
from core.parallel import WORTH_PROCESSES, in_processes, in_threads, one_thread_each

MANY = list(range(WORTH_PROCESSES + 37))
several_processors = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="with one processor there are only threads")


def _square(number: int) -> int:
    return number * number


def _where(number: int) -> int:
    return os.getpid()


def _opencv_threads(number: int) -> int:
    return cv2.getNumThreads()


def _no_room_at_70(number: int) -> int:
    if number == 70:
        raise DiskFullError("no room left")
    return number


def _killed_at_70(at_home: tuple[int, int]) -> int:
    home, number = at_home
    if number == 70 and os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("run", [in_threads, in_processes])
@pytest.mark.parametrize("items", [[], [3], MANY[:20], MANY])
def test_results_come_in_the_order_of_the_items(run, items):
    assert list(run(_square, items)) == [number * number for number in items]


@several_processors
def test_many_items_go_to_other_processes_and_few_stay_here():
    assert os.getpid() not in set(in_processes(_where, MANY))
    assert set(in_processes(_where, MANY[:5])) == {os.getpid()}


@pytest.mark.parametrize("items", [MANY[:5], MANY])
def test_each_takes_one_thread_of_opencv_and_this_process_gets_its_own_back(items):
    before = cv2.getNumThreads()
    assert set(in_processes(_opencv_threads, items)) == {1}
    assert cv2.getNumThreads() == before


def test_what_the_work_raises_arrives():
    with pytest.raises(DiskFullError, match="no room left"):
        list(in_processes(_no_room_at_70, MANY))


@several_processors
def test_a_killed_process_loses_nothing():
    items = [(os.getpid(), number) for number in MANY]
    assert list(in_processes(_killed_at_70, items)) == MANY


def test_leaving_early_leaves_no_thread_limit_and_no_work_behind():
    before, results = cv2.getNumThreads(), in_processes(_square, MANY)
    assert next(results) == 0
    results.close()
    assert cv2.getNumThreads() == before
    assert list(in_processes(_square, MANY))[-1] == MANY[-1] ** 2


def test_one_thread_each_holds_for_the_block_only():
    before = cv2.getNumThreads()
    with one_thread_each():
        assert cv2.getNumThreads() == 1
    assert cv2.getNumThreads() == before


MEASURE = """
import resource
import numpy as np
from core.parallel import keep_freed_memory
if {keep}:
    keep_freed_memory()
def paint():
    return np.ones((500, 400, 3), np.float32)
paint()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(200):
    first, second = paint(), paint()
    del first, second
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def pages_asked_for(keep: bool) -> int:
    script = MEASURE.format(keep=keep)
    found = subprocess.run([sys.executable, "-c", script], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    return int(found.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library has the setting")
def test_a_process_that_keeps_what_it_frees_asks_the_system_for_a_tenth_of_the_pages():
    assert pages_asked_for(keep=True) < pages_asked_for(keep=False) / 10
