"""The extremes of a recipe: the transforms at the ends of its ranges."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from core.augment.config import AugmentConfig
from core.augment.transforms import Transform, fill_shares
from core.language import _

JOINT = "everything"

_ANGLES = 17


@dataclass(frozen=True)
class Extreme:
    """One extreme.

    Attributes:
        parameter: the field of `AugmentConfig` at its extreme; `JOINT` for all of them.
        label: a short description, as in "Rotation 40° left", translated.
        transform: the transform to apply.
    """

    parameter: str
    label: str
    transform: Transform


def extreme_transforms(config: AugmentConfig, height: int, width: int, *, true_centre: bool = False) -> list[Extreme]:
    """List both extremes of each active parameter, and last the worst joint case.

    The worst joint case sets every parameter to an end of its range, and the angle to an end or between them: the
    combination that leaves least of the picture. Light and colour change most, both darker or both brighter.

    Args:
        config: the recipe; one that changes nothing has no extremes.
        height: of the picture, in pixels.
        width: of the picture, in pixels.
        true_centre: how it will be applied, as in `core.augment.apply_transforms`.
    """
    corners = [*_geometric(config, height, width), *_flips(config), *_colours(config)]
    if not corners:
        return []
    worst = worst_transform(config, height, width, true_centre=true_centre)
    return [*corners, Extreme(JOINT, _("Everything at once, at its worst"), worst)]


def _geometric(config: AugmentConfig, height: int, width: int) -> Iterator[Extreme]:
    if angle := config.rotation_range:
        yield Extreme("rotation_range", _("Rotation {angle:g}° left").format(angle=angle), Transform(theta=angle))
        yield Extreme("rotation_range", _("Rotation {angle:g}° right").format(angle=angle), Transform(theta=-angle))
    if share := config.width_shift_range:
        yield Extreme(
            "width_shift_range", _("{share:.0%} to the left").format(share=share), Transform(tx=share * width)
        )
        yield Extreme(
            "width_shift_range", _("{share:.0%} to the right").format(share=share), Transform(tx=-share * width)
        )
    if share := config.height_shift_range:
        yield Extreme("height_shift_range", _("{share:.0%} up").format(share=share), Transform(ty=share * height))
        yield Extreme("height_shift_range", _("{share:.0%} down").format(share=share), Transform(ty=-share * height))
    if slant := config.shear_range:
        yield Extreme("shear_range", _("Shear {angle:g}°").format(angle=slant), Transform(shear=slant))
        yield Extreme("shear_range", _("Shear −{angle:g}°").format(angle=slant), Transform(shear=-slant))
    low, high = config.zoom_range
    if low != high:
        yield Extreme("zoom_range", _("Stretched wide"), Transform(zx=low, zy=high))
        yield Extreme("zoom_range", _("Stretched tall"), Transform(zx=high, zy=low))
    for end in sorted({low, high} - {1.0}):
        yield Extreme("zoom_range", _("Zoom {factor:g}").format(factor=end), Transform(zx=end, zy=end))


def _flips(config: AugmentConfig) -> Iterator[Extreme]:
    if config.horizontal_flip:
        yield Extreme("horizontal_flip", _("Mirrored"), Transform(flip_horizontal=True))
    if config.vertical_flip:
        yield Extreme("vertical_flip", _("Upside down"), Transform(flip_vertical=True))


def _colours(config: AugmentConfig) -> Iterator[Extreme]:
    for factor in sorted(set(config.brightness_range or ()) - {1.0}):
        yield Extreme(
            "brightness_range", _("Brightness {factor:g}").format(factor=factor), Transform(brightness=factor)
        )
    if shift := config.channel_shift_range:
        yield Extreme(
            "channel_shift_range", _("Colour shift −{shift:g}").format(shift=shift), Transform(channel_shift=-shift)
        )
        yield Extreme(
            "channel_shift_range", _("Colour shift +{shift:g}").format(shift=shift), Transform(channel_shift=shift)
        )


def worst_transform(config: AugmentConfig, height: int, width: int, *, true_centre: bool = False) -> Transform:
    """The joint extreme with the largest fill share; see `extreme_transforms`."""
    # Fill does not grow with the angle: a quarter turn covers the picture again, and a turn may undo a shift.
    choices = product(
        sorted({float(angle) for angle in np.linspace(-1, 1, _ANGLES) * config.rotation_range}, reverse=True),
        _both_ways(config.width_shift_range * width),
        _both_ways(config.height_shift_range * height),
        _both_ways(config.shear_range),
        sorted(set(config.zoom_range), reverse=True),
        sorted(set(config.zoom_range), reverse=True),
    )
    candidates = [Transform(*values) for values in choices]
    worst = candidates[int(fill_shares(candidates, height, width, true_centre=true_centre).argmax())]
    low, high = config.brightness_range or (1.0, 1.0)
    darker = 1 - low > high - 1
    shift = config.channel_shift_range * (-1 if darker else 1)
    return replace(
        worst,
        flip_horizontal=config.horizontal_flip,
        flip_vertical=config.vertical_flip,
        brightness=None if config.brightness_range is None else low if darker else high,
        channel_shift=shift or None,
    )


def _both_ways(extent: float) -> list[float]:
    return [extent, -extent] if extent else [0.0]
