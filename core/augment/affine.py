"""The geometry of a transform: its affine matrix, and the share of the result that the picture leaves uncovered.

A matrix maps each shown pixel, in (x, y) and pixels, to its source: rotation · shift · shear · zoom about the centre,
then the flips, as in Keras's `apply_affine_transform`.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from core.augment.transforms import Floats, Transform

_IDENTITY = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def inverse_maps(transforms: Sequence[Transform], height: int, width: int, *, true_centre: bool = False) -> Floats:
    """Compute the inverse maps, from shown pixels to their sources.

    Args:
        transforms: one a picture.
        height: of the pictures, in pixels.
        width: of the pictures, in pixels.
        true_centre: rotate, shear and zoom about the centre of the picture. False does as Keras, which uses
            (height − 1) / 2 for x and (width − 1) / 2 for y, another point unless the picture is square.

    Returns:
        `(n, 2, 3)` float64; `m[:, :2] @ (x, y) + m[:, 2]` is the source of (x, y).
    """
    values = np.array([(t.theta, t.tx, t.ty, t.shear, t.zx, t.zy) for t in transforms]).reshape(-1, 6)
    flips = np.array([(t.flip_horizontal, t.flip_vertical) for t in transforms], dtype=bool).reshape(-1, 2)
    linear, shift = _about_origin(values)
    middle = np.array([width - 1, height - 1]) / 2
    centre = middle if true_centre else middle[::-1]
    shift = shift + centre - linear @ centre
    mirror = np.where(flips, -1.0, 1.0)
    shift = shift + (linear @ np.where(flips, 2 * middle, 0.0)[:, :, np.newaxis])[:, :, 0]
    return np.concatenate([linear * mirror[:, np.newaxis, :], shift[:, :, np.newaxis]], axis=2)


def _about_origin(values: Floats) -> tuple[Floats, Floats]:
    """Linear part `(n, 2, 2)` and shift `(n, 2)` of rotation · shift · shear · zoom, without the centre."""
    theta, tx, ty, shear, zx, zy = values.T
    angle, slant = np.deg2rad(theta), np.deg2rad(shear)
    cos, sin = np.cos(angle), np.sin(angle)
    linear = np.empty((len(values), 2, 2))
    linear[:, 0, 0] = cos * zx
    linear[:, 1, 0] = sin * zx
    linear[:, 0, 1] = (-cos * np.sin(slant) - sin * np.cos(slant)) * zy
    linear[:, 1, 1] = (-sin * np.sin(slant) + cos * np.cos(slant)) * zy
    return linear, np.stack([cos * tx - sin * ty, sin * tx + cos * ty], axis=1)


def are_identity(maps: Floats) -> list[bool]:
    """Which of the `(n, 2, 3)` maps are the identity."""
    return [bool(same) for same in np.all(maps == _IDENTITY, axis=(1, 2))]


def reaches_px(maps: Floats, height: int, width: int) -> Floats:
    """The largest summand of the source coordinates, `(n,)` pixels; the rounding error of float32 grows with it."""
    summands: Floats = np.abs(maps * np.array([width, height, 1]))
    largest: Floats = summands.max(axis=(1, 2), initial=max(width, height))
    return largest


def fill_share(transform: Transform, height: int, width: int, *, true_centre: bool = False) -> float:
    """The fill share of one picture; arguments as in `fill_shares`."""
    return float(fill_shares([transform], height, width, true_centre=true_centre)[0])


def fill_shares(transforms: Sequence[Transform], height: int, width: int, *, true_centre: bool = False) -> Floats:
    """The share of each shown picture that is border fill instead of painting: `(n,)`, 0 to 1.

    A painting covers its pixels up to their outer edges, so a shift by a quarter of the width leaves a quarter.

    Args:
        transforms: one a picture.
        height: of the pictures, in pixels.
        width: of the pictures, in pixels.
        true_centre: as in `inverse_maps`.
    """
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    maps = inverse_maps(transforms, height, width, true_centre=true_centre)
    shown = (corners - 0.5) @ maps[:, :, :2].transpose(0, 2, 1) + maps[:, np.newaxis, :, 2]
    # OpenCV computes in float32, which is exact enough in a unit square.
    scale = np.array([width, height])
    quads = ((shown + 0.5) / scale).astype(np.float32)
    painting = (corners / scale).astype(np.float32)
    common = np.array([cv2.intersectConvexConvex(quad, painting, handleNested=True)[0] for quad in quads])
    areas = np.abs(maps[:, 0, 0] * maps[:, 1, 1] - maps[:, 0, 1] * maps[:, 1, 0])
    covered = np.divide(common, areas, out=np.zeros_like(areas), where=areas > 0)
    shares: Floats = np.clip(1 - covered, 0.0, 1.0)
    return shares
