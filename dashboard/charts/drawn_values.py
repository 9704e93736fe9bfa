"""What was drawn for a picture, in a few signs under a tile and in words for those who cannot see it."""

from dataclasses import dataclass

from core.augment import AugmentConfig, Transform

AS_IT_IS = "as it is"


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
        width: likewise.
    """
    values = []
    if config.rotation_range:
        values.append(_turned(transform.theta))
    if config.width_shift_range:
        values.append(_moved(transform.tx / width, ("←", "left"), ("→", "right")))
    if config.height_shift_range:
        values.append(_moved(transform.ty / height, ("↑", "up"), ("↓", "down")))
    if config.shear_range:
        values.append(DrawnValue(f"∠{_signed(transform.shear, 0)}°", f"sheared {_signed(transform.shear, 1)}°"))
    if config.zoom_range != (1.0, 1.0):
        zoom = f"{transform.zx:.2f} × {transform.zy:.2f}"
        values.append(DrawnValue(zoom.replace(" ", ""), f"zoomed to {zoom} of width and height"))
    return [*values, *_flips(transform), *_colours(transform)]


def signs_in_words(config: AugmentConfig) -> str:
    """What the signs under the tiles of this recipe mean, in one line; "" where it draws nothing."""
    used = {
        "↺ ↻ turned": config.rotation_range,
        "← → ↑ ↓ moved": config.width_shift_range or config.height_shift_range,
        "∠ sheared": config.shear_range,
        "0.9×1.1 zoom of width and height": config.zoom_range != (1.0, 1.0),
        "⇄ mirrored": config.horizontal_flip,
        "⇅ upside down": config.vertical_flip,
        "◐ light": config.brightness_range is not None,
        "rgb colour shift": config.channel_shift_range,
    }
    return " · ".join(words for words, value in used.items() if value)


def _turned(theta: float) -> DrawnValue:
    angle = f"{abs(theta):.0f}°"
    return DrawnValue(f"{'↺' if theta >= 0 else '↻'}{angle}", f"turned {angle} {'left' if theta >= 0 else 'right'}")


def _moved(share: float, forth: tuple[str, str], back: tuple[str, str]) -> DrawnValue:
    sign, side = forth if share >= 0 else back
    return DrawnValue(f"{sign}{abs(share):.0%}", f"moved {abs(share):.0%} {side}")


def _flips(transform: Transform) -> list[DrawnValue]:
    flips = {("⇄", "mirrored"): transform.flip_horizontal, ("⇅", "upside down"): transform.flip_vertical}
    return [DrawnValue(*names) for names, used in flips.items() if used]


def _colours(transform: Transform) -> list[DrawnValue]:
    values = []
    if transform.brightness is not None:
        values.append(DrawnValue(f"◐{transform.brightness:.2f}", f"light times {transform.brightness:.2f}"))
    if transform.channel_shift is not None:
        shift = _signed(transform.channel_shift, 0)
        values.append(DrawnValue(f"rgb{shift}", f"colours shifted by {shift}"))
    return values


def _signed(number: float, digits: int) -> str:
    rounded = f"{abs(number):.{digits}f}"
    return f"{'−' if number < 0 else '+'}{rounded}"
