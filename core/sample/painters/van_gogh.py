"""Pastiche of Vincent van Gogh: thick strokes that follow everything they describe."""

import numpy as np

from core.sample.canvas import (
    Field,
    Picture,
    Rng,
    clouds,
    coordinates,
    finish,
    lay_strokes,
    mix,
    relief,
    sample,
    scatter,
    stray,
    streaks,
    to_picture,
    trace,
    weave,
)
from core.sample.landscapes import draw_landscape
from core.sample.palettes import Mood
from core.sample.portraits import draw_portrait
from core.sample.scene import FOLIAGE, LAND, SKY, THING, WATER, Scene
from core.sample.still_life import draw_still_life


def paint(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Landscapes, sunflowers and sitters in swirling strokes of thick paint."""
    subject = rng.random()
    draw = draw_landscape if subject < 0.72 else draw_still_life if subject < 0.87 else draw_portrait
    scene = draw(rng, mood, height, width)
    angle = _swirl(scene, rng)
    image, thickness = _stroke(scene, angle, rng)
    bristles = streaks(rng, angle, reach=16)
    surface = thickness + bristles * np.float32(0.10)
    lit = relief(image, surface, rng.uniform(0.45, 0.7))
    return finish(lit, weave(rng, height, width), 0.02)


def _swirl(scene: Scene, rng: Rng) -> Field:
    """Directions of the sketch, with eddies in the sky and around its lights."""
    height, width = scene.height, scene.width
    current = clouds(rng, height, width, height * rng.uniform(0.3, 0.5), 2, stretch=1.5) * np.float32(40)
    rows, columns = coordinates(height, width)
    eddies = [(x, y, radius * 3.2) for x, y, radius in scene.lights]
    eddies += [
        (rng.uniform(0, width), rng.uniform(0, scene.horizon), scene.unit * rng.uniform(0.06, 0.13))
        for _ in range(int(rng.integers(0, 3)))
    ]
    for x, y, radius in eddies:
        away = ((columns - x) ** 2 + (rows - y) ** 2) / np.float32(2 * radius * radius)
        current += np.exp(-away) * np.float32(radius * 1.6 * rng.choice([-1, 1]))
    down, across = np.gradient(current)
    flowing = np.arctan2(-across, down).astype(np.float32)
    angle = scene.angle + clouds(rng, height, width, height * 0.12, 2) * np.float32(0.35)
    return np.where(scene.zone == SKY, flowing, angle).astype(np.float32)


def _stroke(scene: Scene, angle: Field, rng: Rng) -> tuple[Picture, Field]:
    """Lay the strokes; gives the picture and the thickness of the paint, 0 to 1."""
    height, width = scene.height, scene.width
    ground = mix(scene.colour, scene.mood.dark, 0.12)
    layered = np.dstack([to_picture(ground), np.full((height, width), 90, np.uint8)])
    size = scene.unit / 400
    everywhere, open_land, things = (SKY, LAND, WATER, THING, FOLIAGE), (SKY, LAND, WATER), (THING, FOLIAGE)
    layers = ((17.0, 46.0, 9.5, everywhere), (12.5, 34.0, 6.0, open_land), (7.0, 16.0, 3.6, things))
    for spacing, reach, broad, zones in layers:
        starts = scatter(rng, height, width, spacing * size)
        starts = starts[np.isin(sample(scene.zone, starts), zones)]
        count = len(starts)
        lengths = (rng.uniform(0.6, 1.25, count) * reach * size).astype(np.float32)
        heading = sample(angle, starts)
        starts -= np.stack([np.cos(heading), np.sin(heading)], axis=1) * lengths[:, None] * np.float32(0.5)
        paths = trace(angle, starts, lengths, 2 if zones is things else 3)
        colours = stray(rng, sample(scene.colour, paths[:, 1]), 9 if zones is things else 14)
        bodies = rng.uniform(60, 255, (count, 1)).astype(np.float32)
        widths = np.clip(rng.normal(broad * size, broad * 0.15, count), 2, 13)
        lay_strokes(layered, paths, np.concatenate([colours, bodies], axis=1), widths)
    return np.ascontiguousarray(layered[..., :3]), layered[..., 3].astype(np.float32) / np.float32(255)
