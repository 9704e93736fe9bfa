"""The dense net: every pixel wired to every unit."""

from typing import Any

from keras import layers

from core.models.names import FEATURES, PREPROCESSING

UNITS = 100


def dense_features(pictures: Any) -> Any:  # noqa: ANN401 - Keras tensors
    """Flatten the picture and feed one hidden layer.

    Args:
        pictures: Keras tensor `(n, size, size, 3)` uint8 RGB.

    Returns:
        Keras tensor `(n, 100)` called "features".
    """
    pixels = layers.Rescaling(1 / 255, name=PREPROCESSING[-1], dtype="float32")(pictures)
    flat = layers.Flatten(name="flatten")(pixels)
    return layers.Dense(UNITS, activation="relu", name=FEATURES)(flat)
