"""The two layers Keras does not have. Registered, so that saved models find them in safe mode."""

from typing import Any

import keras

PACKAGE = "atelier"


@keras.saving.register_keras_serializable(package=PACKAGE)
class ReversedChannels(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Turns red, green, blue into blue, green, red, which some older networks were trained with."""

    def call(self, pictures: Any) -> Any:  # noqa: ANN401 - a tensor of any backend
        """Reverse the last axis of `(n, height, width, 3)`; the dtype stays."""
        return keras.ops.flip(pictures, axis=-1)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """The shape stays."""
        return input_shape


# Keras's weight files name each layer after its class: under another name, files of stock models would not fit.
@keras.saving.register_keras_serializable(package=PACKAGE)
class BatchNormalization(keras.layers.BatchNormalization):  # type: ignore[misc]  # Keras is untyped
    """Batch normalisation that always uses the mean and variance it was trained with.

    A few hundred paintings are too few to estimate these again: fine-tuning would spoil them. Scale and offset
    still train where the layer is trainable.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:  # noqa: ANN401
        """Normalise as in inference, whatever `training` says."""
        return super().call(inputs, training=False, mask=mask)
