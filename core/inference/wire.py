"""Messages and errors between client and server: JSON and the bytes of arrays, never pickled objects.

A message is a frame of JSON, in which arrays are numbered, and one frame an array.
"""

import json
import math
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import numpy.typing as npt

from core import errors
from core.errors import AtelierError, InvalidInputError
from core.language import _

Message = dict[str, Any]
Array = npt.NDArray[Any]

MAX_HEADER_BYTES = 16_000_000
MAX_ARRAY_BYTES = 1_000_000_000
_MOST_ARRAYS = 10_000
_KINDS = ("uint8", "int64", "float32", "float64")
_MARK = "__array__"


class InferenceError(AtelierError):
    """The process that holds the models ended, or does not answer."""


class LostConnectionError(InferenceError):
    """The server exited before it accepted the request; another one can be started."""


_ERROR_KINDS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, AtelierError)
}


def kind_of(error: AtelierError) -> str:
    """The name under which an error travels."""
    return next(
        (name for name in (kind.__name__ for kind in type(error).__mro__) if name in _ERROR_KINDS), "AtelierError"
    )


def error_of(kind: str, message: str) -> AtelierError:
    """The error that travelled."""
    return _ERROR_KINDS.get(kind, InferenceError)(message)


def send(connection: "Connection[Any, Any]", message: Message) -> None:
    """Send a message: JSON values, and NumPy arrays at any depth.

    Raises:
        InvalidInputError: an array of a kind that is not sent.
        OSError: the other side is gone.
    """
    arrays: list[Array] = []
    body = json.dumps(_without_arrays(message, arrays), allow_nan=False)
    shapes = [{"kind": array.dtype.name, "shape": array.shape} for array in arrays]
    connection.send_bytes(json.dumps({"body": body, "arrays": shapes}).encode())
    for array in arrays:
        connection.send_bytes(np.ascontiguousarray(array).data.cast("B") if array.size else b"")


def receive(connection: "Connection[Any, Any]") -> Message:
    """Wait for a message.

    Raises:
        InvalidInputError: what came is no message.
        EOFError: the other side is gone.
        OSError: the connection is closed, or a frame is larger than allowed.
    """
    try:
        header = json.loads(connection.recv_bytes(MAX_HEADER_BYTES))
        shapes = [_checked(array["kind"], array["shape"]) for array in header["arrays"]]
        body = json.loads(header["body"])
        if len(shapes) > _MOST_ARRAYS or not isinstance(body, dict):
            raise ValueError("not a message")
        arrays = [_array(connection.recv_bytes(MAX_ARRAY_BYTES), *shape) for shape in shapes]
        message: Message = _with_arrays(body, arrays)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        sentence = _("What came over the connection is no message ({error}). Ask again.")
        raise InvalidInputError(sentence.format(error=error)) from error
    return message


def _checked(kind: object, shape: object) -> tuple[str, tuple[int, ...]]:
    if kind not in _KINDS or not isinstance(shape, list) or any(type(side) is not int or side < 0 for side in shape):
        raise ValueError(f"an array of kind {kind!r:.20} and shape {shape!r:.40}")
    return str(kind), tuple(shape)


def _array(data: bytes, kind: str, shape: tuple[int, ...]) -> Array:
    values = np.frombuffer(data, kind)
    if values.size != math.prod(shape):
        raise ValueError(f"{values.size} values for shape {shape}")
    return values.reshape(shape)


def _without_arrays(value: Any, arrays: list[Array]) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(value, np.ndarray):
        if value.dtype.name not in _KINDS:
            raise InvalidInputError(f"Arrays of {value.dtype} are not sent; use {', '.join(_KINDS)}.")
        arrays.append(value)
        return {_MARK: len(arrays) - 1}
    if isinstance(value, dict):
        return {str(key): _without_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_arrays(item, arrays) for item in value]
    return value


def _with_arrays(value: Any, arrays: list[Array]) -> Any:  # noqa: ANN401 - JSON values
    if isinstance(value, dict):
        if value.keys() == {_MARK}:
            return arrays[value[_MARK]]
        return {key: _with_arrays(item, arrays) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_arrays(item, arrays) for item in value]
    return value
