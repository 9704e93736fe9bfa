"""The networks of Keras Applications, laid out flat and taking uint8 RGB."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import keras

from core.models.layers import BatchNormalization, ReversedChannels
from core.models.names import FEATURES, PREPROCESSING

CHANNELS, RESCALING = PREPROCESSING


@dataclass(frozen=True)
class Backbone:
    """A network of Keras Applications and what it wants done to pixels from 0 to 255.

    Attributes:
        application: the function of `keras.applications` that builds it.
        scale: what a pixel is multiplied by, one factor or one a channel.
        offset: what is added then, in the network's order of channels.
        reverse: whether the network reads blue, green, red.
        options: further arguments of the function.
    """

    application: Callable[..., Any]
    scale: float | list[float]
    offset: float | list[float]
    reverse: bool = False
    options: tuple[tuple[str, object], ...] = ()


def _standardised() -> tuple[list[float], list[float]]:
    """Factors and summands that do `(pixel / 255 - mean) / deviation` of ImageNet in one go."""
    means, deviations = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    scale = [1 / (255 * deviation) for deviation in deviations]
    return scale, [-mean / deviation for mean, deviation in zip(means, deviations, strict=True)]


_SCALE, _OFFSET = _standardised()
_MINUS_MEAN_BGR = [-103.939, -116.779, -123.68]

BACKBONES: Mapping[str, Backbone] = {
    "vgg16": Backbone(keras.applications.VGG16, 1.0, _MINUS_MEAN_BGR, reverse=True),
    "resnet50": Backbone(keras.applications.ResNet50, 1.0, _MINUS_MEAN_BGR, reverse=True),
    "densenet121": Backbone(keras.applications.DenseNet121, _SCALE, _OFFSET),
    "inception_resnet_v2": Backbone(keras.applications.InceptionResNetV2, 1 / 127.5, -1.0),
    "nasnet_mobile": Backbone(keras.applications.NASNetMobile, 1 / 127.5, -1.0),
    "efficientnet_v2_b0": Backbone(
        keras.applications.EfficientNetV2B0, _SCALE, _OFFSET, options=(("include_preprocessing", False),)
    ),
}


def pretrained_features(name: str, pictures: Any) -> Any:  # noqa: ANN401 - Keras tensors
    """Lay a network of Keras Applications, without weights and without a model inside the model.

    Args:
        name: a key of `BACKBONES`.
        pictures: Keras tensor `(n, size, size, 3)` uint8 RGB.

    Returns:
        Keras tensor `(n, d)` called "features": the mean over the last feature map.
    """
    backbone = BACKBONES[name]
    # In float32 whatever the policy: half precision would round pixels.
    pixels = ReversedChannels(name=CHANNELS, dtype="float32")(pictures) if backbone.reverse else pictures
    pixels = keras.layers.Rescaling(backbone.scale, backbone.offset, name=RESCALING, dtype="float32")(pixels)
    network = backbone.application(
        include_top=False,
        weights=None,
        input_tensor=pixels,
        input_shape=tuple(pictures.shape[1:]),
        **dict(backbone.options),
    )
    return keras.layers.GlobalAveragePooling2D(name=FEATURES, dtype="float32")(network.output)


def settle(model: Any, keep_statistics: bool) -> Any:  # noqa: ANN401 - keras.Model
    """Rebuild a model with layer names that are the same in every build.

    Keras numbers layers without a name through the whole process, so a second InceptionResNetV2 would have
    other names than the first.

    Args:
        model: a flat functional model; its weights are not copied.
        keep_statistics: whether batch normalisation shall stay in inference mode while the model trains.

    Returns:
        keras.Model of the same graph.
    """
    used: Counter[str] = Counter()

    def copied(layer: Any) -> Any:  # noqa: ANN401 - keras layers
        kind = type(layer)
        if keep_statistics and kind is keras.layers.BatchNormalization:
            kind = BatchNormalization
        return kind.from_config({**layer.get_config(), "name": _stable_name(layer, used)})

    return keras.models.clone_model(model, clone_function=copied)


def _stable_name(layer: Any, used: Counter[str]) -> str:  # noqa: ANN401 - keras layer
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", type(layer).__name__)
    base = re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
    if not re.fullmatch(rf"{base}(_\d+)?", layer.name):
        return str(layer.name)
    used[base] += 1
    return f"{base}_{used[base]}"
