"""Networks from ONNX files as encoders, through onnxruntime on the CPU.

onnxruntime is imported with the first picture, so that reading an encoder's key stays cheap.
"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import InvalidInputError
from core.language import _
from core.models.encoders.encoder import Features, Images
from core.models.encoders.entry import EncoderEntry, OnnxGraph
from core.models.encoders.weight_files import content_digest, find_onnx_file

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_READING = 1
"""Raised when pictures are fed or outputs read in another way, so that old features are not taken for new ones."""


class OnnxEncoder:
    """An ONNX file as an `Encoder`.

    Args:
        entry: of kind "onnx".
        graph: its `onnx`.
        image_size: side of the pictures in pixels.
        path: the file.
    """

    def __init__(self, entry: EncoderEntry, graph: OnnxGraph, image_size: int, path: Path) -> None:
        self.name = entry.name
        self.image_size = image_size
        self.dimensions = entry.dimensions
        self._title, self._graph, self._path = entry.title, graph, path
        # normalised = pixel * scale + offset, one pass over the pixels
        self._scale = (1 / (255 * np.array(graph.std))).astype(np.float32)
        self._offset = (-np.array(graph.mean) / np.array(graph.std)).astype(np.float32)

    @cached_property
    def key(self) -> str:
        """As `Encoder.key`."""
        return f"{self.name}-{self.image_size}px-{content_digest(self._path)}-v{_READING}"

    def encode(self, images: Images) -> Features:
        """As `Encoder.encode`.

        Raises:
            InvalidInputError: onnxruntime cannot run the file, or it gives features of other dimensions.
        """
        features = np.empty((len(images), self.dimensions), np.float32)
        for start in range(0, len(images), self._graph.batch_size):
            batch = images[start : start + self._graph.batch_size]
            features[start : start + len(batch)] = self._encode_batch(batch)
        return features

    def _encode_batch(self, batch: Images) -> Features:
        pixels = batch.astype(np.float32)
        pixels *= self._scale
        pixels += self._offset
        channels_first = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))
        outputs = [self._graph.output] if self._graph.output else None
        found = self._session.run(outputs, {self._session.get_inputs()[0].name: channels_first})[0]
        read = _read_out(found, self._graph)
        if read.shape[1:] != (self.dimensions,):
            sentence = _(
                "“{file}” gives features of shape {shape}; {encoder} has {numbers} numbers. Put the right file there."
            )
            raise InvalidInputError(
                sentence.format(
                    file=self._path.name, shape=read.shape[1:], encoder=_(self._title), numbers=self.dimensions
                )
            )
        return read

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as faults

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that wait by spinning take the cores from decoding, and from whatever else the machine does.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return onnxruntime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
        except (faults.Fail, faults.InvalidProtobuf, faults.InvalidGraph, faults.NotImplemented) as error:
            reason = str(error).splitlines()[0]
            sentence = _("“{file}” cannot be opened as an ONNX network ({reason}). Put an undamaged copy there.")
            raise InvalidInputError(sentence.format(file=self._path.name, reason=reason)) from error


def _read_out(found: np.ndarray, graph: OnnxGraph) -> Features:
    """The feature of each picture, `(n, d)` float32, from what the graph gave."""
    values = np.asarray(found, np.float32)
    if graph.readout == "class and mean of patches":
        return np.concatenate([values[:, 0], values[:, 1:].mean(axis=1)], axis=1)
    return values


def open_encoder(entry: EncoderEntry, image_size: int, weights: str | Path | None) -> OnnxEncoder:
    """Open an ONNX encoder.

    Raises:
        NotFoundError: its file is not there.
        InvalidInputError: the graph takes another image size only.
    """
    graph = entry.onnx or OnnxGraph(files=(), size_px=None, readout="vector")
    if graph.size_px not in (None, image_size):
        sentence = _("{encoder} takes pictures of {taken} px; {requested} px was requested.")
        raise InvalidInputError(sentence.format(encoder=_(entry.title), taken=graph.size_px, requested=image_size))
    return OnnxEncoder(entry, graph, image_size, find_onnx_file(entry, weights))
