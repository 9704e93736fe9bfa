"""Describing a picture that is in no data set, the way the pictures of a data set are described.

The weight-free features are computed on the spot. Networks are asked for in the process that holds the models, so
that the one that serves the app never loads them.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from core.dataset.images.decoding import resize_square
from core.inference.questions import embed_pictures
from core.models.encoders import encoder_entry
from core.models.encoders.palette_texture import describe
from core.progress import Progress
from core.similarity.collection import Aspect
from core.similarity.descriptors import descriptor_parts, open_parts
from core.similarity.space import Floats

Picture = npt.NDArray[np.uint8]


def describe_picture(
    picture: Picture, encoders: Iterable[str], on_progress: Progress | None = None
) -> dict[str, Floats]:
    """The features of a picture by encoder, each `(1, d)` float32.

    Args:
        picture: `(height, width, 3)` uint8 RGB of any size.
        encoders: keys of `core.models.encoders.ENCODERS`.
        on_progress: told how far it is, as in "Loading the model".

    Raises:
        NotFoundError: the weights of one are not on this machine.
        InferenceError: the process that holds the models ended.
        BusyError: no answer in time.
    """
    return {name: _describe_by(name, picture, on_progress) for name in dict.fromkeys(encoders)}


def _describe_by(name: str, picture: Picture, on_progress: Progress | None) -> Floats:
    if encoder_entry(name).kind != "descriptor":
        open_parts(name)  # says which weights are missing before anything is started
        return embed_pictures(name, [picture], on_progress=on_progress)
    return describe(resize_square(picture, encoder_entry(name).default_image_size)[np.newaxis])


def aspect_features(features: Mapping[str, Floats], aspect: Aspect) -> Floats:
    """The numbers that an aspect looks at, `(n, d)`, from the features by encoder."""
    joined = np.concatenate([features[name] for name in descriptor_parts(aspect.descriptor)], axis=1)
    return joined[:, aspect.start : aspect.stop]
