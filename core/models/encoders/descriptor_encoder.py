"""Descriptors as encoders: computed by OpenCV and NumPy, with no weights."""

from pathlib import Path

from core.errors import InvalidInputError
from core.language import _
from core.models.encoders.encoder import Features, Images
from core.models.encoders.entry import EncoderEntry
from core.models.encoders.palette_texture import VERSION, describe


class DescriptorEncoder:
    """`palette_texture` as an `Encoder`."""

    def __init__(self, entry: EncoderEntry, image_size: int) -> None:
        self.name = entry.name
        self.dimensions = entry.dimensions
        self.image_size = image_size
        self.key = f"{entry.name}-{image_size}px-v{VERSION}"

    def encode(self, images: Images) -> Features:
        """As `Encoder.encode`."""
        return describe(images)


def open_encoder(entry: EncoderEntry, image_size: int, weights: str | Path | None) -> DescriptorEncoder:
    """Open a descriptor.

    Raises:
        InvalidInputError: weights were given.
    """
    if weights is not None:
        sentence = _("{encoder} has no weights, so it takes none; “{weights}” was given.")
        raise InvalidInputError(sentence.format(encoder=_(entry.title), weights=weights))
    return DescriptorEncoder(entry, image_size)
