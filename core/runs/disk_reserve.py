"""A little room that a run keeps for its last word: on a full disk there is none for the cause otherwise."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.runs.folder import RESERVE

_BYTES = 64 * 1024


@contextmanager
def room_for_the_last_word(folder: Path) -> Iterator[None]:
    """Keep room on the disk of a run folder meanwhile, and give it back at the end, whatever happens."""
    place = folder / RESERVE
    with suppress(OSError):  # who has no room for it will hear so where something must be kept
        place.write_bytes(os.urandom(_BYTES))  # no file system can make zeros of it, or compress it
    try:
        yield
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)
