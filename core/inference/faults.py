"""Errors of a request to the model server, and how they travel to the client."""

from core import errors
from core.errors import AtelierError


class InferenceError(AtelierError):
    """The process that holds the models ended, or does not answer."""


class LostConnectionError(InferenceError):
    """The server exited before it accepted the request; another one can be started."""


_KINDS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, AtelierError)
}


def kind_of(error: AtelierError) -> str:
    """The name under which an error travels."""
    return next((name for name in (kind.__name__ for kind in type(error).__mro__) if name in _KINDS), "AtelierError")


def error_of(kind: str, message: str) -> AtelierError:
    """The error that travelled."""
    return _KINDS.get(kind, InferenceError)(message)
