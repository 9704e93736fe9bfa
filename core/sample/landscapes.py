"""Landscape scenes: compositions, and the motifs in them (trees, houses, boats, people)."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Rng, disc, ellipse_points, line, mix
from core.sample.scene import (
    FOLIAGE,
    LAND,
    Mood,
    Scene,
    blank_scene,
    paint_field,
    paint_light,
    paint_ridge,
    paint_sky,
    paint_water,
)

Colour = NDArray[Any]
Tree = Callable[[Scene, Rng, float, float, float, Colour], None]

_UPRIGHT = float(np.pi / 2)


def draw_landscape(rng: Rng, mood: Mood, height: int, width: int) -> Scene:
    """One of the compositions below, by chance."""
    compositions = (_fields, _fields, _shore, _shore, _avenue, _village, _stacks, _pond)
    scene = blank_scene(mood, height, width)
    compositions[int(rng.integers(len(compositions)))](scene, rng)
    return scene


def _open(scene: Scene, rng: Rng, low: float = 0.28, high: float = 0.68) -> float:
    """Sky, perhaps a sun, and distant hills; gives the row of the horizon."""
    horizon = rng.uniform(low, high) * scene.height
    paint_sky(scene, rng, horizon)
    if rng.random() < 0.5:
        night = scene.mood.sky_high.mean() < 105
        paint_light(scene, rng, count=int(rng.integers(5, 11)) if night else 1)
    for index in range(int(rng.integers(1, 4))):
        share = index * 0.3
        rise = scene.height * rng.uniform(0.02, 0.14) * (1 - share)
        paint_ridge(scene, rng, horizon - rise, rise * 0.6, mix(scene.mood.far, scene.mood.middle, share))
    return horizon


def _tree_tone(scene: Scene, rng: Rng) -> np.ndarray:
    return mix(scene.mood.middle, scene.mood.dark, rng.uniform(0.15, 0.75))


def _grove(scene: Scene, rng: Rng, foot: float, count: int, tall: float) -> None:
    tree = _TREES[int(rng.integers(3))]
    middle, spread = rng.uniform(0.1, 0.9), rng.uniform(0.08, 0.4)
    for x in rng.normal(middle, spread, count):
        tree(scene, rng, x * scene.width, foot, tall * rng.uniform(0.75, 1.2), _tree_tone(scene, rng))


def _fields(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng)
    paint_field(scene, rng)
    if rng.random() < 0.5:
        _add_house(scene, rng, rng.uniform(0.05, 0.8) * scene.width, horizon + 6, scene.unit * rng.uniform(0.1, 0.2))
    _grove(scene, rng, horizon + 8, int(rng.integers(2, 7)), scene.unit * rng.uniform(0.12, 0.3))
    if rng.random() < 0.5:
        _grove(
            scene,
            rng,
            scene.height * rng.uniform(0.85, 1.1),
            int(rng.integers(1, 3)),
            scene.height * rng.uniform(0.5, 0.9),
        )
    if rng.random() < 0.5:
        _add_flowers(scene, rng, horizon + scene.height * 0.12, int(rng.integers(30, 120)))


def _shore(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.25, 0.55)
    if rng.random() < 0.6:
        _grove(scene, rng, horizon, int(rng.integers(2, 6)), scene.unit * rng.uniform(0.1, 0.3))
    if rng.random() < 0.4:
        _add_church(scene, rng, rng.uniform(0.05, 0.8) * scene.width, horizon, scene.unit * rng.uniform(0.12, 0.25))
    paint_water(scene, rng, horizon)
    for _ in range(int(rng.integers(1, 6))):
        depth = rng.random()
        foot = horizon + (scene.height - horizon) * (0.06 + 0.75 * depth)
        _add_boat(scene, rng, rng.uniform(0.05, 0.95) * scene.width, foot, scene.unit * (0.06 + 0.22 * depth))
    if rng.random() < 0.35:
        paint_ridge(scene, rng, scene.height * 0.9, scene.height * 0.06, mix(scene.mood.near, scene.mood.dark, 0.2))
        for _ in range(int(rng.integers(1, 4))):
            _add_person(
                scene,
                rng,
                rng.uniform(0.1, 0.9) * scene.width,
                scene.height * 0.97,
                scene.unit * rng.uniform(0.2, 0.35),
            )


def _avenue(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.5, 0.72)
    paint_field(scene, rng)
    meeting = rng.uniform(0.25, 0.75) * scene.width
    path = np.array(
        [
            [meeting - 4, horizon],
            [meeting + 4, horizon],
            [meeting + scene.width * 0.4, scene.height],
            [meeting - scene.width * 0.25, scene.height],
        ]
    )
    scene.add(path, mix(scene.mood.light, scene.mood.near, 0.35), 1.2, LAND)
    tree, tone = _TREES[int(rng.integers(3))], _tree_tone(scene, rng)
    for depth in np.linspace(0.02, 1, 8) ** 1.6:
        foot = horizon + depth * (scene.height - horizon)
        for side in (-0.4, 0.5):
            tree(
                scene,
                rng,
                meeting + side * scene.width * (0.06 + depth),
                foot,
                scene.height * (0.1 + 0.58 * depth),
                tone,
            )
    for _ in range(int(rng.integers(0, 4))):
        depth = rng.uniform(0.3, 0.9)
        foot = horizon + depth * (scene.height - horizon)
        _add_person(scene, rng, meeting + rng.normal(0, 0.1) * scene.width, foot, scene.height * 0.25 * depth)


def _village(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.4, 0.7)
    paint_field(scene, rng)
    _add_church(scene, rng, rng.uniform(0.15, 0.7) * scene.width, horizon + 8, scene.unit * rng.uniform(0.3, 0.5))
    for _ in range(int(rng.integers(4, 9))):
        foot = horizon + rng.uniform(0, 0.16) * scene.height
        _add_house(scene, rng, rng.uniform(-0.05, 0.9) * scene.width, foot, scene.unit * rng.uniform(0.1, 0.24))
    _grove(scene, rng, horizon + scene.height * 0.15, int(rng.integers(3, 8)), scene.unit * rng.uniform(0.12, 0.35))


def _stacks(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.3, 0.55)
    _grove(scene, rng, horizon + 4, int(rng.integers(3, 9)), scene.unit * rng.uniform(0.06, 0.14))
    paint_field(scene, rng)
    for depth in np.sort(rng.random(int(rng.integers(1, 5)))):
        foot = horizon + (scene.height - horizon) * (0.12 + 0.7 * depth)
        _add_haystack(scene, rng, rng.uniform(0.1, 0.9) * scene.width, foot, scene.unit * (0.14 + 0.34 * depth))


def _pond(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.2, 0.4)
    _grove(scene, rng, horizon, int(rng.integers(5, 12)), scene.unit * rng.uniform(0.2, 0.4))
    paint_water(scene, rng, horizon)
    for _ in range(int(rng.integers(5, 14))):
        depth = rng.random()
        _lily_raft(scene, rng, horizon + (scene.height - horizon) * (0.1 + 0.85 * depth), 0.3 + depth)


def _lily_raft(scene: Scene, rng: Rng, y: float, scale: float) -> None:
    middle = rng.uniform(0, 1) * scene.width
    for _ in range(int(rng.integers(4, 11))):
        x, row = middle + rng.normal(0, 0.08) * scene.width * scale, y + rng.normal(0, 0.012) * scene.height
        leaf = ellipse_points(x, row, scene.unit * 0.045 * scale, scene.unit * 0.015 * scale)
        scene.add(leaf, mix(scene.mood.middle, scene.mood.light, rng.uniform(0, 0.5)), 0.0)
        if rng.random() < 0.4:
            disc(scene.colour, x, row - 3, scene.unit * 0.014 * scale, scene.mood.accent.tolist())


def _add_cypress(scene: Scene, rng: Rng, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A tree like a dark flame."""
    climb = np.linspace(0, 1, 16)
    half = tall * rng.uniform(0.09, 0.15) * np.sin(np.pi * (climb * 0.92 + 0.08)) ** 0.8 * (1 - climb * 0.35)
    sway = np.sin(climb * rng.uniform(3, 6) + rng.uniform(0, 6)) * tall * 0.025 * climb
    wobble = rng.normal(0, tall * 0.008, (2, 16))
    left = np.stack([x + sway - half + wobble[0], foot - climb * tall], axis=1)
    right = np.stack([x + sway + half + wobble[1], foot - climb * tall], axis=1)[::-1]
    scene.add(np.concatenate([left, right]), colour, _UPRIGHT + rng.normal(0, 0.15), FOLIAGE)
    lit = mix(colour, scene.mood.middle, 0.5)
    for _ in range(5):
        start = rng.uniform(0.1, 0.6)
        path = np.linspace(start, start + 0.3, 5)
        line(
            scene.colour,
            np.stack([x + np.sin(path * 7 + start * 9) * tall * 0.05, foot - path * tall], axis=1),
            lit.tolist(),
            max(2, int(tall * 0.02)),
        )


