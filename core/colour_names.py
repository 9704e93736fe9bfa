"""Colours in words, for those who cannot see them or cannot place a hexadecimal number."""

import math

import cv2
import numpy as np

from core.language import N_, _

_GREYS = (
    (12, N_("black")),
    (32, N_("charcoal")),
    (50, N_("dark grey")),
    (70, N_("grey")),
    (88, N_("pale grey")),
    (101, N_("white")),
)
_FAMILIES = (
    (15, N_("pink")),
    (45, N_("red")),
    (72, N_("orange")),
    (84, N_("ochre")),
    (108, N_("yellow")),
    (128, N_("olive green")),
    (165, N_("green")),
    (210, N_("blue-green")),
    (250, N_("sky blue")),
    (312, N_("blue")),
    (325, N_("violet")),
    (345, N_("magenta")),
    (361, N_("pink")),
)
"""Upper ends of the hue angles in CIELAB (degrees) to which people give these names."""

_BROWN_HUES = (30, 84)
_DULL_BY_NATURE = {N_("grey-brown"), N_("reddish brown"), N_("brown"), N_("beige")}
_COLOURLESS, _DULL, _STRONG, _VIVID = 7.0, 22.0, 55.0, 80.0


def colour_name(colour: str) -> str:
    """Say a colour: how light it is, how strong, and its family, as in "dark brown" or "pale sky blue".

    Args:
        colour: `#RRGGBB`.

    Returns:
        A few lower-case words, translated. Different colours may share them.
    """
    lightness, a, b = _lab(colour)
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    if chroma < _COLOURLESS:
        return _(next(name for end, name in _GREYS if lightness < end))
    family, tone = _family(lightness, chroma, hue), _tone(lightness, chroma)
    dull = chroma < _DULL and family not in _DULL_BY_NATURE
    name = _("greyish {colour}").format(colour=_(family)) if dull else _(family)
    return _("{tone} {colour}").format(tone=_(tone), colour=name) if tone else name


def _family(lightness: float, chroma: float, hue: float) -> str:
    """The name of a hue, except where people call the dark or the dull ones by another name."""
    family = next(name for end, name in _FAMILIES if hue < end)
    least, most = _BROWN_HUES
    if least <= hue < most and lightness < 58 and (chroma < 50 or lightness < 35):
        return "grey-brown" if chroma < 14 else "reddish brown" if hue < 50 and chroma > 25 else "brown"
    if least <= hue < 100 and lightness >= 62 and chroma < 32:
        return "beige"
    if family == "pink" and lightness < 50:
        return N_("crimson") if hue < 45 else N_("plum")
    return family


def _tone(lightness: float, chroma: float) -> str:
    if lightness < 18:
        return N_("very dark")
    if lightness < 38 and chroma < _VIVID:
        return N_("dark")
    return N_("pale") if lightness > 80 and chroma < _STRONG else ""


def _lab(colour: str) -> tuple[float, float, float]:
    rgb = np.array([[[int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]]], np.float32)
    lightness, a, b = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[0, 0].tolist()
    return lightness, a, b
