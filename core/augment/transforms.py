"""Random transforms and their geometry; `core.augment.apply` applies them.

The matrix of a transform maps each shown pixel, in (x, y) and pixels, to its source: rotation · shift · shear · zoom
about the centre, then the flips, as in Keras's `apply_affine_transform`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt

from core.augment.config import AugmentConfig
from core.errors import InvalidInputError
from core.language import N_, _

Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Singles = npt.NDArray[np.float32]
Pictures = npt.NDArray[np.uint8 | np.float32]

_COLUMNS = ("theta", "tx", "ty", "shear", "zx", "zy", "flip_horizontal", "flip_vertical", "brightness", "channel_shift")
_IDENTITY = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Transform:
    """The change of one picture. The default is none.

    The values have the meaning of Keras's `transform_parameters` in `ImageDataGenerator`: they map a shown pixel to
    its *source*, so a positive `tx` moves the picture to the left.

    Attributes:
        theta: angle in degrees.
        tx: pixels sideways.
        ty: pixels up and down.
        shear: slant in degrees.
        zx: share of the width shown; below 1 comes closer.
        zy: share of the height shown.
        flip_horizontal: mirrored left to right.
        flip_vertical: mirrored top to bottom.
        brightness: factor on all values; None skips it, 1 only truncates the values to whole numbers.
        channel_shift: added to every value, of 255, within the picture's own minimum and maximum; None skips it.
    """

    theta: float = 0.0
    tx: float = 0.0
    ty: float = 0.0
    shear: float = 0.0
    zx: float = 1.0
    zy: float = 1.0
    flip_horizontal: bool = False
    flip_vertical: bool = False
    brightness: float | None = None
    channel_shift: float | None = None

    def to_keras(self) -> dict[str, Any]:
        """The dictionary that `ImageDataGenerator.apply_transform` takes."""
        values = {name: getattr(self, name) for name in _COLUMNS}
        values["channel_shift_intensity"] = values.pop("channel_shift")
        return values

    @classmethod
    def from_keras(cls, parameters: Mapping[str, Any]) -> Self:
        """Read such a dictionary, as `ImageDataGenerator.get_random_transform` returns it.

        Raises:
            InvalidInputError: a key that Keras does not use.
        """
        values = dict(parameters)
        unknown = values.keys() - {*_COLUMNS, "channel_shift_intensity"} | values.keys() & {"channel_shift"}
        if unknown:
            raise InvalidInputError(
                _("Keras has no transform parameter {keys}.").format(keys=", ".join(sorted(unknown)))
            )
        shift = values.pop("channel_shift_intensity", None)
        brightness = values.pop("brightness", None)
        mirrored, upturned = (bool(values.pop(f"flip_{way}", False)) for way in ("horizontal", "vertical"))
        return cls(
            **{name: float(value) for name, value in values.items()},
            flip_horizontal=mirrored,
            flip_vertical=upturned,
            brightness=None if brightness is None else float(brightness),
            channel_shift=None if shift is None else float(shift),
        )


def draw_transforms(
    config: AugmentConfig, n: int, height: int, width: int, rng: np.random.Generator
) -> list[Transform]:
    """Draw transforms for `n` pictures, with the distributions of Keras's `get_random_transform`.

    Every parameter is uniform over its range, with separate zooms of width and height, and each flip has a probability
    of one half. Every parameter uses its own random numbers: with the same seed, changing one parameter leaves the
    draws of the others unchanged, and drawing more pictures leaves the first ones unchanged.

    Args:
        config: the ranges.
        n: how many pictures.
        height: of the pictures, in pixels.
        width: of the pictures, in pixels.
        rng: the only source of randomness.

    Raises:
        InvalidInputError: a count or size that is no whole number, or too small.
    """
    for what, value, least in ((N_("number of pictures"), n, 0), (N_("height"), height, 1), (N_("width"), width, 1)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise InvalidInputError(
                _("The {what} is {value!r:.60}; it must be a whole number from {least}.").format(
                    what=_(what), value=value, least=least
                )
            )
    ranges = _ranges(config, height, width)
    chance = rng.random((n, len(_COLUMNS)))
    drawn = ranges[0] + (ranges[1] - ranges[0]) * chance
    heads = chance < 0.5
    columns: list[list[Any]] = drawn.T.tolist()
    columns[6] = (heads[:, 6] & config.horizontal_flip).tolist()
    columns[7] = (heads[:, 7] & config.vertical_flip).tolist()
    if config.brightness_range is None:
        columns[8] = [None] * n
    if config.channel_shift_range == 0:
        columns[9] = [None] * n
    return [Transform(*values) for values in zip(*columns, strict=True)]


def _ranges(config: AugmentConfig, height: int, width: int) -> Floats:
    """Low and high end of each column: `(2, 10)`; those of the flips are unused."""
    sideways, upright = config.width_shift_range * width, config.height_shift_range * height
    symmetric = [config.rotation_range, sideways, upright, config.shear_range]
    brightness = config.brightness_range or (1.0, 1.0)
    lows = [-end for end in symmetric] + [config.zoom_range[0]] * 2 + [0.0, 0.0, brightness[0]]
    highs = symmetric + [config.zoom_range[1]] * 2 + [1.0, 1.0, brightness[1]]
    shift = config.channel_shift_range
    return np.array([[*lows, -shift], [*highs, shift]])


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
