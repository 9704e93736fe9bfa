"""Things that stand in a landscape: trees, houses, boats, haystacks, people, flowers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Rng, disc, ellipse_points, line, mix
from core.sample.scene import FOLIAGE, LAND, Scene

UPRIGHT = float(np.pi / 2)
Colour = NDArray[Any]


def _shade(colour: Colour, other: Colour, share: float) -> Colour:
    return mix(colour, other, share)


def add_cypress(scene: Scene, rng: Rng, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A tree like a dark flame."""
    climb = np.linspace(0, 1, 16)
    half = tall * rng.uniform(0.09, 0.15) * np.sin(np.pi * (climb * 0.92 + 0.08)) ** 0.8 * (1 - climb * 0.35)
    sway = np.sin(climb * rng.uniform(3, 6) + rng.uniform(0, 6)) * tall * 0.025 * climb
    wobble = rng.normal(0, tall * 0.008, (2, 16))
    left = np.stack([x + sway - half + wobble[0], foot - climb * tall], axis=1)
    right = np.stack([x + sway + half + wobble[1], foot - climb * tall], axis=1)[::-1]
    scene.add(np.concatenate([left, right]), colour, UPRIGHT + rng.normal(0, 0.15), FOLIAGE)
    lit = _shade(colour, scene.mood.middle, 0.5)
    for _ in range(5):
        start = rng.uniform(0.1, 0.6)
        path = np.linspace(start, start + 0.3, 5)
        line(
            scene.colour,
            np.stack([x + np.sin(path * 7 + start * 9) * tall * 0.05, foot - path * tall], axis=1),
            lit.tolist(),
            max(2, int(tall * 0.02)),
        )


