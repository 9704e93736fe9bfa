"""The palette of a picture by clustering in CIELAB, and names of colours."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from core.language import N_, _

Floats = npt.NDArray[np.float64]

_LONG_SIDE_PX = 96
_BIN = 10.0
_LOOKS_ALIKE = 8.0
_STEPS = 25


def main_colours(rgb: npt.NDArray[np.uint8], n: int = 6) -> list[tuple[str, float]]:
    """The main colours of a picture.

    k-means in CIELAB on a small copy of the picture, from starting points spread over its own colours, so that equal
    pictures give equal colours. Clusters that are hard to distinguish (CIE76 distance below 8) are merged.

    Args:
        rgb: `(height, width, 3)` uint8.
        n: colours at most, 1 or more.

    Returns:
        `#RRGGBB` and share of the area (0 to 1, together 1), the largest first. Fewer than `n` for plain pictures.
    """
    scale = min(1.0, _LONG_SIDE_PX / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3).astype(np.float64)
    centres = _starting_points(lab, n)
    for _step in range(_STEPS):
        members = _nearest(lab, centres)
        moved = np.array([lab[members == k].mean(axis=0) for k in range(len(centres)) if (members == k).any()])
        if moved.shape == centres.shape and np.abs(moved - centres).max() < 0.05:
            break
        centres = moved
    shares = np.bincount(_nearest(lab, centres), minlength=len(centres)) / len(lab)
    centres, shares = _merged(centres, shares)
    order = np.argsort(-shares, kind="stable")
    return [(_as_hex(centres[k]), float(shares[k])) for k in order if shares[k] > 0]


def _starting_points(lab: Floats, n: int) -> Floats:
    """Initial centres: bins chosen by size times squared distance to those already chosen."""
    bins, sizes = np.unique(np.round(lab / _BIN), axis=0, return_counts=True)
    centres = bins[[int(sizes.argmax())]] * _BIN
    while len(centres) < min(n, len(bins)):
        distance = ((bins[:, np.newaxis] * _BIN - centres[np.newaxis]) ** 2).sum(axis=2).min(axis=1)
        centres = np.vstack([centres, bins[int((sizes * distance).argmax())] * _BIN])
    return np.asarray(centres)


def _nearest(lab: Floats, centres: Floats) -> npt.NDArray[np.intp]:
    return np.asarray(((lab[:, np.newaxis] - centres[np.newaxis]) ** 2).sum(axis=2).argmin(axis=1))


def _merged(centres: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Merge the two nearest colours until all are distinguishable."""
    while len(centres) > 1:
        apart = np.linalg.norm(centres[:, np.newaxis] - centres[np.newaxis], axis=2) + np.eye(len(centres)) * 1e6
        one, other = divmod(int(apart.argmin()), len(centres))
        if apart[one, other] >= _LOOKS_ALIKE:
            break
        together = shares[one] + shares[other]
        centres[one] = (centres[one] * shares[one] + centres[other] * shares[other]) / max(together, 1e-12)
        shares[one] = together
        centres, shares = np.delete(centres, other, axis=0), np.delete(shares, other)
    return centres, shares


def _as_hex(lab: Floats) -> str:
    rgb = cv2.cvtColor(lab.astype(np.float32).reshape(1, 1, 3), cv2.COLOR_LAB2RGB).reshape(3)
    red, green, blue = np.clip(np.round(rgb * 255), 0, 255).astype(int)
    return f"#{red:02X}{green:02X}{blue:02X}"


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
"""Upper ends of the hue angles in CIELAB (degrees) of these names."""

_BROWN_HUES = (30, 84)
_DULL_BY_NATURE = {N_("grey-brown"), N_("reddish brown"), N_("brown"), N_("beige")}
_COLOURLESS, _DULL, _STRONG, _VIVID = 7.0, 22.0, 55.0, 80.0


def colour_name(colour: str) -> str:
    """Name a colour by lightness, chroma and hue, as in "dark brown" or "pale sky blue".

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
    """The name of a hue; dark and dull colours have names of their own."""
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
