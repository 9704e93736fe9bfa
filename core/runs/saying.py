"""What processes of runs say in their logs."""

import sys
from contextlib import suppress


def say(sentence: str) -> None:
    """Print a line; on a full disk, where the log may lie, it is left unsaid and ends nobody."""
    with suppress(OSError):
        print(sentence, file=sys.stderr)