def add_round_tree(scene: Scene, rng: Rng, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A trunk under a heap of leaves, lit from one side."""
    trunk = _shade(scene.mood.dark, scene.mood.near, 0.2)
    half = tall * 0.03
    scene.add(
        np.array(
            [
                [x - half, foot],
                [x - half * 0.6, foot - tall * 0.6],
                [x + half * 0.6, foot - tall * 0.6],
                [x + half, foot],
            ]
        ),
        trunk,
        UPRIGHT,
    )
    spread = tall * rng.uniform(0.22, 0.34)
    for index in range(14):
        share = index / 13
        cx, cy = x + rng.normal(0, spread * 0.6), foot - tall * 0.68 + rng.normal(0, tall * 0.13)
        tone = _shade(_shade(colour, scene.mood.dark, 0.45), _shade(colour, scene.mood.light, 0.2), share)
        blob = ellipse_points(cx - share * spread * 0.2, cy - share * tall * 0.06, spread * 0.5, spread * 0.4)
        scene.add(blob, tone, float(rng.uniform(0, np.pi)), FOLIAGE)


def add_poplar(scene: Scene, rng: Rng, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A slender trunk with a narrow crown."""
    line(
        scene.colour, np.array([[x, foot], [x, foot - tall * 0.6]]), scene.mood.dark.tolist(), max(2, int(tall * 0.018))
    )
    for index in range(9):
        share = index / 8
        cy = foot - tall * (0.3 + 0.68 * share)
        across = tall * 0.085 * (1 - 0.55 * abs(share - 0.35) * 1.6)
        tone = _shade(_shade(colour, scene.mood.dark, 0.3), scene.mood.light, rng.uniform(0, 0.3))
        scene.add(ellipse_points(x + rng.normal(0, tall * 0.012), cy, across, tall * 0.09), tone, UPRIGHT, FOLIAGE)


def add_house(scene: Scene, rng: Rng, x: float, foot: float, wide: float) -> None:
    """A wall with a gable, windows and a roof."""
    tall, rise = wide * rng.uniform(0.5, 0.8), wide * rng.uniform(0.3, 0.5)
    wall = _shade(scene.mood.light, scene.mood.far, rng.uniform(0, 0.45))
    roof = scene.mood.accent if rng.random() < 0.6 else _shade(scene.mood.near, scene.mood.dark, 0.3)
    top = foot - tall
    scene.add(np.array([[x, foot], [x, top], [x + wide, top], [x + wide, foot]]), wall, UPRIGHT)
    scene.add(
        np.array(
            [
                [x - wide * 0.06, top],
                [x + wide * 0.2, top - rise],
                [x + wide * 0.85, top - rise],
                [x + wide * 1.06, top],
            ]
        ),
        roof,
        0.0,
    )
    shade = _shade(wall, scene.mood.dark, 0.75)
    size = wide * 0.11
    for column in (0.2, 0.5, 0.78):
        left, sill = x + wide * column, foot - tall * 0.55
        scene.add(
            np.array([[left, sill], [left, sill - size * 1.4], [left + size, sill - size * 1.4], [left + size, sill]]),
            shade,
        )


def add_church(scene: Scene, rng: Rng, x: float, foot: float, tall: float) -> None:
    """A tower with a spire beside a nave."""
    wall = _shade(scene.mood.light, scene.mood.far, rng.uniform(0.3, 0.7))
    wide = tall * 0.2
    add_house(scene, rng, x + wide * 0.6, foot, tall * 0.6)
    scene.add(
        np.array([[x, foot], [x, foot - tall * 0.55], [x + wide, foot - tall * 0.55], [x + wide, foot]]), wall, UPRIGHT
    )
    spire = np.array(
        [[x - wide * 0.1, foot - tall * 0.55], [x + wide / 2, foot - tall], [x + wide * 1.1, foot - tall * 0.55]]
    )
    scene.add(spire, _shade(scene.mood.far, scene.mood.dark, 0.5), UPRIGHT)


def add_haystack(scene: Scene, rng: Rng, x: float, foot: float, wide: float) -> None:
    """A dome of straw with its shadow."""
    tall = wide * rng.uniform(0.7, 0.95)
    body = _shade(scene.mood.near, scene.mood.second, rng.uniform(0.1, 0.6))
    shadow = _shade(scene.mood.sky_high, scene.mood.dark, 0.5)
    lean = rng.choice([-1, 1])
    scene.add(ellipse_points(x + lean * wide * 0.55, foot, wide * 0.75, wide * 0.13), shadow, 0.0, LAND)
    outline = np.array([[-0.5, 0], [-0.55, -0.45], [-0.3, -0.75], [0, -1], [0.3, -0.75], [0.55, -0.45], [0.5, 0]]) * (
        wide,
        tall,
    ) + (x, foot)
    scene.add(outline, body, UPRIGHT + 0.3 * lean)
    dark_side = outline.copy()
    dark_side[:, 0] = np.where((outline[:, 0] - x) * lean < 0, x + lean * wide * 0.05, outline[:, 0])
    scene.add(dark_side, _shade(body, scene.mood.dark, 0.45), UPRIGHT - 0.3 * lean)


def add_boat(scene: Scene, rng: Rng, x: float, foot: float, wide: float) -> None:
    """A hull with one or two sails."""
    hull = scene.mood.accent if rng.random() < 0.4 else scene.mood.dark
    drop = wide * 0.16
    if rng.random() < 0.75:
        tall = wide * rng.uniform(0.9, 1.5)
        sail = scene.mood.light if rng.random() < 0.55 else scene.mood.second
        bend = rng.choice([-1, 1]) * wide
        mast = np.array([x, foot - tall])
        scene.add(np.array([[x, foot - drop], mast, [x + bend * 0.42, foot - drop * 1.6]]), sail, UPRIGHT)
        scene.add(
            np.array([[x - bend * 0.06, foot - drop], mast, [x - bend * 0.3, foot - drop * 1.4]]),
            _shade(sail, scene.mood.far, 0.4),
            UPRIGHT,
        )
        line(scene.colour, np.array([[x, foot - drop], mast]), scene.mood.dark.tolist(), 2)
    scene.add(
        np.array(
            [
                [x - wide * 0.5, foot - drop],
                [x + wide * 0.5, foot - drop],
                [x + wide * 0.36, foot],
                [x - wide * 0.36, foot],
            ]
        ),
        hull,
        0.0,
    )


def add_person(scene: Scene, rng: Rng, x: float, foot: float, tall: float) -> None:
    """Someone out for a walk, seen from afar, perhaps under a parasol."""
    dress = scene.mood.colours[int(rng.choice([5, 5, 7, 6, 0]))]
    skirt = np.array([[-0.05, -0.6], [-0.09, -0.8], [0.09, -0.8], [0.05, -0.6], [0.17, 0], [-0.17, 0]]) * tall
    scene.add(skirt + np.array([x, foot]), dress, UPRIGHT)
    disc(scene.colour, x, foot - tall * 0.87, tall * 0.075, _shade(scene.mood.light, scene.mood.accent, 0.25).tolist())
    scene.add(ellipse_points(x, foot - tall * 0.94, tall * 0.1, tall * 0.035), scene.mood.dark, 0.0)
    if rng.random() < 0.4:
        side = rng.choice([-1, 1]) * tall
        around = np.linspace(np.pi, 2 * np.pi, 12)
        top = np.stack(
            [x + side * 0.16 + np.cos(around) * tall * 0.3, foot - tall * 0.98 + np.sin(around) * tall * 0.2], axis=1
        )
        scene.add(top, scene.mood.accent if rng.random() < 0.5 else scene.mood.second, 0.0)
        line(
            scene.colour,
            np.array([[x + side * 0.16, foot - tall], [x + side * 0.06, foot - tall * 0.6]]),
            scene.mood.dark.tolist(),
            1,
        )


def add_flowers(scene: Scene, rng: Rng, top: float, count: int) -> None:
    """Blossoms across the near ground, larger towards the viewer."""
    hues = (scene.mood.accent, scene.mood.second, scene.mood.light)
    for _ in range(count):
        depth = rng.random() ** 0.7
        y = top + depth * (scene.height - top)
        radius = scene.unit * (0.006 + 0.016 * depth) * rng.uniform(0.7, 1.2)
        disc(scene.colour, rng.uniform(0, scene.width), y, radius, hues[int(rng.integers(3))].tolist())
