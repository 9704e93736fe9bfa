"""The convolutional net: small enough to train on a laptop."""

from typing import Any

from keras import layers

from core.models.names import FEATURES, PREPROCESSING

FILTERS = (16, 32, 64, 128)
DROPOUT = 0.4


def convolutional_features(pictures: Any) -> Any:  # noqa: ANN401 - Keras tensors
    """Four times convolution, normalisation and pooling, then the mean over the picture.

    Args:
        pictures: Keras tensor `(n, size, size, 3)` uint8 RGB, size at least 32.

    Returns:
        Keras tensor `(n, 128)` called "features".
    """
    x = layers.Rescaling(1 / 255, name=PREPROCESSING[-1], dtype="float32")(pictures)
    for number, filters in enumerate(FILTERS, start=1):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"convolution_{number}")(x)
        x = layers.BatchNormalization(momentum=0.9, name=f"normalisation_{number}")(x)
        x = layers.Activation("relu", name=f"relu_{number}")(x)
        x = layers.MaxPooling2D(2, name=f"pooling_{number}")(x)
    x = layers.Dropout(DROPOUT, name="dropout")(x)
    return layers.GlobalAveragePooling2D(name=FEATURES, dtype="float32")(x)


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
