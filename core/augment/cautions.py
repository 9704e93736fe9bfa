"""Cautions: reasons why a recipe may harm learning from paintings. They advise and forbid nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from core.augment.config import AugmentConfig
from core.augment.extremes import worst_transform
from core.augment.transforms import draw_transforms, fill_share, fill_shares
from core.language import _

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

PORTRAIT_PAINTERS = (
    "Amedeo Modigliani",
    "Diego Velazquez",
    "Francisco Goya",
    "Frida Kahlo",
    "Jan van Eyck",
    "Leonardo da Vinci",
    "Raphael",
    "Rembrandt",
    "Titian",
)
"""Painters known for portraits, as the artists table spells them."""

MUCH_FILL = 1 / 3
_SIZE_PX = 100
_DRAWS = 200
_NAMED = 3


@dataclass(frozen=True)
class Caution:
    """One concern about a recipe.

    Attributes:
        code: a stable name, as in "vertical_flip".
        parameters: the fields of `AugmentConfig` concerned, at least one.
        sentence: the effect and the alternative, translated.
    """

    code: str
    parameters: tuple[str, ...]
    sentence: str


def find_cautions(config: AugmentConfig, artists: Collection[str] = (), shown: str = "") -> list[Caution]:
    """List the concerns about a recipe, none for a harmless one.

    Args:
        config: the recipe.
        artists: the artists of the training set; painters known by their palette among them are named.
        shown: the artist of the preview picture, named first where a caution concerns them.
    """
    return [*_turning(config, shown), *_filling(config), *_shape(config), *_colours(config, artists, shown)]


def _turning(config: AugmentConfig, shown: str) -> Iterator[Caution]:
    if config.vertical_flip:
        yield Caution("vertical_flip", ("vertical_flip",), _on_heads(shown))
    if config.rotation_range > 90:
        yield Caution(
            "upside_down",
            ("rotation_range",),
            _(
                "A rotation of up to {angle:g}° turns pictures upside down. Up to 15° covers how paintings are "
                "photographed."
            ).format(angle=config.rotation_range),
        )
    elif config.rotation_range > 45:
        yield Caution(
            "much_rotation",
            ("rotation_range",),
            _(
                "A rotation of up to {angle:g}° lays figures on their side. Up to 15° covers how paintings are "
                "photographed."
            ).format(angle=config.rotation_range),
        )


def _on_heads(shown: str) -> str:
    if shown in PORTRAIT_PAINTERS:
        return _(
            "{painter} is known for portraits, and every second one is turned upside down, which no painting to be "
            "recognised will be. Keep this for abstract pictures."
        ).format(painter=shown)
    return _(
        "Every second portrait and landscape is turned upside down, which no painting to be recognised will be. "
        "Keep this for abstract pictures."
    )


def _filling(config: AugmentConfig) -> Iterator[Caution]:
    moving = _moving_parameters(config)
    worst = fill_share(worst_transform(config, _SIZE_PX, _SIZE_PX), _SIZE_PX, _SIZE_PX)
    if worst > MUCH_FILL:
        often = _share_of_much_fill(config)
        yield Caution(
            "much_invented",
            moving,
            _(
                "At worst {worst:.0%} of the picture is fill instead of painting; {often:.0%} of the random draws have "
                "more than a third of fill. Smaller shifts and rotations, or a zoom below 1, leave more of the "
                "painting."
            ).format(worst=worst, often=often),
        )
    if worst and config.fill_mode == "constant":
        yield Caution(
            "hard_edge",
            ("fill_mode",),
            _(
                "The fill “constant” frames moved pictures in one grey, and the network learns the frame. "
                "“reflect” looks most like paint."
            ),
        )
    if worst and config.fill_mode == "wrap":
        yield Caution(
            "wrapped",
            ("fill_mode",),
            _("The fill “wrap” joins opposite sides of a painting at a hard seam. “reflect” has none."),
        )


def _moving_parameters(config: AugmentConfig) -> tuple[str, ...]:
    names = ("rotation_range", "width_shift_range", "height_shift_range", "shear_range", "zoom_range")
    still = {field.name: field.default for field in fields(config)}
    return tuple(name for name in names if getattr(config, name) != still[name])


def _share_of_much_fill(config: AugmentConfig) -> float:
    """The share of random draws with more than a third of fill; equal recipes give equal shares."""
    drawn = draw_transforms(
        replace(config, brightness_range=None), _DRAWS, _SIZE_PX, _SIZE_PX, np.random.default_rng(0)
    )
    return float(np.mean(fill_shares(drawn, _SIZE_PX, _SIZE_PX) > MUCH_FILL))


def _shape(config: AugmentConfig) -> Iterator[Caution]:
    low, high = config.zoom_range
    if low < 0.5:
        yield Caution(
            "close_up",
            ("zoom_range",),
            _(
                "A zoom of {low:g} shows as little as {share:.0%} of the painting: brushwork without composition."
            ).format(low=low, share=low * low),
        )
    if high > 2 * low:
        yield Caution(
            "stretched",
            ("zoom_range",),
            _(
                "Width and height are zoomed apart, so figures may be stretched by up to {times:.1f} times. "
                "A narrower zoom keeps proportions, which some painters are known by."
            ).format(times=high / low),
        )
    if 0 < config.shear_range < 1:
        yield Caution(
            "tiny_shear",
            ("shear_range",),
            _(
                "A shear of {angle:g} is in degrees and cannot be seen; it is often mistaken for a share. "
                "{meant:g} would be what was meant, or 0."
            ).format(angle=config.shear_range, meant=100 * config.shear_range),
        )


def _colours(config: AugmentConfig, artists: Collection[str], shown: str) -> Iterator[Caution]:
    low, high = config.brightness_range or (1.0, 1.0)
    if low < 0.4:
        yield Caution(
            "too_dark",
            ("brightness_range",),
            _("A brightness of {factor:g} leaves little to see. From 0.6 on, paintings stay readable.").format(
                factor=low
            ),
        )
    if high > 1.8:
        yield Caution(
            "washed_out",
            ("brightness_range",),
            _(
                "A brightness of {factor:g} bleaches light areas to plain white. Up to 1.4, paintings keep their "
                "lights."
            ).format(factor=high),
        )
    if config.channel_shift_range > 40:
        known = [name for name in PALETTE_PAINTERS if not artists or name in artists]
        known = sorted(known, key=lambda name: name != shown)[:_NAMED]
        yield Caution("palette", ("channel_shift_range",), _on_palettes(config.channel_shift_range, known))


def _on_palettes(shift: float, known: list[str]) -> str:
    if not known:
        return _(
            "A colour shift of up to {shift:g} changes a painting's palette. Up to 20 imitates other scans."
        ).format(shift=shift)
    if len(known) == 1:
        return _(
            "A colour shift of up to {shift:g} changes a painting's palette, and {painter} is known by one. "
            "Up to 20 imitates other scans."
        ).format(shift=shift, painter=known[0])
    return _(
        "A colour shift of up to {shift:g} changes a painting's palette, and {painters} are known by theirs. "
        "Up to 20 imitates other scans."
    ).format(shift=shift, painters=_("{names} and {last}").format(names=", ".join(known[:-1]), last=known[-1]))
