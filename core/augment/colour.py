"""Brightness and channel shift as Keras's `ImageDataGenerator` does them.

Brightness goes through Pillow there, and so through whole numbers: a value is cut to a whole number, multiplied in
float32, and cut again. A channel shift stays within the darkest and the brightest value of the picture itself.

Source: `apply_brightness_shift` and `apply_channel_shift` in keras/src/legacy/preprocessing/image.py; `ImagingBlend`
in Pillow's libImaging/Blend.c, with black as the other picture.
"""

import cv2
import numpy as np
import numpy.typing as npt

from core.augment.transforms import Pictures

Bytes = npt.NDArray[np.uint8]
Singles = npt.NDArray[np.float32]

_LEVELS = np.arange(256, dtype=np.float32)
_WHITE = np.float32(255)


def shift_channels(values: Singles, shift: float, picture: Pictures) -> None:
    """Add `shift` in place and stay within the darkest and brightest of `picture`, to which the values belong."""
    # Only the end that the values move towards can be passed.
    bound = np.float32(picture.min() if shift < 0 else picture.max())
    np.add(values, np.float32(shift), out=values)
    (np.maximum if shift < 0 else np.minimum)(values, bound, out=values)


def brighten(values: Singles, factor: float) -> None:
    """Multiply values from 0 to 255 in place; the results are whole numbers up to 255."""
    np.trunc(values, out=values)
    np.multiply(values, np.float32(factor), out=values)
    if factor > 1:
        np.minimum(values, _WHITE, out=values)
    np.trunc(values, out=values)


def recolour_floats(picture: Singles, shift: float | None, factor: float | None) -> None:
    """Shift, then brighten, in place; None leaves out either.

    Args:
        picture: `(height, width, 3)` float32 in `[0, 255]`.
        shift: of 255.
        factor: 0 is black; 1 still cuts to whole numbers.
    """
    if shift is not None:
        shift_channels(picture, shift, picture)
    if factor is not None:
        brighten(picture, factor)


def recolour_bytes(picture: Bytes, shift: float | None, factor: float | None) -> None:
    """The same for `(height, width, 3)` uint8, by level; a shift that no brightness follows is rounded."""
    levels = _LEVELS.copy()
    if shift is not None:
        shift_channels(levels, shift, picture)
    if factor is not None:
        brighten(levels, factor)
    cv2.LUT(picture, np.rint(levels).astype(np.uint8), dst=picture)
