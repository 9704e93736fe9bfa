"""What becomes of memory that is freed, in processes that are there for one piece of work.

A picture of half a megapixel is several megabytes of numbers at every small step. The C library gives blocks of that
size back to the system at once and asks for them again at the next step, which then has them wiped page by page: a
sixth of the time that painting and comparing pictures takes.
"""

import ctypes
from contextlib import suppress
from functools import cache

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
