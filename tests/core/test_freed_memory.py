"""Memory that is freed and asked for again is the same memory, as the system's own count of pages tells."""

import platform
import subprocess
import sys

import pytest

from core.environment import PROJECT_ROOT

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


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library is told")
def test_a_process_that_keeps_what_it_frees_asks_the_system_for_a_tenth_of_the_pages():
    assert pages_asked_for(keep=True) < pages_asked_for(keep=False) / 10
