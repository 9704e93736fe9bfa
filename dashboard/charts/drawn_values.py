"""What was drawn for a picture, in a few signs under a tile and in words for those who cannot see it."""

from dataclasses import dataclass

from core.augment.config import AugmentConfig
from core.augment.transforms import Transform
from core.language import N_, _

AS_IT_IS = N_("as it is")
"""Label for a draw without a change; translated where it is shown."""


@dataclass(frozen=True)
class DrawnValue:
    """One drawn value.

    Attributes:
        short: as under a tile, as in "↺12°".
        words: as in "turned 12° left".
    """

    short: str
    words: str


def drawn_values(transform: Transform, config: AugmentConfig, height: int, width: int) -> list[DrawnValue]:
    """The values of every parameter that the recipe draws, in the order of the form; empty where it draws none.

    Args:
        transform: what was drawn.
        config: the recipe it was drawn from.
        height: of the picture it was drawn for, in pixels.
        width: of the picture, in pixels.
    """
    values = []
    if config.rotation_range:
        values.append(_turned(transform.theta))
    if config.width_shift_range:
        left, right = _("moved {share} left"), _("moved {share} right")
        values.append(_moved(transform.tx / width, ("←", left), ("→", right)))
    if config.height_shift_range:
        up, down = _("moved {share} up"), _("moved {share} down")
        values.append(_moved(transform.ty / height, ("↑", up), ("↓", down)))
    if config.shear_range:
        sheared = _("sheared {angle}").format(angle=f"{_signed(transform.shear, 1)}°")
        values.append(DrawnValue(f"∠{_signed(transform.shear, 0)}°", sheared))
    if config.zoom_range != (1.0, 1.0):
        zoom = f"{transform.zx:.2f} × {transform.zy:.2f}"
        values.append(DrawnValue(zoom.replace(" ", ""), _("zoomed to {zoom} of width and height").format(zoom=zoom)))
    return [*values, *_flips(transform), *_colours(transform)]


def signs_in_words(config: AugmentConfig) -> str:
    """What the signs under the tiles of this recipe mean, in one line; "" where it draws nothing."""
    used = {
        _("↺ ↻ turned"): config.rotation_range,
        _("← → ↑ ↓ moved"): config.width_shift_range or config.height_shift_range,
        _("∠ sheared"): config.shear_range,
        _("0.9×1.1 zoom of width and height"): config.zoom_range != (1.0, 1.0),
        _("⇄ mirrored"): config.horizontal_flip,
        _("⇅ upside down"): config.vertical_flip,
        _("◐ light"): config.brightness_range is not None,
        _("rgb colour shift"): config.channel_shift_range,
    }
    return " · ".join(words for words, value in used.items() if value)


def _turned(theta: float) -> DrawnValue:
    angle = f"{_plain(theta, 0)}°"
    if theta >= 0:
        return DrawnValue(f"↺{angle}", _("turned {angle} left").format(angle=angle))
    return DrawnValue(f"↻{angle}", _("turned {angle} right").format(angle=angle))


def _moved(share: float, forth: tuple[str, str], back: tuple[str, str]) -> DrawnValue:
    sign, words = forth if share >= 0 else back
    moved = f"{_plain(100 * share, 0)}%"
    return DrawnValue(f"{sign}{moved}", words.format(share=moved))


def _flips(transform: Transform) -> list[DrawnValue]:
    flips = {("⇄", _("mirrored")): transform.flip_horizontal, ("⇅", _("upside down")): transform.flip_vertical}
    return [DrawnValue(*names) for names, used in flips.items() if used]


def _colours(transform: Transform) -> list[DrawnValue]:
    values = []
    if transform.brightness is not None:
        light = f"{transform.brightness:.2f}"
        values.append(DrawnValue(f"◐{light}", _("light times {factor}").format(factor=light)))
    if transform.channel_shift is not None:
        shift = _signed(transform.channel_shift, 0)
        values.append(DrawnValue(f"rgb{shift}", _("colours shifted by {shift}").format(shift=shift)))
    return values


def _signed(number: float, digits: int) -> str:
    plain = _plain(number, digits)
    return plain if plain == "0" else f"{'−' if number < 0 else '+'}{plain}"


def _plain(number: float, digits: int) -> str:
    """Without its sign; what would round to little or nothing has a digit more, and "0" is what is nothing even so."""
    shown = digits if abs(number) >= 10**-digits else digits + 1
    rounded = f"{abs(number):.{shown}f}"
    return rounded if float(rounded) else "0"
