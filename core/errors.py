"""Exceptions for users. Each message states the fault, the expectation and a remedy.

The module imports nothing from the project, so every layer can raise them.
"""


class AtelierError(Exception):
    """A fault that the user can correct; `str(error)` is the sentence on the screen."""


class NotFoundError(AtelierError):
    """A data set, artist, painting or run of that name does not exist."""


class AlreadyExistsError(AtelierError):
    """The action would overwrite something that exists."""


class InvalidInputError(AtelierError):
    """A file, path or value from the user cannot be used."""


class UnreadableImageError(InvalidInputError):
    """A file is no picture, is damaged, or is larger than allowed."""


class DiskFullError(AtelierError):
    """The disk, or the quota on it, has no room left."""


class BusyError(AtelierError):
    """Another process is changing the same thing."""


class ReadOnlyError(AtelierError):
    """ATELIER_READ_ONLY is set: nothing may be written."""


class CancelledError(AtelierError):
    """The user cancelled a long operation."""


class MissingDependencyError(AtelierError):
    """An optional package is required but not installed."""
