"""Why training failed, in words that say what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import AtelierError, DiskFullError, NotFoundError
from core.files import translate_os_errors
from core.language import _

_MEMORY_WORDS = ("resourceexhausted", "out of memory", "oom when allocating", "bad_alloc", "failed to allocate")


class TrainingFaultError(AtelierError):
    """Training cannot go on with these settings, and a person can change them."""


def diverged(epoch: int, learning_rate: float) -> TrainingFaultError:
    """The loss is no number any more.

    Args:
        epoch: from 1.
        learning_rate: at that moment.
    """
    sentence = _(
        "The loss became infinite or no number in epoch {epoch}: the corrections were too large. Start again with a "
        "lower learning rate, such as {lower:.2g} in place of {rate:.2g}."
    )
    return TrainingFaultError(sentence.format(epoch=epoch, lower=learning_rate / 10, rate=learning_rate))


def out_of_memory() -> TrainingFaultError:
    """There was not enough memory for a step."""
    return TrainingFaultError(
        _(
            "There was not enough memory. Use a smaller batch, smaller pictures or a smaller model, or close other "
            "programs, and start again."
        )
    )


def other_precision(before: str, now: str) -> TrainingFaultError:
    """The run began on a device that computes in other 16 bits.

    Args:
        before: what Keras calls the numbers it began with.
        now: the same of this device.
    """
    sentence = _(
        "This run began with mixed precision as {before}, and this device computes it as {now}, so it cannot go on "
        "here. Resume it on a device like the one it began on, or start it again."
    )
    return TrainingFaultError(sentence.format(before=before, now=now))


@contextmanager
def translate_training_errors() -> Iterator[None]:
    """Turn what networks, memory and disks raise into a sentence.

    Raises:
        TrainingFaultError: memory ran out, or the data set went away while it was read.
        DiskFullError: no room left.
        InvalidInputError: no permission.
    """
    try:
        with translate_os_errors(_("training")):
            yield
    except MemoryError as error:
        raise out_of_memory() from error
    except FileNotFoundError as error:
        sentence = _("“{file}” went away during training. Import the data set again, then resume the run.")
        raise NotFoundError(sentence.format(file=error.filename)) from error
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise out_of_memory() from error
        if "errno = 28" in str(error):  # HDF5, which holds a model's weights, reports it in its message alone
            raise DiskFullError(_("The disk is full, so training stopped. Free some space and resume it.")) from error
        raise
    except RuntimeError as error:
        # JAX and PyTorch raise these as RuntimeErrors of their own.
        if _is_about_memory(error):
            raise out_of_memory() from error
        raise
    except Exception as error:
        if not isinstance(error, AtelierError) and _is_about_memory(error):
            raise out_of_memory() from error
        raise


def _is_about_memory(error: BaseException) -> bool:
    text = f"{type(error).__name__} {error}".lower()
    return any(words in text for words in _MEMORY_WORDS)
