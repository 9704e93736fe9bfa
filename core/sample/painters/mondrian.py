"""Pastiche of Piet Mondrian: upright and level lines, and planes of one colour between them."""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Field, Picture, Rng, fill, finish, mix, noise, streaks, to_picture, weave
from core.sample.palettes import Mood

Colour = NDArray[Any]
_PRIMARIES = tuple(np.array(rgb, np.float32) for rgb in ((190, 36, 30), (28, 62, 138), (232, 194, 48)))


def paint(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Grids with few colours, some as a lozenge, some as streets of light."""
    subject = rng.random()
    if subject < 0.58:
        image = _planes(rng, mood, height, width)
    elif subject < 0.75:
        image = _lozenge(rng, mood, height, width)
    else:
        image = _boogie_woogie(rng, mood, height, width)
    angle = noise(rng, height, width, 60) * np.float32(0.3) + np.float32(rng.choice([0, np.pi / 2]))
    return finish(
        image * (1 + streaks(rng, angle, 12, 4) * np.float32(0.03))[..., None], weave(rng, height, width), 0.025
    )


def _hues(rng: Rng, mood: Mood) -> tuple[Colour, ...]:
    """The three primaries, pure or drawn towards the mood as in the years before."""
    pull = rng.choice([0.0, 0.25, 0.6])
    towards = (mood.accent, mood.sky_high, mood.second)
    return tuple(mix(hue, other, pull) for hue, other in zip(_PRIMARIES, towards, strict=True))


def _cuts(rng: Rng, length: float, count: int) -> list[float]:
    """Places of lines across a length, no two too close."""
    places: list[float] = []
    for _ in range(40):
        place = float(rng.uniform(0.06, 0.94) * length)
        if len(places) < count and all(abs(place - other) > length * 0.07 for other in places):
            places.append(place)
    return sorted(places)


def _bar(image: Picture, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
    fill(image, np.array([[left, top], [right, top], [right, bottom], [left, bottom]]), colour.tolist())


def _planes(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    white = mix(mood.light, np.array([240, 238, 230]), rng.uniform(0.3, 0.9))
    image = np.empty((height, width, 3), np.uint8)
    image[:] = to_picture(white)
    xs = [-9.0, *_cuts(rng, width, int(rng.integers(2, 6))), width + 9.0]
    ys = [-9.0, *_cuts(rng, height, int(rng.integers(2, 6))), height + 9.0]
    hues = _hues(rng, mood)
    coloured = rng.uniform(0.25, 0.6)
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            tone = mix(white, mood.far, rng.uniform(0, 0.22))
            if rng.random() < coloured:
                tone = hues[int(rng.integers(3))]
            _bar(image, left, top, right, bottom, tone)
    black = mix(np.array([18, 18, 20]), mood.dark, 0.25)
    thick = min(height, width) * rng.uniform(0.018, 0.034)
    for x in xs[1:-1]:
        start, end = (0.0, 1.0) if rng.random() < 0.7 else (ys[1] / height, 1.0)
        half = thick * rng.uniform(0.4, 0.7)
        _bar(image, x - half, start * height, x + half, end * height, black)
    for y in ys[1:-1]:
        start, end = (0.0, 1.0) if rng.random() < 0.7 else (0.0, xs[-2] / width)
        half = thick * rng.uniform(0.4, 0.7)
        _bar(image, start * width, y - half, end * width, y + half, black)
    return image


def _lozenge(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """The same, hung by a corner against a wall."""
    image = _planes(rng, mood, height, width)
    wall = mix(mix(mood.sky_low, mood.light, 0.5), np.array([225, 222, 214]), 0.5)
    cover = np.zeros((height, width), np.float32)
    margin = min(height, width) * 0.02
    corners = np.array(
        [[width / 2, margin], [width - margin, height / 2], [width / 2, height - margin], [margin, height / 2]]
    )
    shadow = cover.copy()
    fill(cover, corners, 1.0)
    fill(shadow, corners + np.array([4, 6]), 1.0)
    shade: Field = cv2.GaussianBlur(shadow, (0, 0), 5) * np.float32(0.35)
    around = wall * (1 - shade[..., None])
    return to_picture(mix(around, image, cover))


def _boogie_woogie(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Lines of little coloured squares, like streets at night or by day."""
    hues = _hues(rng, mood)
    white = mix(mood.light, np.array([240, 238, 230]), 0.5)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = to_picture(white if rng.random() < 0.75 else mix(mood.dark, mood.sky_high, 0.2))
    thick = min(height, width) * rng.uniform(0.026, 0.04)
    stops = (*hues, mix(white, mood.far, 0.5))
    xs, ys = _cuts(rng, width, int(rng.integers(5, 10))), _cuts(rng, height, int(rng.integers(5, 10)))
    for _ in range(int(rng.integers(4, 12))):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        size = rng.uniform(0.04, 0.13, 2) * min(height, width)
        _bar(image, x, y, x + size[0], y + size[1], stops[int(rng.integers(3))])
        _bar(
            image,
            x + size[0] * 0.3,
            y + size[1] * 0.3,
            x + size[0] * 0.7,
            y + size[1] * 0.7,
            stops[int(rng.integers(4))],
        )
    for x in xs:
        _street(image, rng, x, height, thick, stops, upright=True)
    for y in ys:
        _street(image, rng, y, width, thick, stops, upright=False)
    return image


def _street(
    image: Picture, rng: Rng, place: float, length: int, thick: float, stops: tuple[Colour, ...], *, upright: bool
) -> None:
    """One line: yellow, with squares of the other colours along it."""
    start, stop = place, place + thick
    along = 0.0
    while along < length:
        step = thick * rng.uniform(0.8, 1.2) if rng.random() < 0.5 else thick * rng.uniform(1.2, 3.2)
        colour = stops[2] if step > thick * 1.2 else stops[int(rng.choice([0, 1, 3]))]
        if upright:
            _bar(image, start, along, stop, along + step, colour)
        else:
            _bar(image, along, start, along + step, stop, colour)
        along += step
