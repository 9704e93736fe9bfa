"""Messages: what goes in comes out, and nothing that is no message comes through."""

import json
import pickle
from multiprocessing import Pipe

import numpy as np
import pytest

from core.errors import InvalidInputError
from core.inference.wire import receive, send


@pytest.fixture
def ends():
    one, other = Pipe()
    with one, other:
        yield one, other


def through(ends, message):
    send(ends[0], message)
    return receive(ends[1])


def test_values_and_arrays_come_out_as_they_went_in(ends):
    rng = np.random.default_rng(0)
    arrays = {
        "picture": rng.integers(0, 256, (5, 7, 3), np.uint8),
        "not contiguous": rng.random((4, 6)).astype(np.float32)[::2, ::-1],
        "empty": np.empty((0, 3), np.float32),
        "number": np.array(7, np.int64),
    }
    found = through(ends, {"text": "Dürer", "none": None, "list": [1, 2.5, {"deep": arrays["picture"]}], **arrays})
    assert (found["text"], found["none"], found["list"][:2]) == ("Dürer", None, [1, 2.5])
    np.testing.assert_array_equal(found["list"][2]["deep"], arrays["picture"])
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_arrays_of_objects_are_not_sent(ends):
    with pytest.raises(InvalidInputError, match="Arrays of object are not sent"):
        send(ends[0], {"array": np.array([{}], object)})


@pytest.mark.parametrize(
    "frames",
    [
        [pickle.dumps({"body": "{}", "arrays": []})],
        [b"\xff"],
        [b"[]"],
        [json.dumps({"body": "[]", "arrays": []}).encode()],
        [json.dumps({"body": "{}", "arrays": [{"kind": "object", "shape": [1]}]}).encode(), b"12345678"],
        [json.dumps({"body": "{}", "arrays": [{"kind": "uint8", "shape": [-1]}]}).encode(), b"1"],
        [json.dumps({"body": "{}", "arrays": [{"kind": "uint8", "shape": [2]}]}).encode(), b"1"],
        [json.dumps({"body": '{"a": {"__array__": 3}}', "arrays": []}).encode()],
    ],
    ids=["pickled", "no text", "no object", "list", "objects", "negative", "too short", "array that is not there"],
)
def test_what_is_no_message_is_refused(frames, ends):
    for frame in frames:
        ends[0].send_bytes(frame)
    with pytest.raises(InvalidInputError, match="no message"):
        receive(ends[1])
