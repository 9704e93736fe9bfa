"""Applying transforms to pictures: one OpenCV warp a picture, and threads for batches.

OpenCV releases the interpreter's lock while it warps, so threads share the pictures of a batch. OpenCV's own thread
count is process-wide and stays unchanged: it makes no difference where our threads keep all cores busy (measured at
100 and 224 px), and it splits a single large picture.

Brightness and channel shift follow Keras. Brightness goes through Pillow there, and so through whole numbers: a value
is truncated, multiplied in float32, and truncated again. A channel shift stays within the minimum and maximum of the
picture.

Source: `apply_brightness_shift` and `apply_channel_shift` in keras/src/legacy/preprocessing/image.py; `ImagingBlend`
in Pillow's libImaging/Blend.c, with black as the other picture.
"""

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import repeat
from typing import cast

import cv2
import numpy as np

from core.augment.config import AugmentConfig
from core.augment.exact_rounding import correct_uncertain_values
from core.augment.transforms import (
    Bytes,
    Floats,
    Pictures,
    Singles,
    Transform,
    are_identity,
    draw_transforms,
    inverse_maps,
    reaches_px,
)
from core.errors import InvalidInputError
from core.language import _

_BORDERS = {
    "nearest": cv2.BORDER_REPLICATE,
    "reflect": cv2.BORDER_REFLECT,
    "wrap": cv2.BORDER_WRAP,
    "constant": cv2.BORDER_CONSTANT,
}
_FLAGS = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
# `cv2.warpAffine` sums coordinates in float32; beyond this reach its error nears 0.01 of 255 on noise.
_WARP_REACH_PX = 200
_CHUNK_PIXELS = 80_000
_THREADS = os.cpu_count() or 1


