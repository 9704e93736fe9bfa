"""Exact values where truncation is ambiguous: those so near a whole number that float32 could fall on either side.

Brightness truncates values to whole numbers (`core.augment.apply`), which turns an error of 0.001 in a warp into one of
a whole level where it crosses such a number: one value in ten thousand. Those few are computed again in float64, as
SciPy computes all values for Keras.
"""

from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt

from core.augment.transforms import Floats, Pictures, Singles, reaches_px

Ints = npt.NDArray[np.int64]

# Error of a warp in levels, measured on noise: its coordinates are float32.
_MIN_ERROR, _ERROR_PER_PX = 0.005, 1.6e-5
_MANY = 0.05


def correct_uncertain_values(
    pictures: Singles, sources: Pictures, maps: Floats, shifts: Mapping[int, float | None], border: int, grey: float
) -> None:
    """Make the uncertain values of warped pictures exact, in place.

    Uncertain are values that the shift brings near a whole number, and values near the picture's minimum or maximum
    where that bounds the shift near a whole number.

    Args:
        pictures: `(n, height, width, 3)` float32, `sources` warped by `maps`.
        sources: the same shape, in `[0, 255]`.
        maps: `(n, 2, 3)`, the source of each pixel.
        shifts: by picture index, the channel shift added before truncation, if any; other pictures are skipped.
        border: OpenCV's border type.
        grey: for a constant border.
    """
    reaches = reaches_px(maps, *pictures.shape[1:3])
    found = []
    for index, shift in shifts.items():
        picture = pictures[index]
        uncertain = _uncertain(picture, shift, max(_MIN_ERROR, _ERROR_PER_PX * float(reaches[index])))
        if len(uncertain) > _MANY * picture.size:
            # In flat areas a warp is exact and equals the nearest neighbour.
            nearest = _nearest(sources[index], maps[index], border, grey)
            uncertain = uncertain[picture.reshape(-1)[uncertain] != nearest.reshape(-1)[uncertain]]
        found.append(uncertain + index * picture.size)
    positions = np.concatenate(found)
    if len(positions):
        pictures.reshape(-1)[positions] = _exact_values(sources, positions, maps, border, grey)


def _uncertain(picture: Singles, shift: float | None, error: float) -> Ints:
    """Positions in the flattened picture."""
    values = picture if shift is None else picture + np.float32(shift)
    distance = np.rint(values)
    np.subtract(values, distance, out=distance)
    np.abs(distance, out=distance)
    near = distance < np.float32(error)
    if shift is not None:
        bound = float(picture.min() if shift < 0 else picture.max())
        if abs(bound - round(bound)) < error:
            near |= picture < bound + error if shift < 0 else picture > bound - error
    return np.flatnonzero(near)


def _nearest(source: Pictures, matrix: Floats, border: int, grey: float) -> Pictures:
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    size = (source.shape[1], source.shape[0])
    nearest = np.empty_like(source)
    cv2.warpAffine(source, matrix, size, dst=nearest, flags=flags, borderMode=border, borderValue=(grey,) * 3)
    return nearest


def _exact_values(sources: Pictures, positions: Ints, maps: Floats, border: int, grey: float) -> Singles:
    """The values at these positions of the flattened pictures: `(len(positions),)` float32."""
    _, height, width, channels = sources.shape
    pixels, channel = np.divmod(positions, channels)
    rest, columns = np.divmod(pixels, width)
    index, rows = np.divmod(rest, height)
    matrix = maps.reshape(-1, 6)[index].T
    x = matrix[1] * rows + (matrix[0] * columns + matrix[2])
    y = matrix[4] * rows + (matrix[3] * columns + matrix[5])
    left, top = np.floor(x), np.floor(y)
    shares_x, shares_y = (1 - (x - left), x - left), (1 - (y - top), y - top)
    across = [_inside(left.astype(np.int64) + step, width, border) for step in (0, 1)]
    down = [_inside(top.astype(np.int64) + step, height, border) for step in (0, 1)]
    total = np.zeros(len(positions))
    for (row, row_is_inside), of_row in zip(down, shares_y, strict=True):
        for (column, column_is_inside), of_column in zip(across, shares_x, strict=True):
            values = sources[index, row, column, channel]
            if border == cv2.BORDER_CONSTANT:
                values = np.where(row_is_inside & column_is_inside, values, np.float32(grey))
            total += of_row * of_column * values
    return total.astype(np.float32)


def _inside(index: Ints, size: int, border: int) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The position in `range(size)` to which the border maps each index, and whether the index was inside."""
    inside = (index >= 0) & (index < size)
    if border == cv2.BORDER_WRAP:
        return index % size, inside
    if border == cv2.BORDER_REFLECT:
        folded = index % (2 * size)
        return np.minimum(folded, 2 * size - 1 - folded), inside
    return index.clip(0, size - 1), inside
