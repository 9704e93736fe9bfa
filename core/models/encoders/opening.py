"""Opening an encoder by name. What needs a network is imported only when its turn comes."""

from importlib import import_module
from pathlib import Path
from typing import cast

from core.errors import InvalidInputError
from core.language import _
from core.models.encoders.encoder import Encoder
from core.models.encoders.entry import encoder_entry

_MODULES = {
    "descriptor": "core.models.encoders.descriptor_encoder",
    "keras": "core.models.encoders.keras_encoder",
    "onnx": "core.models.encoders.onnx_encoder",
}
SMALLEST_PX = 32


def open_encoder(name: str, image_size: int | None = None, weights: str | Path | None = None) -> Encoder:
    """Open an encoder; networks are loaded when `encode` is first called.

    Args:
        name: a key of `ENCODERS`.
        image_size: side of the pictures in pixels; None takes the encoder's default.
        weights: a file of weights. None takes the ImageNet weights of a backbone, and for an ONNX encoder its file
            in `artifacts/weights/`. For a backbone also "imagenet" or "random".

    Raises:
        NotFoundError: there is no encoder of that name, or no file of its weights; the message says which file to
            put where.
        InvalidInputError: an image size that the encoder does not take, or weights for one that has none.
    """
    entry = encoder_entry(name)
    size = entry.default_image_size if image_size is None else image_size
    if type(size) is not int or size < SMALLEST_PX:
        sentence = _("The image size of {encoder} is {size!r}; it must be from {least} px.")
        raise InvalidInputError(sentence.format(encoder=_(entry.title), size=size, least=SMALLEST_PX))
    # Named, not imported: the server process must be able to open and ask for keys without the networks' libraries.
    return cast("Encoder", import_module(_MODULES[entry.kind]).open_encoder(entry, size, weights))
