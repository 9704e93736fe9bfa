"""Whole compositions in the open air, for every painter who goes there."""

from collections.abc import Callable

import numpy as np

from core.sample import motifs
from core.sample.canvas import Rng, disc, ellipse_points, mix
from core.sample.palettes import Mood
from core.sample.scene import LAND, Scene, blank_scene, paint_field, paint_light, paint_ridge, paint_sky, paint_water

Tree = Callable[[Scene, Rng, float, float, float, np.ndarray], None]
_TREES: tuple[Tree, ...] = (motifs.add_cypress, motifs.add_round_tree, motifs.add_poplar)


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
        motifs.add_house(
            scene, rng, rng.uniform(0.05, 0.8) * scene.width, horizon + 6, scene.unit * rng.uniform(0.1, 0.2)
        )
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
        motifs.add_flowers(scene, rng, horizon + scene.height * 0.12, int(rng.integers(30, 120)))


def _shore(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.25, 0.55)
    if rng.random() < 0.6:
        _grove(scene, rng, horizon, int(rng.integers(2, 6)), scene.unit * rng.uniform(0.1, 0.3))
    if rng.random() < 0.4:
        motifs.add_church(
            scene, rng, rng.uniform(0.05, 0.8) * scene.width, horizon, scene.unit * rng.uniform(0.12, 0.25)
        )
    paint_water(scene, rng, horizon)
    for _ in range(int(rng.integers(1, 6))):
        depth = rng.random()
        foot = horizon + (scene.height - horizon) * (0.06 + 0.75 * depth)
        motifs.add_boat(scene, rng, rng.uniform(0.05, 0.95) * scene.width, foot, scene.unit * (0.06 + 0.22 * depth))
    if rng.random() < 0.35:
        paint_ridge(scene, rng, scene.height * 0.9, scene.height * 0.06, mix(scene.mood.near, scene.mood.dark, 0.2))
        for _ in range(int(rng.integers(1, 4))):
            motifs.add_person(
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
        motifs.add_person(scene, rng, meeting + rng.normal(0, 0.1) * scene.width, foot, scene.height * 0.25 * depth)


def _village(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.4, 0.7)
    paint_field(scene, rng)
    motifs.add_church(scene, rng, rng.uniform(0.15, 0.7) * scene.width, horizon + 8, scene.unit * rng.uniform(0.3, 0.5))
    for _ in range(int(rng.integers(4, 9))):
        foot = horizon + rng.uniform(0, 0.16) * scene.height
        motifs.add_house(scene, rng, rng.uniform(-0.05, 0.9) * scene.width, foot, scene.unit * rng.uniform(0.1, 0.24))
    _grove(scene, rng, horizon + scene.height * 0.15, int(rng.integers(3, 8)), scene.unit * rng.uniform(0.12, 0.35))


def _stacks(scene: Scene, rng: Rng) -> None:
    horizon = _open(scene, rng, 0.3, 0.55)
    _grove(scene, rng, horizon + 4, int(rng.integers(3, 9)), scene.unit * rng.uniform(0.06, 0.14))
    paint_field(scene, rng)
    for depth in np.sort(rng.random(int(rng.integers(1, 5)))):
        foot = horizon + (scene.height - horizon) * (0.12 + 0.7 * depth)
        motifs.add_haystack(scene, rng, rng.uniform(0.1, 0.9) * scene.width, foot, scene.unit * (0.14 + 0.34 * depth))


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
