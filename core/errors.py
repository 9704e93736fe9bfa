"""The exceptions a person can meet. Each message says what was wrong, what was expected and what to do.

This module imports nothing of ours, so that every layer can raise from it.
"""


class AtelierError(Exception):
    """Something a person can mend; `str(error)` is the sentence they read."""


class NotFoundError(AtelierError):
    """A data set, artist, painting or run of that name does not exist."""


class AlreadyExistsError(AtelierError):
    """Making it would overwrite something that is there."""


class InvalidInputError(AtelierError):
    """A file, path or value given by a person cannot be used as it is."""


class UnreadableImageError(InvalidInputError):
    """A file is no picture, is damaged, or is larger than allowed."""


class DiskFullError(AtelierError):
    """The disk, or the quota on it, has no room left."""


class BusyError(AtelierError):
    """Another process is changing the same thing."""


class ReadOnlyError(AtelierError):
    """ATELIER_READ_ONLY is set: nothing may be written."""


class CancelledError(AtelierError):
    """A person asked long work to stop."""


class MissingDependencyError(AtelierError):
    """An optional package is needed and not installed."""
