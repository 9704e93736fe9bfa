"""Pastiche of Gustav Klimt: ornament laid like mosaic, gold and blossom."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import (
    Picture,
    Rng,
    clouds,
    coordinates,
    disc,
    ellipse_points,
    fill,
    finish,
    lay_dots,
    line,
    mix,
    noise,
    stray,
    to_picture,
    weave,
)
from core.sample.scene import Mood

Colour = NDArray[Any]
_GOLD = np.array([205, 160, 62], np.float32)


def paint_klimt(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """A tree of spirals, a figure in a robe, or a meadow that fills the square."""
    subject = rng.random()
    if subject < 0.3:
        image = _tree_of_life(rng, mood, height, width)
    elif subject < 0.65:
        image = _robe(rng, mood, height, width)
    else:
        image = _meadow(rng, mood, height, width)
    return finish(image, weave(rng, height, width), 0.04)


def _gold_leaf(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Squares of beaten metal that catch the light differently."""
    ground = mix(_GOLD, mood.colours[int(rng.choice([0, 2, 4, 5, 8]))], rng.uniform(0.0, 0.75))
    rows, columns = coordinates(height, width)
    side = rng.uniform(22, 36)
    wobble = noise(rng, height, width, 30) * 3
    cell = ((rows + wobble) // side).astype(np.int32) * 64 + ((columns + wobble) // side).astype(np.int32)
    tones = stray(rng, np.repeat(ground[None], int(cell.max()) + 1, 0), 8)
    flakes = clouds(rng, height, width, 14, 3) * np.float32(20)
    return to_picture(tones[cell] + flakes[..., None])


def _spiral(
    image: Picture, x: float, y: float, size: float, colour: Colour, turns: float, way: int, start: float
) -> None:
    along = np.linspace(0, 1, int(24 * turns))
    turn = start + way * along * turns * 2 * np.pi
    reach = size * (1 - along) ** 0.9
    path = np.stack([x + np.cos(turn) * reach, y + np.sin(turn) * reach], axis=1)
    line(image, path, colour.tolist(), max(2, int(size * 0.09)))


def _tree_of_life(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    image = _gold_leaf(rng, mood, height, width)
    branch = mix(mood.dark, _GOLD, rng.uniform(0.0, 0.3))
    if image.mean() < 115:
        branch = mix(mood.light, _GOLD, rng.uniform(0.3, 0.7))
    unit = float(min(height, width))
    x = rng.uniform(0.3, 0.7) * width
    trunk = np.array(
        [
            [x - unit * 0.05, height],
            [x - unit * 0.025, height * 0.45],
            [x + unit * 0.025, height * 0.45],
            [x + unit * 0.06, height],
        ]
    )
    fill(image, trunk, branch.tolist())
    for _ in range(int(rng.integers(16, 26))):
        at = rng.uniform(0.0, 1, 2) * (width, height * 0.72)
        size = unit * rng.uniform(0.05, 0.13)
        _branch(image, np.array([x, height * rng.uniform(0.46, 0.7)]), at + np.array([0, size]), branch, unit)
        _spiral(image, at[0], at[1], size, branch, rng.uniform(2, 3), int(rng.choice([-1, 1])), rng.uniform(0, 6))
    for _ in range(int(rng.integers(25, 60))):
        _eye(image, rng, mood, rng.uniform(0, width), rng.uniform(0, height), unit * rng.uniform(0.014, 0.03))
    _flower_bed(image, rng, mood, height * rng.uniform(0.8, 0.92), 160)
    return image


def _branch(image: Picture, root: NDArray[Any], tip: NDArray[Any], colour: Colour, unit: float) -> None:
    """A bough that leaves the trunk upwards and curves over to its spiral."""
    along = np.linspace(0, 1, 16)[:, None]
    control = np.array([root[0] * 0.75 + tip[0] * 0.25, tip[1]])
    curve = root * (1 - along) ** 2 + control * 2 * along * (1 - along) + tip * along**2
    for start in range(0, 15, 3):
        line(image, curve[start : start + 4], colour.tolist(), max(2, round(unit * (0.022 - 0.001 * start))))


def _eye(image: Picture, rng: Rng, mood: Mood, x: float, y: float, size: float) -> None:
    """Rings within rings, the ornament of the robes."""
    hues = mood.colours[rng.choice([0, 5, 6, 7, 8], 3, replace=False)]
    if rng.random() < 0.4:
        fill(image, ellipse_points(x, y, size * 1.5, size * 0.8, n=20), hues[0].tolist())
    else:
        disc(image, x, y, size, hues[0].tolist())
    disc(image, x, y, size * 0.66, hues[1].tolist())
    disc(image, x, y, size * 0.3, hues[2].tolist())


def _flower_bed(image: Picture, rng: Rng, mood: Mood, top: float, count: int) -> None:
    height, width = image.shape[:2]
    for depth in np.sort(rng.random(count)):
        x, y = rng.uniform(0, width), top + depth * (height - top)
        size = min(height, width) * rng.uniform(0.006, 0.013) * (0.55 + depth)
        petal = mood.colours[int(rng.choice([6, 7, 8, 0, 7]))]
        turn, petals = rng.uniform(0, 6), int(rng.integers(1, 7))
        tone = mix(petal, mood.light, rng.uniform(0, 0.3)).tolist()
        for around in turn + np.arange(petals) * (2 * np.pi / petals):
            disc(image, x + np.cos(around) * size, y + np.sin(around) * size, size * rng.uniform(0.5, 0.75), tone)
        disc(image, x, y, size * 0.5, mood.colours[int(rng.choice([5, 8, 6]))].tolist())


def _robe(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """A figure whose dress is a field of rectangles, rings and spirals."""
    image = _gold_leaf(rng, mood, height, width)
    unit = float(min(height, width))
    x, top = rng.uniform(0.38, 0.62) * width, height * rng.uniform(0.2, 0.28)
    size = unit * 0.1
    climb = np.linspace(0, 1, 14)
    half = unit * (0.1 + 0.34 * np.sin(climb * np.pi * 0.62) ** 0.9)
    sway = np.sin(climb * 3 + rng.uniform(0, 6)) * unit * 0.04
    level = top + size + climb * (height - top)
    outline = np.concatenate([np.stack([x - half + sway, level], 1), np.stack([x + half + sway, level], 1)[::-1]])
    mask = np.zeros((height, width), np.float32)
    fill(mask, outline, 1.0)
    image = to_picture(mix(image, _mosaic(rng, mood, height, width), mask))
    line(image, np.concatenate([outline, outline[:1]]), mix(_GOLD, mood.dark, 0.5).tolist(), 4)
    _face(image, rng, mood, x, top, size)
    return image


def _mosaic(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    image = np.empty((height, width, 3), np.uint8)
    image[:] = mix(_GOLD, mood.colours[int(rng.integers(9))], 0.4).astype(np.uint8)
    tall, wide = rng.uniform(24, 40), rng.uniform(12, 26)
    for y in np.arange(0, height + tall, tall):
        for x in np.arange(0, width + wide, wide):
            corner = np.array([x, y]) + rng.normal(0, 2, 2)
            size = np.array([wide, tall]) * rng.uniform(0.5, 0.95, 2)
            block = corner + np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * size
            fill(image, block, mood.colours[int(rng.choice([0, 4, 5, 5, 6, 7, 8]))].tolist())
    for _ in range(int(rng.integers(30, 60))):
        _eye(image, rng, mood, rng.uniform(0, width), rng.uniform(0, height), rng.uniform(6, 15))
    for _ in range(int(rng.integers(6, 14))):
        at = rng.uniform(0, 1, 2) * (width, height)
        _spiral(image, at[0], at[1], rng.uniform(14, 28), mood.light, 2.2, 1, rng.uniform(0, 6))
    return image


def _face(image: Picture, rng: Rng, mood: Mood, x: float, y: float, size: float) -> None:
    skin = mix(np.array([236, 206, 176], np.float32), mood.light, 0.3)
    hair = mix(mood.dark, mood.accent, rng.uniform(0, 0.5))
    fill(image, ellipse_points(x, y - size * 0.25, size * 1.35, size * 1.1), hair.tolist())
    fill(image, ellipse_points(x, y + size * 0.95, size * 0.34, size * 0.6), mix(skin, mood.dark, 0.12).tolist())
    fill(image, ellipse_points(x, y, size * 0.66, size * 0.9, turn=rng.normal(0, 0.12)), skin.tolist())
    for offset in (-0.27, 0.27):
        line(image, np.array([[x + size * (offset - 0.13), y], [x + size * (offset + 0.13), y]]), mood.dark.tolist(), 2)
    fill(image, ellipse_points(x, y + size * 0.5, size * 0.16, size * 0.07), mood.accent.tolist())
    for _ in range(12):
        turn = rng.uniform(np.pi, 2 * np.pi)
        disc(
            image,
            x + np.cos(turn) * size * 1.2,
            y - size * 0.2 + np.sin(turn) * size,
            size * 0.12,
            mood.second.tolist(),
        )


def _meadow(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Blossoms up to a high horizon, perhaps with birches before it."""
    rows, _ = coordinates(height, width)
    depth = np.repeat(rows / height, width, axis=1)
    ground = mix(mood.middle, mood.near, depth) + clouds(rng, height, width, 30, 2)[..., None] * np.float32(18)
    image = to_picture(ground)
    horizon = int(height * rng.uniform(0.08, 0.3))
    image[:horizon] = to_picture(mix(mood.sky_low, mood.far, depth[:horizon] * 2))
    image = lay_dots(rng, image, cv2.GaussianBlur(image, (0, 0), 5), 13, 5.0, 11)
    leaves = to_picture(mix(image, mood.dark, 0.35))
    image = lay_dots(rng, image, leaves, 28, 4.5, 10)
    if rng.random() < 0.75:
        _birches(image, rng, mood)
    _flower_bed(image, rng, mood, horizon + 10.0, int(rng.integers(130, 230)))
    return image


def _birches(image: Picture, rng: Rng, mood: Mood) -> None:
    height, width = image.shape[:2]
    for x in np.sort(rng.uniform(0, width, int(rng.integers(4, 11)))):
        half, foot = min(height, width) * rng.uniform(0.016, 0.045), height * rng.uniform(0.6, 0.98)
        bark = mix(mood.light, mood.far, rng.uniform(0, 0.4))
        fill(
            image,
            np.array([[x - half, foot], [x - half * 0.8, -5], [x + half * 0.8, -5], [x + half, foot]]),
            bark.tolist(),
        )
        for _ in range(int(rng.integers(10, 20))):
            y = rng.uniform(0, foot)
            reach = half * rng.uniform(0.4, 1.8)
            start = x - half if rng.random() < 0.5 else x + half - reach
            line(
                image,
                np.array([[start, y], [start + reach, y + rng.normal(0, 1.5)]]),
                mood.dark.tolist(),
                int(rng.integers(2, 5)),
            )
