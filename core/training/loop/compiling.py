"""Giving a network its optimizer, its loss and its metric."""

from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from core.training.config.blocks import METRICS
from core.training.config.config import TrainConfig
from core.training.device import has_gpu
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
        """Reset the counts."""
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


def compile_network(network: Any, config: TrainConfig, learning_rate: float, artists: int) -> ArtistMetric:  # noqa: ANN401
    """Compile a keras.Model for training, the optimizer's variables made.

    Returns:
        The metric that counts every batch the network is trained or tested on.
    """
    metric = ArtistMetric(artists)
    network.compile(
        optimizer=make_optimizer(config.optimizer, learning_rate),
        loss=config.loss,
        metrics=[metric],
        jit_compile=_jit(),
    )
    network.optimizer.build(network.trainable_variables)
    return metric


def learning_rate_of(network: Any) -> float:  # noqa: ANN401 - keras.Model
    """The rate that the next step takes."""
    return float(keras.ops.convert_to_numpy(network.optimizer.learning_rate))


def _jit() -> bool | str:
    # XLA on processors takes 17 s to compile a small convolutional net and then half its speed (measured with
    # TensorFlow 2.21 on two cores).
    return False if keras.backend.backend() == "tensorflow" and not has_gpu() else "auto"


class _InOnePass:
    """Adam's rule as TensorFlow's own kernel computes it.

    Keras writes the rule as some ten operations, each of which reads and writes all weights: for the dense net's
    three million one pass saves two fifths of a step. Beyond rounding, the weights come out the same.
    """

    _momentums: list[Any]
    _velocities: list[Any]
    iterations: Any
    beta_1: float
    beta_2: float
    epsilon: float

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:  # noqa: ANN401 - tensors
        """Correct one variable and its two running means."""
        import tensorflow as tf

        place = self._get_variable_index(variable)  # type: ignore[attr-defined]
        step = tf.cast(self.iterations + 1, variable.dtype)
        beta_1, beta_2 = (tf.cast(beta, variable.dtype) for beta in (self.beta_1, self.beta_2))
        tf.raw_ops.ResourceApplyAdam(
            var=_handle(variable),
            m=_handle(self._momentums[place]),
            v=_handle(self._velocities[place]),
            beta1_power=tf.pow(beta_1, step),
            beta2_power=tf.pow(beta_2, step),
            lr=tf.cast(learning_rate, variable.dtype),
            beta1=beta_1,
            beta2=beta_2,
            epsilon=tf.cast(self.epsilon, variable.dtype),
            grad=tf.cast(gradient, variable.dtype),
        )


class OnePassAdam(_InOnePass, keras.optimizers.Adam):  # type: ignore[misc]
    """Adam."""


class OnePassAdamW(_InOnePass, keras.optimizers.AdamW):  # type: ignore[misc]
    """Adam with the decay of weights apart from the rule."""


def _handle(variable: Any) -> Any:  # noqa: ANN401 - of Keras or of TensorFlow
    return (variable.value if isinstance(variable, keras.Variable) else variable).handle


def make_optimizer(name: str, learning_rate: float) -> keras.optimizers.Optimizer:
    """The optimizer of a `TrainConfig`.

    Args:
        name: one of `core.training.config.config.OPTIMIZERS`.
        learning_rate: that it starts with.
    """
    makers = {
        "adam": keras.optimizers.Adam,
        "adamw": keras.optimizers.AdamW,
        "sgd": keras.optimizers.SGD,
        "rmsprop": keras.optimizers.RMSprop,
        "nadam": keras.optimizers.Nadam,
    }
    if keras.backend.backend() == "tensorflow":
        makers |= {"adam": OnePassAdam, "adamw": OnePassAdamW}
    return makers[name](learning_rate=learning_rate)
