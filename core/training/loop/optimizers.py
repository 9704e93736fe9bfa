"""The optimizers by name; on TensorFlow, Adam goes over the weights once a step."""

from typing import Any

import keras


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
