"""The cause behind the exit status of a run's process, as a sentence."""

import errno
import signal
import sys
from contextlib import suppress

from core.language import N_, _

BUSY_EXIT = 3
"""Another process has the run, or it is not for this one to begin."""

NO_ROOM_EXIT = 28
"""The disk is so full that not even the cause could be noted."""

UNWRITABLE_EXIT = 13
"""The run's folder may not be written, so that not even the cause could be noted."""

COULD_NOT_NOTE = frozenset({NO_ROOM_EXIT, UNWRITABLE_EXIT})
"""Exit statuses that carry the cause because it could not be written."""

KILLED = N_(
    "The process was killed (signal 9). Most often memory ran out: run it again with a smaller batch or smaller "
    "pictures, or close other programs and resume it."
)
_NO_ROOM = N_("The disk is full, so the run could not go on. Free some space, then resume it.")
_UNWRITABLE = N_("The run's folder could not be written, so the run could not go on. Get access to it, then resume it.")
_RESUME = N_("See the end of the log. Resume it to continue from the last checkpoint.")


def exit_of(error: OSError) -> int:
    """The exit status of a process that could not even note its end."""
    return NO_ROOM_EXIT if error.errno in {errno.ENOSPC, errno.EDQUOT} else UNWRITABLE_EXIT


def cause_of_exit(exit_status: int) -> str:
    """A sentence about a process that went without noting a cause.

    Args:
        exit_status: as `subprocess` gives it: below 0 for the signal that ended it.
    """
    if exit_status == -signal.SIGKILL:
        return _(KILLED)
    if exit_status == NO_ROOM_EXIT:
        return _(_NO_ROOM)
    if exit_status == UNWRITABLE_EXIT:
        return _(_UNWRITABLE)
    if exit_status < 0:
        cause = _("The process was ended from outside or crashed (signal {number}).").format(number=-exit_status)
    else:
        cause = _("The process ended before the run was over (exit status {number}).").format(number=exit_status)
    return f"{cause} {_(_RESUME)}"


def names_memory(cause: str) -> bool:
    """Whether a sentence of `cause_of_exit`, in the language of this process, says that memory is likely to lack."""
    return cause == _(KILLED)


def say(sentence: str) -> None:
    """Print a line to the log; a full disk never ends the process."""
    with suppress(OSError):
        print(sentence, file=sys.stderr)