def apply_transforms(
    images: Pictures,
    transforms: Sequence[Transform],
    config: AugmentConfig,
    *,
    out: Pictures | None = None,
    true_centre: bool = False,
    exact: bool = True,
) -> Pictures:
    """Apply one transform to each picture, as Keras's `ImageDataGenerator.apply_transform` does.

    In float32 the values equal Keras's to within 0.01 of 255 (0.02 on pure noise of 600 px and more). In uint8 they
    are rounded. Two fill modes differ in uncovered areas:

    - "constant": the edge of the picture blends into the grey over one pixel; in Keras it ends hard.
    - "wrap": the picture repeats after its width; in Keras after its width less one pixel, losing the last one.

    Args:
        images: `(n, height, width, 3)` RGB, uint8, or float32 in `[0, 255]`; not changed.
        transforms: one a picture.
        config: gives `fill_mode` and `cval`; nothing is drawn.
        out: receives the result; of the same shape and C-contiguous. A float32 array takes uint8 pictures too,
            computed in float32: a training batch, filled directly from stored pixels.
        true_centre: rotate, shear and zoom about the centre of pictures that are not square. Keras, and so the
            default, takes another point (`inverse_maps`); for square pictures there is no difference.
        exact: False skips what training does not need: coordinates in float64 for pictures above some 144 px, and
            the correction of the one value in ten thousand that brightness could truncate to either of two levels
            (`core.augment.exact_rounding`). It saves up to a third of the time.

    Returns:
        `out`, or a new array of the shape and dtype of `images`.

    Raises:
        InvalidInputError: a wrong shape or dtype, or not one transform a picture.
    """
    result = _checked_output(images, transforms, out)
    if not len(images):
        return result
    height, width = images.shape[1:3]
    maps = inverse_maps(transforms, height, width, true_centre=true_centre)
    whole: Pictures = np.ascontiguousarray(images)
    work = _Work(whole, result, maps, transforms, config, exact=exact)
    pictures = max(1, _CHUNK_PIXELS // (height * width))
    _in_threads(work.fill, range(0, len(images), pictures), pictures, len(images))
    return result


def augment(
    images: Pictures, config: AugmentConfig, rng: np.random.Generator, *, out: Pictures | None = None
) -> Pictures:
    """Draw and apply transforms, for training; arguments and result as in `apply_transforms` with `exact=False`."""
    _require_pictures(images)
    transforms = draw_transforms(config, len(images), images.shape[1], images.shape[2], rng)
    return apply_transforms(images, transforms, config, out=out, exact=False)


def _require_pictures(images: object) -> None:
    if not isinstance(images, np.ndarray) or images.ndim != 4 or images.shape[3] != 3 or 0 in images.shape[1:]:
        shape = getattr(images, "shape", type(images).__name__)
        raise InvalidInputError(
            _("Augmentation takes pictures of shape (n, height, width, 3); these are {shape}.").format(shape=shape)
        )
    if images.dtype not in (np.uint8, np.float32):
        raise InvalidInputError(
            _("Augmentation takes uint8 or float32 pictures; these are {dtype}.").format(dtype=images.dtype)
        )


def _checked_output(images: Pictures, transforms: Sequence[Transform], out: Pictures | None) -> Pictures:
    _require_pictures(images)
    if len(transforms) != len(images):
        raise InvalidInputError(
            _("There are {pictures} pictures and {transforms} transforms; give one each.").format(
                pictures=len(images), transforms=len(transforms)
            )
        )
    if out is None:
        return np.empty(images.shape, images.dtype)
    if out.shape != images.shape or out.dtype not in (images.dtype, np.float32):
        raise InvalidInputError(
            _(
                "The output is {dtype} of shape {shape}; for these pictures it must be {dtype_wanted} or float32 "
                "of shape {shape_wanted}."
            ).format(dtype=out.dtype, shape=out.shape, dtype_wanted=images.dtype, shape_wanted=images.shape)
        )
    if not (out.flags.c_contiguous and out.flags.writeable) or np.may_share_memory(images, out):
        raise InvalidInputError(_("The output must be one writeable, contiguous array apart from the pictures."))
    return out


class _Work:
    """A batch and its output; `fill` computes a part of it and may run in several threads at once."""

    def __init__(
        self,
        images: Pictures,
        result: Pictures,
        maps: Floats,
        transforms: Sequence[Transform],
        config: AugmentConfig,
        *,
        exact: bool,
    ) -> None:
        self._images, self._result, self._maps = images, result, maps
        self._identity = are_identity(maps)
        self._reaches = reaches_px(maps, *images.shape[1:3]).tolist()
        self._shifts = [transform.channel_shift for transform in transforms]
        self._factors = [transform.brightness for transform in transforms]
        self._furthest_px = _WARP_REACH_PX if exact else math.inf
        # In uint8 the values are rounded before brightness truncates them.
        self._corrects = exact and result.dtype == np.float32
        self._border, self._grey = _BORDERS[config.fill_mode], config.cval
        self._recolour: Callable[..., None] = recolour_bytes if result.dtype == np.uint8 else recolour_floats

    def fill(self, start: int, stop: int) -> None:
        """Compute the pictures from `start` to `stop`."""
        for index, source in zip(range(start, stop), self._sources(start, stop), strict=True):
            target = self._result[index]
            if self._identity[index]:
                np.copyto(target, source)
            else:
                warp = _warp_in_float64 if self._reaches[index] > self._furthest_px else _warp
                warp(source, self._maps[index], target, self._border, (self._grey,) * 3)
        if self._corrects:
            self._correct_uncertain_values(start, stop)
        for index in range(start, stop):
            shift, factor = self._shifts[index], self._factors[index]
            if shift is not None or factor is not None:
                self._recolour(self._result[index], shift, factor)

    def _correct_uncertain_values(self, start: int, stop: int) -> None:
        shifts = {
            index - start: self._shifts[index]
            for index in range(start, stop)
            if self._factors[index] is not None and not self._identity[index]
        }
        if shifts:
            part = slice(start, stop)
            result = cast(Singles, self._result[part])
            correct_uncertain_values(result, self._images[part], self._maps[part], shifts, self._border, self._grey)

    def _sources(self, start: int, stop: int) -> Iterator[Pictures]:
        """Yield the pictures in the dtype of the result, through one buffer, which stays in the processor's cache."""
        if self._images.dtype == self._result.dtype:
            yield from self._images[start:stop]
            return
        buffer = np.empty(self._images.shape[1:], self._result.dtype)
        for picture in self._images[start:stop]:
            np.copyto(buffer, picture)
            yield buffer


def _warp(source: Pictures, matrix: Floats, target: Pictures, border: int, grey: tuple[float, ...]) -> None:
    size = (target.shape[1], target.shape[0])
    cv2.warpAffine(source, matrix, size, dst=target, flags=_FLAGS, borderMode=border, borderValue=grey)


def _warp_in_float64(source: Pictures, matrix: Floats, target: Pictures, border: int, grey: tuple[float, ...]) -> None:
    """The same with coordinates in float64; a third slower, and twice as exact in large pictures."""
    height, width = target.shape[:2]
    columns, rows = np.arange(width), np.arange(height)[:, np.newaxis]
    places = np.empty((2, height, width), np.float32)
    for axis in (0, 1):
        of_column, of_row, shift = matrix[axis]
        np.add(columns * of_column + shift, rows * of_row, out=places[axis], casting="same_kind")
    cv2.remap(source, places[0], places[1], cv2.INTER_LINEAR, dst=target, borderMode=border, borderValue=grey)


def _in_threads(fill: Callable[[int, int], None], starts: range, step: int, end: int) -> None:
    """Call `fill(start, stop)` for every start, in the calling thread and in helper threads where work suffices."""
    queue = iter(starts)

    def work(_turn: None = None) -> None:
        for start in queue:
            fill(start, min(start + step, end))

    helpers = min(_THREADS, len(starts)) - 1
    running = _pool(os.getpid()).map(work, repeat(None, helpers)) if helpers > 0 else ()
    work()
    for _done in running:
        pass


@lru_cache(maxsize=1)
def _pool(process: int) -> ThreadPoolExecutor:
    """The helper threads of a process; a forked child inherits none of its parent's threads, so it gets its own."""
    return ThreadPoolExecutor(max(1, _THREADS - 1), thread_name_prefix=f"augment-{process}")


_LEVELS = np.arange(256, dtype=np.float32)
_WHITE = np.float32(255)


def shift_channels(values: Singles, shift: float, picture: Pictures) -> None:
    """Add `shift` in place, bounded by the minimum and maximum of `picture`, to which the values belong."""
    # Values can pass only the bound that they move towards.
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
    """Shift, then brighten, in place; None skips a step.

    Args:
        picture: `(height, width, 3)` float32 in `[0, 255]`.
        shift: of 255.
        factor: 0 is black; 1 still truncates to whole numbers.
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
