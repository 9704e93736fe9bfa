"""Building a model of the zoo: uint8 RGB in, one probability an artist out."""

import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np

from core.errors import InvalidInputError
from core.language import _
from core.models.cnn import convolutional_features, dense_features
from core.models.freezing import backbone_layers, set_trainable
from core.models.names import ARTIST, FEATURES, INPUT
from core.models.pretrained import pretrained_features, settle
from core.models.registry import ModelEntry, model_entry, require_image_size
from core.models.weights import resolve_weights

__all__ = ["backbone_layers", "backbone_of", "build", "head_of", "set_trainable"]


def build(
    name: str,
    image_size: int,
    n_classes: int,
    weights: str | Path = "random",
    trainable: bool | int = True,
    *,
    keep_statistics: bool | None = None,
) -> Any:  # noqa: ANN401 - keras.Model
    """Build a model, flat and with its preprocessing inside.

    Mixed precision follows Keras's global policy; features and probabilities are float32 in any case.

    Args:
        name: a network of the zoo; the probe is none.
        image_size: side of the square pictures, in pixels.
        n_classes: how many artists, at least 2.
        weights: "random", "imagenet", or a `.weights.h5` or `.h5` file, which fills the backbone. The head always
            starts from random weights, because its classes may be other artists.
        trainable: True trains everything, False the head alone, a number all but the first so many layers of
            the backbone.
        keep_statistics: whether batch normalisation of a pretrained network stays in inference mode even while its
            layers train; None means where weights are given. Say True when a resumed run builds the network at
            random and fills it from its checkpoint.

    Returns:
        keras.Model, not compiled: uint8 `(n, image_size, image_size, 3)` RGB → float32 `(n, n_classes)`.

    Raises:
        NotFoundError: no such model, or its weights cannot be had; the sentence says what to put where.
        InvalidInputError: size, classes, layers or weight file do not fit the model.
    """
    entry = _network_entry(name, image_size, n_classes)
    file = resolve_weights(name, weights)
    pictures = keras.Input((image_size, image_size, 3), dtype="uint8", name=INPUT)
    model = keras.Model(pictures, _head(entry, n_classes, _features(entry, pictures)), name=name)
    if entry.family == "pretrained":
        model = settle(model, file is not None if keep_statistics is None else keep_statistics)
    if file is not None:
        load_backbone_weights(model, file)
    set_trainable(model, trainable)
    return model


def _network_entry(name: str, image_size: int, n_classes: int) -> ModelEntry:
    entry = model_entry(name)
    if not entry.is_network:
        raise InvalidInputError(
            f"The {entry.title.lower()} is no network to build: it is fitted on features. "
            "Use core.models.probe, or choose another model."
        )
    require_image_size(name, image_size)
    if n_classes < 2:
        sentence = _("A model needs at least 2 artists, not {n}. Select more.")
        raise InvalidInputError(sentence.format(n=n_classes))
    return entry


def _features(entry: ModelEntry, pictures: Any) -> Any:  # noqa: ANN401 - Keras tensors
    if entry.family == "dense":
        return dense_features(pictures)
    if entry.family == "convolutional":
        return convolutional_features(pictures)
    return pretrained_features(entry.name, pictures)


def _head(entry: ModelEntry, n_classes: int, features: Any) -> Any:  # noqa: ANN401 - Keras tensors
    if entry.head_dropout:
        features = keras.layers.Dropout(entry.head_dropout, name="head_dropout")(features)
    return keras.layers.Dense(n_classes, activation="softmax", dtype="float32", name=ARTIST)(features)


def backbone_of(model: Any) -> Any:  # noqa: ANN401 - keras.Model
    """The part up to the features, sharing its layers with `model`.

    Args:
        model: a keras.Model made by `build`, or read from a file that was.

    Returns:
        keras.Model: uint8 `(n, size, size, 3)` RGB → `(n, d)` float32.
    """
    return keras.Model(model.inputs[0], model.get_layer(FEATURES).output, name=f"{model.name}_backbone")


def head_of(model: Any) -> Any:  # noqa: ANN401 - keras.Model
    """The part after the features, sharing its layers with `model`: training it trains `model`.

    Args:
        model: a keras.Model made by `build`, or read from a file that was.

    Returns:
        keras.Model: `(n, d)` float32 → float32 `(n, n_classes)`.
    """
    names = [layer.name for layer in model.layers]
    features = model.get_layer(FEATURES).output
    vectors = keras.Input(features.shape[1:], dtype="float32", name=FEATURES)
    outputs = vectors
    for name in names[names.index(FEATURES) + 1 :]:
        outputs = model.get_layer(name)(outputs)
    return keras.Model(vectors, outputs, name=f"{model.name}_head")


def load_backbone_weights(model: Any, file: Path) -> None:  # noqa: ANN401 - keras.Model
    """Fill the backbone of `model` from a file; half precision is widened.

    Args:
        model: a keras.Model made by `build`.
        file: Keras 3's `.weights.h5` of the backbone or of the whole model, or a `.h5` file of Keras
            Applications without the top layers.

    Raises:
        InvalidInputError: the file is damaged or belongs to another model.
    """
    backbone = backbone_of(model)
    # Keras passes over groups that a file lacks; what it leaves unfilled stays not-a-number and is found.
    backbone.set_weights([np.full(weight.shape, np.nan, "float32") for weight in backbone.weights])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            backbone.load_weights(file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _foreign(model, file) from error
    if any(np.isnan(value).any() for value in backbone.get_weights()):
        raise _foreign(model, file)


def _foreign(model: Any, file: Path) -> InvalidInputError:  # noqa: ANN401 - keras.Model
    sentence = _(
        "“{file}” does not hold the weights of {model}: it is damaged or belongs to another network. Give a "
        ".weights.h5 file of this model, or the file of Keras Applications without the top layers."
    )
    return InvalidInputError(sentence.format(file=file.name, model=_(model_entry(model.name).title)))
