"""Colours in words, for those who cannot see them or cannot place a hexadecimal number."""

import math

import cv2
import numpy as np

_GREYS = ((12, "black"), (32, "charcoal"), (50, "dark grey"), (70, "grey"), (88, "pale grey"), (101, "white"))
_FAMILIES = (
    (15, "pink"),
    (45, "red"),
    (72, "orange"),
    (84, "ochre"),
    (108, "yellow"),
    (128, "olive green"),
    (165, "green"),
    (210, "blue-green"),
    (250, "sky blue"),
    (312, "blue"),
    (325, "violet"),
    (345, "magenta"),
    (361, "pink"),
)
"""Upper ends of the hue angles in CIELAB (degrees) to which people give these names."""

_BROWN_HUES = (30, 84)
_DULL_BY_NATURE = {"grey-brown", "reddish brown", "brown", "beige"}
_COLOURLESS, _DULL, _STRONG, _VIVID = 7.0, 22.0, 55.0, 80.0


def colour_name(colour: str) -> str:
    """Say a colour: how light it is, how strong, and its family, as in "dark brown" or "pale sky blue".

    Args:
        colour: `#RRGGBB`.

    Returns:
        A few lower-case words. Different colours may share them.
    """
    lightness, a, b = _lab(colour)
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
    if chroma < _COLOURLESS:
        return next(name for end, name in _GREYS if lightness < end)
    family = _family(lightness, chroma, hue)
    dull = "greyish" if chroma < _DULL and family not in _DULL_BY_NATURE else ""
    return " ".join(word for word in (_tone(lightness, chroma), dull, family) if word)


def _family(lightness: float, chroma: float, hue: float) -> str:
    """The name of a hue, except where people call the dark or the dull ones by another name."""
    family = next(name for end, name in _FAMILIES if hue < end)
    least, most = _BROWN_HUES
    if least <= hue < most and lightness < 58 and (chroma < 50 or lightness < 35):
        return "grey-brown" if chroma < 14 else "reddish brown" if hue < 50 and chroma > 25 else "brown"
    if least <= hue < 100 and lightness >= 62 and chroma < 32:
        return "beige"
    if family == "pink" and lightness < 50:
        return "crimson" if hue < 45 else "plum"
    return family


def _tone(lightness: float, chroma: float) -> str:
    if lightness < 18:
        return "very dark"
    if lightness < 38 and chroma < _VIVID:
        return "dark"
    return "pale" if lightness > 80 and chroma < _STRONG else ""


def _lab(colour: str) -> tuple[float, float, float]:
    rgb = np.array([[[int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]]], np.float32)
    lightness, a, b = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)[0, 0].tolist()
    return lightness, a, b
