"""Where a recipe may do harm to paintings: notes, not rules."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from core.augment.affine import invented_share
from core.augment.config import AugmentConfig
from core.augment.corners import worst_transform
from core.augment.transforms import draw_transforms

PALETTE_PAINTERS = (
    "Andy Warhol",
    "Claude Monet",
    "Georges Seurat",
    "Gustav Klimt",
    "Henri Matisse",
    "Marc Chagall",
    "Paul Gauguin",
    "Piet Mondrian",
    "Vasiliy Kandinskiy",
    "Vincent van Gogh",
)
"""Painters known by their palette, as the artists table spells them."""

MUCH_INVENTED = 1 / 3
_SIZE_PX = 100
_DRAWS = 200
_NAMED = 3


@dataclass(frozen=True)
class HarmNote:
    """One thing to think about before training with a recipe.

    Attributes:
        code: a stable name, as in "vertical_flip".
        parameters: the fields of `AugmentConfig` concerned, at least one.
        sentence: what happens and what to do instead.
    """

    code: str
    parameters: tuple[str, ...]
    sentence: str


def harm_notes(config: AugmentConfig, artists: Collection[str] = ()) -> list[HarmNote]:
    """What about this recipe may harm learning from paintings; empty when nothing comes to mind.

    Args:
        config: the recipe.
        artists: names of those trained on; painters known by their palette among them are named.
    """
    return [*_turning(config), *_inventing(config), *_shape(config), *_colours(config, artists)]


def _turning(config: AugmentConfig) -> Iterator[HarmNote]:
    if config.vertical_flip:
        yield HarmNote(
            "vertical_flip",
            ("vertical_flip",),
            "Every second portrait and landscape stands on its head, which no painting to be recognised will do. "
            "Keep this for abstract pictures.",
        )
    if config.rotation_range > 90:
        yield HarmNote(
            "upside_down",
            ("rotation_range",),
            f"A rotation of up to {config.rotation_range:g}° turns pictures upside down. Up to 15° covers how "
            "paintings are photographed.",
        )
    elif config.rotation_range > 45:
        yield HarmNote(
            "much_rotation",
            ("rotation_range",),
            f"A rotation of up to {config.rotation_range:g}° lays figures on their side. Up to 15° covers how "
            "paintings are photographed.",
        )


def _inventing(config: AugmentConfig) -> Iterator[HarmNote]:
    moving = _moving_parameters(config)
    worst = invented_share(worst_transform(config, _SIZE_PX, _SIZE_PX), _SIZE_PX, _SIZE_PX)
    if worst > MUCH_INVENTED:
        often = _often_invented(config)
        yield HarmNote(
            "much_invented",
            moving,
            f"At its worst {worst:.0%} of the picture is fill and not painting, and more than a third is in "
            f"{often:.0%} of the draws. Smaller shifts and rotations, or a zoom below 1, leave more of the painting.",
        )
    if worst and config.fill_mode == "constant":
        yield HarmNote(
            "hard_edge",
            ("fill_mode",),
            "The fill “constant” frames moved pictures in one grey, and the network learns the frame. "
            "“reflect” looks most like paint.",
        )
    if worst and config.fill_mode == "wrap":
        yield HarmNote(
            "wrapped",
            ("fill_mode",),
            "The fill “wrap” joins opposite sides of a painting at a hard seam. “reflect” has none.",
        )


def _moving_parameters(config: AugmentConfig) -> tuple[str, ...]:
    names = ("rotation_range", "width_shift_range", "height_shift_range", "shear_range", "zoom_range")
    still = {field.name: field.default for field in fields(config)}
    return tuple(name for name in names if getattr(config, name) != still[name])


def _often_invented(config: AugmentConfig) -> float:
    """The share of draws in which more than a third is fill; the same for the same recipe."""
    drawn = draw_transforms(
        replace(config, brightness_range=None), _DRAWS, _SIZE_PX, _SIZE_PX, np.random.default_rng(0)
    )
    return float(np.mean([invented_share(one, _SIZE_PX, _SIZE_PX) > MUCH_INVENTED for one in drawn]))


def _shape(config: AugmentConfig) -> Iterator[HarmNote]:
    low, high = config.zoom_range
    if low < 0.5:
        yield HarmNote(
            "close_up",
            ("zoom_range",),
            f"A zoom of {low:g} shows as little as {low * low:.0%} of the painting: brushwork without composition.",
        )
    if high > 2 * low:
        yield HarmNote(
            "stretched",
            ("zoom_range",),
            f"Width and height are zoomed apart, so figures may be stretched by up to {high / low:.1f} times. "
            "A narrower zoom keeps proportions, which some painters are known by.",
        )
    if 0 < config.shear_range < 1:
        yield HarmNote(
            "tiny_shear",
            ("shear_range",),
            f"A shear of {config.shear_range:g} is in degrees and cannot be seen; it is often mistaken for a share. "
            f"{100 * config.shear_range:g} would be what was meant, or 0.",
        )


def _colours(config: AugmentConfig, artists: Collection[str]) -> Iterator[HarmNote]:
    low, high = config.brightness_range or (1.0, 1.0)
    if low < 0.4:
        yield HarmNote(
            "too_dark",
            ("brightness_range",),
            f"A brightness of {low:g} leaves little to see. From 0.6 on, paintings stay readable.",
        )
    if high > 1.8:
        yield HarmNote(
            "washed_out",
            ("brightness_range",),
            f"A brightness of {high:g} bleaches light areas to plain white. Up to 1.4, paintings keep their lights.",
        )
    if config.channel_shift_range > 40:
        known = [name for name in PALETTE_PAINTERS if not artists or name in artists][:_NAMED]
        whose = f", and {_listed(known)} are known by theirs" if len(known) > 1 else ""
        whose = f", and {known[0]} is known by one" if len(known) == 1 else whose
        yield HarmNote(
            "palette",
            ("channel_shift_range",),
            f"A colour shift of up to {config.channel_shift_range:g} changes a painting's palette{whose}. "
            "Up to 20 imitates other scans.",
        )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
