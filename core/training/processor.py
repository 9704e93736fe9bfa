"""The processor in words. Needs no Keras, for a probe can do without."""

import os

from core.language import counted


def processor() -> str:
    """As in "CPU (2 threads)": so many as this process may use."""
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"CPU ({counted(threads, 'thread', 'threads')})"
