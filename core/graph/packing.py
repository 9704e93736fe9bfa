"""Fitting shapes of any outline together, as close as they go, into a rectangle of a given aspect."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]

CELL_PX = 10
"""One cell of a mask, in pixels of the layout."""


def pack_masks(masks: Sequence[Mask], aspect: float) -> list[tuple[int, int]]:
    """Place shapes in turn where they fit and what is covered together grows least.

    Args:
        masks: `(rows, columns)` uint8 each, 1 where covered; the most important first, it goes to the middle.
        aspect: width over height to aim for.

    Returns:
        Column and row of each mask's upper left corner; no two shapes cover one cell.
    """
    if not masks:
        return []
    side = 2 * max(max(mask.shape) for mask in masks) + 3 * int(np.sqrt(sum(mask.size for mask in masks)))
    covered = np.zeros((side, side), np.float32)
    corners: list[tuple[int, int]] = []
    for mask in masks:
        column, row = _best_corner(covered, mask, aspect) if corners else _middle(side, mask)
        covered[row : row + mask.shape[0], column : column + mask.shape[1]] += mask
        corners.append((column, row))
    return corners


def _middle(side: int, mask: Mask) -> tuple[int, int]:
    return (side - mask.shape[1]) // 2, (side - mask.shape[0]) // 2


def _best_corner(covered: npt.NDArray[np.float32], mask: Mask, aspect: float) -> tuple[int, int]:
    """The free place that makes the rectangle around everything smallest, of equal ones the most central."""
    hits = cv2.matchTemplate(covered, mask.astype(np.float32), cv2.TM_CCORR)
    rows, columns = np.nonzero(covered)
    (top, bottom), (left, right) = (rows.min(), rows.max() + 1), (columns.min(), columns.max() + 1)
    y, x = np.ogrid[: hits.shape[0], : hits.shape[1]]
    height = np.maximum(bottom, y + mask.shape[0]) - np.minimum(top, y)
    width = np.maximum(right, x + mask.shape[1]) - np.minimum(left, x)
    growth = np.maximum(width / aspect, height)
    across = np.abs(x + mask.shape[1] / 2 - (left + right) / 2) / aspect
    along = np.abs(y + mask.shape[0] / 2 - (top + bottom) / 2)
    cost = np.where(hits < 0.5, growth + 0.02 * (across + along), np.inf)
    row, column = divmod(int(cost.argmin()), cost.shape[1])
    return column, row
