"""What is measured of a side in one epoch, from one confusion matrix and one sum."""

from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from core.training.config.blocks import METRICS
from core.training.loop.measures import measures_of


class ArtistMetric(keras.metrics.Metric):  # type: ignore[misc]
    """Counts answers by painter and artist named, over as many batches as its owner likes.

    Keras clears metrics before each single step; this one goes on counting until `clear`.

    Args:
        artists: how many.
    """

    def __init__(self, artists: int) -> None:
        super().__init__(name="artists", dtype="float32")
        self.artists = artists
        self.confusion = self.add_weight(shape=(artists, artists), initializer="zeros", name="confusion")
        self.squared_error = self.add_weight(shape=(), initializer="zeros", name="squared_error")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # noqa: ANN401 - tensors
        """Count a batch: labels as numbers or as rows with a single 1, and probabilities; weights are left out."""
        ops = keras.ops
        answers = ops.cast(y_pred, "float32")
        one_hot = len(y_true.shape) == 2 and y_true.shape[1] == self.artists and self.artists > 1
        truth = ops.cast(y_true, "float32") if one_hot else ops.one_hot(ops.reshape(y_true, (-1,)), self.artists)
        named = ops.one_hot(ops.argmax(answers, axis=-1), self.artists)
        self.confusion.assign_add(ops.matmul(ops.transpose(truth), named))
        self.squared_error.assign_add(ops.sum(ops.square(answers - truth)))

    def result(self) -> Any:  # noqa: ANN401 - a tensor
        """The share of right answers so far; `measured` has everything."""
        counted = keras.ops.sum(self.confusion)
        return keras.ops.trace(self.confusion) / keras.ops.maximum(counted, 1.0)

    def reset_state(self) -> None:
        """Do nothing; see `clear`."""

    def clear(self) -> None:
        """Begin to count anew."""
        self.confusion.assign(keras.ops.zeros_like(self.confusion))
        self.squared_error.assign(0.0)

    def measured(self, loss: float) -> dict[str, float | None]:
        """All metrics of what was counted since `clear`, by the names in `METRICS`.

        Args:
            loss: mean over the pictures.
        """
        confusion: npt.NDArray[np.float64] = keras.ops.convert_to_numpy(self.confusion).astype(np.float64)
        squared = float(keras.ops.convert_to_numpy(self.squared_error))
        found = measures_of(confusion, squared) | {"loss": loss}
        return {name: found[name] for name in METRICS}
