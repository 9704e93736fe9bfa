"""What in a picture speaks for an artist. Imports Keras when a network is explained; for a process of its own.

Convolutional networks are explained by Grad-CAM (Selvaraju and others, 2017), other networks by the gradients of their
input, smoothed as SmoothGrad does it (Smilkov and others, 2017), and probes, which have no gradients, by covering
parts of the picture.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import islice
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from core.dataset.images.decoding import resize_square
from core.errors import InvalidInputError, MissingDependencyError
from core.inference.saliency_map import GRAD_CAM, INPUT_GRADIENTS, OCCLUSION, Picture, SaliencyMap, enlarged, normalised
from core.language import _
from core.models.names import ARTIST, INPUT, PREPROCESSING
from core.progress import Progress, no_progress
from core.training.predicting import NetworkPredictor, Predictor

Floats = npt.NDArray[np.float32]

OCCLUSION_GRID = 7
"""Places a side that are covered one after the other, each together with half of its neighbours."""

_GREY = 128
_SMOOTHING_SAMPLES = 24
_SMOOTHING_NOISE = 0.1
_MOST_CUTS_TRIED = 40
_NOT_MAPS = ("Pooling", "Dropout")
_SMALLEST_PROBABILITY = 1e-12


class Explainer:
    """Explains the answers of one model; what it prepares for that serves every picture after the first.

    Args:
        predictor: the model.
    """

    def __init__(self, predictor: Predictor) -> None:
        self._predictor = predictor

    def explain(self, picture: Picture, artist: str | None = None, progress: Progress = no_progress) -> SaliencyMap:
        """Find what in a picture speaks for an artist.

        Args:
            picture: `(height, width, 3)` uint8 RGB, of any size.
            artist: for whom; None means the artist the model predicts.
            progress: called for every part covered by the occlusion method.

        Raises:
            InvalidInputError: the model does not know the artist.
            CancelledError: raised by `progress`.
        """
        square = resize_square(picture, self._predictor.image_size)
        probabilities = self._predictor.predict([square])[0]
        names = self._predictor.artists
        column = int(probabilities.argmax()) if artist is None else _column(artist, names)
        values = self._find(square, column, probabilities, progress)
        return SaliencyMap(
            values=normalised(values),
            artist=names[column],
            probability=float(probabilities[column]),
            predicted=names[int(probabilities.argmax())],
            method=self.method,
        )

    @property
    def method(self) -> str:
        """How this model is explained: a key of `core.inference.saliency_map.METHODS`."""
        if self._split is None:
            return OCCLUSION
        return GRAD_CAM if self._split.is_feature_map else INPUT_GRADIENTS

    @cached_property
    def _split(self) -> "SplitNetwork | None":
        return split_network(self._predictor.model) if isinstance(self._predictor, NetworkPredictor) else None

    def _find(self, square: Picture, column: int, probabilities: Floats, progress: Progress) -> Floats:
        if self._split is None:
            return occlusion(self._predictor, square, column, float(probabilities[column]), progress)
        if self._split.is_feature_map:
            return grad_cam(self._split, square, column)
        return input_gradients(self._split, square, column)


def _column(artist: str, artists: Sequence[str]) -> int:
    if artist not in artists:
        raise InvalidInputError(
            _("This run does not know “{artist}”, so nothing can speak for them; it knows {artists}.").format(
                artist=artist, artists=", ".join(artists)
            )
        )
    return list(artists).index(artist)


@dataclass(frozen=True, eq=False)
class SplitNetwork:
    """A network cut in two, so that gradients can be taken where it is cut.

    Attributes:
        before: keras.Model, `(n, size, size, 3)` uint8 RGB → what the layer puts out, `(n, h, w, c)`.
        after: keras.Model, from there to what the last layer takes, `(n, d)`.
        weights: `(d, k)` float32 of the last layer, whose softmax is left out: its scores are what is explained.
        is_feature_map: cut behind the last feature map; False where the network has none and is cut before its
            first layer that learns.
    """

    before: Any
    after: Any
    weights: Floats
    is_feature_map: bool


def split_network(model: Any) -> SplitNetwork:  # noqa: ANN401 - keras.Model
    """Cut a network behind its last feature map that is not pooled yet, or else behind its preprocessing.

    Args:
        model: a keras.Model made by `core.models.build`, or read from a file that was.
    """
    import keras

    artist = model.get_layer(ARTIST)
    weights = np.asarray(keras.ops.convert_to_numpy(artist.kernel), np.float32)
    for layer in islice(_feature_maps(model), _MOST_CUTS_TRIED):
        # Within a block with a way round it, nothing can be cut off by one layer alone, and Keras says so.
        with suppress(ValueError):
            after = keras.Model(layer.output, artist.input)
            return SplitNetwork(keras.Model(model.inputs[0], layer.output), after, weights, True)
    pixels = model.get_layer(PREPROCESSING[-1]).output
    return SplitNetwork(keras.Model(model.inputs[0], pixels), keras.Model(pixels, artist.input), weights, False)


def _feature_maps(model: Any) -> Iterator[Any]:  # noqa: ANN401 - keras.Model
    """Layers that put out a feature map, the last one first; pooling only makes the one before it coarser."""
    for layer in reversed(model.layers):
        shape = layer.output.shape
        is_named = layer.name in {INPUT, *PREPROCESSING} or any(word in type(layer).__name__ for word in _NOT_MAPS)
        if len(shape) == 4 and shape[1] > 1 and not is_named:
            yield layer


def grad_cam(split: SplitNetwork, square: Picture, column: int) -> Floats:
    """Grad-CAM: channels of the last feature map, each weighted by how much its mean raises the artist's score.

    Args:
        split: the network.
        square: `(size, size, 3)` uint8 RGB.
        column: the artist's place among the outputs.

    Returns:
        `(size, size)` float32; below 0 where the picture speaks against the artist.
    """
    maps = _values(split.before(square[np.newaxis]))
    slopes = gradients(split, maps, column)
    coarse = (maps[0] * slopes[0].mean(axis=(0, 1))).sum(axis=-1)
    return enlarged(np.maximum(coarse, 0), *square.shape[:2])


def input_gradients(split: SplitNetwork, square: Picture, column: int) -> Floats:
    """SmoothGrad: how much the score depends on each pixel, averaged over noisy copies of the picture.

    Args:
        split: the network.
        square: `(size, size, 3)` uint8 RGB.
        column: the artist's place among the outputs.

    Returns:
        `(size, size)` float32 from 0 on: of the three channels the one that counts most, above the pixel that counts
        least, for a dense network looks at every pixel a little.
    """
    pixels = _values(split.before(square[np.newaxis]))
    rng = np.random.default_rng(0)
    spread = _SMOOTHING_NOISE * float(np.ptp(pixels))
    noise = rng.normal(0, spread, (_SMOOTHING_SAMPLES, *pixels.shape[1:])).astype(np.float32)
    slopes = gradients(split, pixels + noise, column).mean(axis=0)
    strongest = np.abs(slopes).max(axis=-1)
    smooth = np.asarray(cv2.GaussianBlur(strongest, (0, 0), sigmaX=max(0.5, len(square) / 50)), np.float32)
    above: Floats = smooth - smooth.min()
    return above


def gradients(split: SplitNetwork, values: Floats, column: int) -> Floats:
    """The slope of an artist's score, before the softmax, along every value where the network is cut.

    Keras itself has no gradients; each of its backends has its own.

    Args:
        split: the network.
        values: `(n, h, w, c)` float32, what `split.before` puts out.
        column: the artist's place among the outputs.

    Returns:
        `(n, h, w, c)` float32.

    Raises:
        MissingDependencyError: Keras runs on a backend other than TensorFlow, JAX and PyTorch.
    """
    import keras

    weights = split.weights[:, column]

    def total(values: Any) -> Any:  # noqa: ANN401 - a tensor of any backend
        scores = keras.ops.cast(split.after(values, training=False), "float32")
        return keras.ops.sum(keras.ops.matmul(scores, weights[:, np.newaxis]))

    backend = keras.backend.backend()
    if backend not in _SLOPES:
        raise MissingDependencyError(
            _("Keras runs on {backend} here, which gives no gradients. Set KERAS_BACKEND to {backends}.").format(
                backend=backend, backends=", ".join(_SLOPES)
            )
        )
    return _values(_SLOPES[backend](total, values))


Total = Callable[[Any], Any]


def _slopes_of_tensorflow(total: Total, values: Floats) -> Any:  # noqa: ANN401 - a tensor
    import tensorflow as tf

    place = tf.convert_to_tensor(values)
    with tf.GradientTape() as tape:
        tape.watch(place)
        score = total(place)
    return tape.gradient(score, place)


def _slopes_of_jax(total: Total, values: Floats) -> Any:  # noqa: ANN401 - an array of JAX
    return import_module("jax").grad(total)(values)  # imported by name: JAX is optional


def _slopes_of_torch(total: Total, values: Floats) -> Any:  # noqa: ANN401 - a tensor
    import keras

    place = keras.ops.convert_to_tensor(values).requires_grad_()
    total(place).backward()
    return place.grad


_SLOPES: dict[str, Callable[[Total, Floats], Any]] = {
    "tensorflow": _slopes_of_tensorflow,
    "jax": _slopes_of_jax,
    "torch": _slopes_of_torch,
}


def occlusion(
    predictor: Predictor, square: Picture, column: int, probability: float, progress: Progress = no_progress
) -> Floats:
    """Cover one part after the other with grey, and see how much less the artist is believed.

    Args:
        predictor: any model.
        square: `(size, size, 3)` uint8 RGB.
        column: the artist's place among the outputs.
        probability: the artist's probability for the whole picture.
        progress: called for every row of parts.

    Returns:
        `(size, size)` float32: the fall of the logarithm of the probability; below 0 where the part speaks against
        the artist.
    """
    edges = np.rint(np.linspace(0, len(square), OCCLUSION_GRID + 1)).astype(int)
    falls = np.empty((OCCLUSION_GRID, OCCLUSION_GRID), np.float32)
    stage = _("Covering parts of the picture")
    progress(stage, 0, OCCLUSION_GRID)
    for row in range(OCCLUSION_GRID):
        covered = [_covered(square, edges, row, part) for part in range(OCCLUSION_GRID)]
        falls[row] = _log(np.float32(probability)) - _log(predictor.predict(covered)[:, column])
        progress(stage, row + 1, OCCLUSION_GRID)
    return enlarged(falls, *square.shape[:2])


def _covered(square: Picture, edges: npt.NDArray[np.int_], row: int, part: int) -> Picture:
    """Cover a part and half of each neighbour."""
    margin = len(square) // (2 * OCCLUSION_GRID)
    covered = square.copy()
    top, left = max(0, edges[row] - margin), max(0, edges[part] - margin)
    covered[top : edges[row + 1] + margin, left : edges[part + 1] + margin] = _GREY
    return covered


def _log(probabilities: npt.ArrayLike) -> Floats:
    logs: Floats = np.log(np.maximum(np.asarray(probabilities, np.float32), _SMALLEST_PROBABILITY))
    return logs


def _values(tensor: Any) -> Floats:  # noqa: ANN401 - a tensor of any backend, in 16 or 32 bits
    import keras

    return np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(tensor, "float32")), np.float32)
