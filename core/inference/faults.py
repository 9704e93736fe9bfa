"""What can go wrong between asking and being answered, and how it travels from the server to the one who asked."""

from core import errors
from core.errors import AtelierError


class InferenceError(AtelierError):
    """The process that holds the models ended, or does not answer."""


class LostConnectionError(InferenceError):
    """The server was gone before it took the question; another one can be asked."""


_KINDS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, AtelierError)
}


def kind_of(error: AtelierError) -> str:
    """The name under which an error travels."""
    return next((name for name in (kind.__name__ for kind in type(error).__mro__) if name in _KINDS), "AtelierError")


def error_of(kind: str, message: str) -> AtelierError:
    """The error that travelled."""
    return _KINDS.get(kind, InferenceError)(message)