def _add_round_tree(scene: Scene, rng: Rng, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A trunk under a heap of leaves, lit from one side."""
    trunk = mix(scene.mood.dark, scene.mood.near, 0.2)
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
        _UPRIGHT,
    )
    spread = tall * rng.uniform(0.22, 0.34)
    for index in range(14):
        share = index / 13
        cx, cy = x + rng.normal(0, spread * 0.6), foot - tall * 0.68 + rng.normal(0, tall * 0.13)
        tone = mix(mix(colour, scene.mood.dark, 0.45), mix(colour, scene.mood.light, 0.2), share)
        blob = ellipse_points(cx - share * spread * 0.2, cy - share * tall * 0.06, spread * 0.5, spread * 0.4)
        scene.add(blob, tone, float(rng.uniform(0, np.pi)), FOLIAGE)


def _add_poplar(scene: Scene, rng: Rng, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A slender trunk with a narrow crown."""
    line(
        scene.colour, np.array([[x, foot], [x, foot - tall * 0.6]]), scene.mood.dark.tolist(), max(2, int(tall * 0.018))
    )
    for index in range(9):
        share = index / 8
        cy = foot - tall * (0.3 + 0.68 * share)
        across = tall * 0.085 * (1 - 0.55 * abs(share - 0.35) * 1.6)
        tone = mix(mix(colour, scene.mood.dark, 0.3), scene.mood.light, rng.uniform(0, 0.3))
        scene.add(ellipse_points(x + rng.normal(0, tall * 0.012), cy, across, tall * 0.09), tone, _UPRIGHT, FOLIAGE)


def _add_house(scene: Scene, rng: Rng, x: float, foot: float, wide: float) -> None:
    """A wall with a gable, windows and a roof."""
    tall, rise = wide * rng.uniform(0.5, 0.8), wide * rng.uniform(0.3, 0.5)
    wall = mix(scene.mood.light, scene.mood.far, rng.uniform(0, 0.45))
    roof = scene.mood.accent if rng.random() < 0.6 else mix(scene.mood.near, scene.mood.dark, 0.3)
    top = foot - tall
    scene.add(np.array([[x, foot], [x, top], [x + wide, top], [x + wide, foot]]), wall, _UPRIGHT)
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
    shade = mix(wall, scene.mood.dark, 0.75)
    size = wide * 0.11
    for column in (0.2, 0.5, 0.78):
        left, sill = x + wide * column, foot - tall * 0.55
        scene.add(
            np.array([[left, sill], [left, sill - size * 1.4], [left + size, sill - size * 1.4], [left + size, sill]]),
            shade,
        )


def _add_church(scene: Scene, rng: Rng, x: float, foot: float, tall: float) -> None:
    """A tower with a spire beside a nave."""
    wall = mix(scene.mood.light, scene.mood.far, rng.uniform(0.3, 0.7))
    wide = tall * 0.2
    _add_house(scene, rng, x + wide * 0.6, foot, tall * 0.6)
    scene.add(
        np.array([[x, foot], [x, foot - tall * 0.55], [x + wide, foot - tall * 0.55], [x + wide, foot]]), wall, _UPRIGHT
    )
    spire = np.array(
        [[x - wide * 0.1, foot - tall * 0.55], [x + wide / 2, foot - tall], [x + wide * 1.1, foot - tall * 0.55]]
    )
    scene.add(spire, mix(scene.mood.far, scene.mood.dark, 0.5), _UPRIGHT)


def _add_haystack(scene: Scene, rng: Rng, x: float, foot: float, wide: float) -> None:
    """A dome of straw with its shadow."""
    tall = wide * rng.uniform(0.7, 0.95)
    body = mix(scene.mood.near, scene.mood.second, rng.uniform(0.1, 0.6))
    shadow = mix(scene.mood.sky_high, scene.mood.dark, 0.5)
    lean = rng.choice([-1, 1])
    scene.add(ellipse_points(x + lean * wide * 0.55, foot, wide * 0.75, wide * 0.13), shadow, 0.0, LAND)
    outline = np.array([[-0.5, 0], [-0.55, -0.45], [-0.3, -0.75], [0, -1], [0.3, -0.75], [0.55, -0.45], [0.5, 0]]) * (
        wide,
        tall,
    ) + (x, foot)
    scene.add(outline, body, _UPRIGHT + 0.3 * lean)
    dark_side = outline.copy()
    dark_side[:, 0] = np.where((outline[:, 0] - x) * lean < 0, x + lean * wide * 0.05, outline[:, 0])
    scene.add(dark_side, mix(body, scene.mood.dark, 0.45), _UPRIGHT - 0.3 * lean)


def _add_boat(scene: Scene, rng: Rng, x: float, foot: float, wide: float) -> None:
    """A hull with one or two sails."""
    hull = scene.mood.accent if rng.random() < 0.4 else scene.mood.dark
    drop = wide * 0.16
    if rng.random() < 0.75:
        tall = wide * rng.uniform(0.9, 1.5)
        sail = scene.mood.light if rng.random() < 0.55 else scene.mood.second
        lean = rng.choice([-1, 1]) * wide
        mast = np.array([x, foot - tall])
        scene.add(np.array([[x, foot - drop], mast, [x + lean * 0.42, foot - drop * 1.6]]), sail, _UPRIGHT)
        scene.add(
            np.array([[x - lean * 0.06, foot - drop], mast, [x - lean * 0.3, foot - drop * 1.4]]),
            mix(sail, scene.mood.far, 0.4),
            _UPRIGHT,
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


def _add_person(scene: Scene, rng: Rng, x: float, foot: float, tall: float) -> None:
    """Someone out for a walk, seen from afar, perhaps under a parasol."""
    dress = scene.mood.colours[int(rng.choice([5, 5, 7, 6, 0]))]
    skirt = np.array([[-0.05, -0.6], [-0.09, -0.8], [0.09, -0.8], [0.05, -0.6], [0.17, 0], [-0.17, 0]]) * tall
    scene.add(skirt + np.array([x, foot]), dress, _UPRIGHT)
    disc(scene.colour, x, foot - tall * 0.87, tall * 0.075, mix(scene.mood.light, scene.mood.accent, 0.25).tolist())
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


def _add_flowers(scene: Scene, rng: Rng, top: float, count: int) -> None:
    """Blossoms across the near ground, larger towards the viewer."""
    hues = (scene.mood.accent, scene.mood.second, scene.mood.light)
    for _ in range(count):
        depth = rng.random() ** 0.7
        y = top + depth * (scene.height - top)
        radius = scene.unit * (0.006 + 0.016 * depth) * rng.uniform(0.7, 1.2)
        disc(scene.colour, rng.uniform(0, scene.width), y, radius, hues[int(rng.integers(3))].tolist())


_TREES: tuple[Tree, ...] = (_add_cypress, _add_round_tree, _add_poplar)
