"""Still-life scenes, and the shaded bodies and walls that portraits use too."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Rng, clouds, coordinates, ellipse_points, mix, to_picture
from core.sample.scene import FOLIAGE, LAND, THING, Mood, Scene, blank_scene

Colour = NDArray[Any]


def model_ball(
    scene: Scene,
    x: float,
    y: float,
    across: float,
    down: float,
    colour: Colour,
    light: tuple[float, float],
    turn: float = 0.0,
) -> None:
    """Paint a rounded body: bright towards the light, dark away from it.

    Args:
        scene: to paint into.
        x: of its middle, in pixels.
        y: of its middle, in pixels.
        across: half its width.
        down: half its height.
        colour: its own.
        light: direction of the light source, to the right and down, at most 1 long.
        turn: rotation in radians.
    """
    height, width = scene.height, scene.width
    reach = max(across, down) if turn else 0.0
    tall, wide = max(down, reach), max(across, reach)
    top, bottom = max(0, int(y - tall)), min(height, int(y + tall) + 1)
    left, right = max(0, int(x - wide)), min(width, int(x + wide) + 1)
    if bottom - top < 2 or right - left < 2:
        return
    rows, columns = coordinates(bottom - top, right - left)
    level, plumb = columns + left - x, rows + top - y
    u = (level * np.cos(turn) + plumb * np.sin(turn)) / across
    v = (plumb * np.cos(turn) - level * np.sin(turn)) / down
    inside = u * u + v * v
    front = np.sqrt(np.clip(1 - inside, 0, 1))
    shine = np.clip(0.25 + 0.75 * (u * light[0] + v * light[1] + front * 0.45), 0.0, 1.2)
    lit = mix(mix(colour, scene.mood.dark, 0.72), mix(colour, scene.mood.light, 0.25), shine.astype(np.float32))
    cover = np.clip((1 - inside) * min(across, down) * 0.5, 0, 1)
    patch = (slice(top, bottom), slice(left, right))
    scene.colour[patch] = to_picture(mix(scene.colour[patch], lit, cover))
    scene.angle[patch] = np.where(inside < 1, np.arctan2(v, u) + np.pi / 2, scene.angle[patch])
    scene.zone[patch] = np.where(inside < 1, THING, scene.zone[patch])


def paint_wall(rng: Rng, mood: Mood, height: int, width: int) -> Scene:
    """A wall with light and shade, as background."""
    scene = blank_scene(mood, height, width)
    ground = (mood.dark, mood.sky_high, mood.far, mood.near, mood.sky_low)[int(rng.integers(5))]
    cloudy = clouds(rng, height, width, height * 0.35, 3)
    scene.colour[:] = to_picture(mix(ground, mix(ground, mood.light, 0.4), np.clip(0.3 + cloudy * 0.5, 0, 1)))
    scene.angle[:] = clouds(rng, height, width, height * 0.25, 2) * np.float32(2.4) + np.float32(rng.uniform(0, np.pi))
    scene.zone[:] = LAND
    scene.horizon = height * 0.6
    return scene


def draw_still_life(rng: Rng, mood: Mood, height: int, width: int) -> Scene:
    """Fruit and a vase of flowers on a table."""
    scene = paint_wall(rng, mood, height, width)
    edge = height * rng.uniform(0.58, 0.74)
    cloth = mix(mood.colours[int(rng.choice([3, 4, 6, 8]))], mood.light, 0.15)
    table = np.array([[0, edge], [width, edge + rng.normal(0, 6)], [width, height], [0, height]])
    scene.add(table, cloth, 0.0, LAND)
    light = (float(rng.choice([-0.75, 0.75])), -0.55)
    _bouquet(scene, rng, edge, light)
    for _ in range(int(rng.integers(4, 10))):
        size = scene.unit * rng.uniform(0.05, 0.085)
        foot = edge + rng.uniform(0.02, 0.24) * height
        at = rng.uniform(0.08, 0.92) * width
        scene.add(
            ellipse_points(at - light[0] * size, foot + size * 0.7, size * 1.4, size * 0.35),
            mix(cloth, mood.dark, 0.6),
            0.0,
            LAND,
        )
        hue = mood.colours[int(rng.choice([7, 8, 3, 7]))]
        model_ball(scene, at, foot, size, size * rng.uniform(0.85, 1.05), hue, light)
    return scene


def _bouquet(scene: Scene, rng: Rng, edge: float, light: tuple[float, float]) -> None:
    x = rng.uniform(0.3, 0.7) * scene.width
    tall = scene.height * rng.uniform(0.2, 0.28)
    foot = edge + tall * 0.35
    glaze = scene.mood.colours[int(rng.choice([0, 2, 4, 6, 8]))]
    model_ball(scene, x, foot - tall * 0.45, tall * 0.42, tall * 0.5, glaze, light)
    model_ball(scene, x, foot - tall * 0.85, tall * 0.2, tall * 0.32, glaze, light)
    for _ in range(int(rng.integers(16, 34))):
        turn, reach = rng.uniform(np.pi * 0.95, np.pi * 2.05), tall * rng.uniform(0.2, 1.15)
        at = (x + np.cos(turn) * reach, foot - tall * 1.15 + np.sin(turn) * reach * 0.8)
        leaf = ellipse_points(*at, tall * 0.24, tall * 0.07, turn=turn)
        scene.add(leaf, mix(scene.mood.middle, scene.mood.dark, rng.uniform(0, 0.6)), turn, FOLIAGE)
    for _ in range(int(rng.integers(7, 17))):
        turn, reach = rng.uniform(np.pi * 0.95, np.pi * 2.05), tall * rng.uniform(0.1, 1.1)
        centre = (x + np.cos(turn) * reach, foot - tall * 1.2 + np.sin(turn) * reach * 0.8)
        _blossom(scene, rng, *centre, tall * rng.uniform(0.14, 0.24))


def _blossom(scene: Scene, rng: Rng, x: float, y: float, size: float) -> None:
    petal = scene.mood.colours[int(rng.choice([7, 8, 8, 6, 1]))]
    count = int(rng.integers(7, 13))
    spread = float(rng.uniform(0, 1))
    for index in range(count):
        turn = spread + index * 2 * np.pi / count
        tone = mix(petal, scene.mood.light, rng.uniform(0, 0.35))
        at = (x + np.cos(turn) * size * 0.6, y + np.sin(turn) * size * 0.6)
        scene.add(ellipse_points(*at, size * 0.5, size * 0.24, turn=turn, n=16), tone, turn)
    scene.add(ellipse_points(x, y, size * 0.36, size * 0.36, n=20), mix(scene.mood.dark, scene.mood.near, 0.4), 0.0)
