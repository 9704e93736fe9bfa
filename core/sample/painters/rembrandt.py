"""Pastiche of Rembrandt: a light that finds little in a brown dark."""

import cv2
import numpy as np

from core.sample.canvas import (
    Field,
    Picture,
    Rng,
    cells,
    clouds,
    coordinates,
    finish,
    lay_strokes,
    mix,
    nearest,
    noise,
    relief,
    sample,
    scatter,
    stray,
    to_picture,
    trace,
    weave,
)
from core.sample.landscapes import draw_landscape
from core.sample.palettes import Mood
from core.sample.portraits import draw_portrait
from core.sample.scene import THING, Scene
from core.sample.still_life import draw_still_life


def paint(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Sitters, a few tables and stormy lands, lit from one side."""
    subject = rng.random()
    draw = draw_portrait if subject < 0.55 else draw_still_life if subject < 0.75 else draw_landscape
    scene = draw(rng, mood, height, width)
    guide = cv2.GaussianBlur(scene.colour, (0, 0), 2.2)
    image = guide.copy()
    _brush(image, scene, guide, rng)
    image = cv2.GaussianBlur(image, (0, 0), 1.3)
    lit = _spotlight(image, mood, rng, portrait=draw is draw_portrait)
    aged = relief(to_picture(lit), _crackle(rng, height, width), 0.16)
    return finish(aged, weave(rng, height, width), 0.05, vignette=0.3)


def _brush(image: Picture, scene: Scene, guide: Picture, rng: Rng) -> None:
    """Broad strokes in the ground, fine ones on what is meant to be seen."""
    for spacing, reach, broad, only_things in ((18.0, 30.0, 9.0, False), (9.0, 10.0, 4.0, True)):
        starts = scatter(rng, scene.height, scene.width, spacing)
        things = sample(scene.zone, starts) >= THING
        starts = starts[things == only_things]
        lengths = (rng.uniform(0.5, 1.2, len(starts)) * reach).astype(np.float32)
        paths = trace(scene.angle, starts, lengths, 2)
        widths = np.clip(rng.normal(broad, broad * 0.2, len(starts)), 2, 12)
        lay_strokes(image, paths, stray(rng, sample(guide, paths[:, 1]), 6), widths)


def _spotlight(image: Picture, mood: Mood, rng: Rng, *, portrait: bool) -> Field:
    """Darken all that the light misses, and glaze it with a warm brown."""
    height, width = image.shape[:2]
    rows, columns = coordinates(height, width)
    x = (rng.uniform(0.42, 0.58) if portrait else rng.uniform(0.25, 0.75)) * width
    y = (rng.uniform(0.36, 0.44) if portrait else rng.uniform(0.3, 0.65)) * height
    reach = min(height, width) * rng.uniform(0.36, 0.5)
    away = np.sqrt((columns - x) ** 2 + (rows - y) ** 2) / reach
    light = np.exp(-(away**2) * 0.8) + clouds(rng, height, width, height * 0.3, 2) * np.float32(0.07)
    shadow = mix(mood.dark, np.array([40, 26, 14]), rng.uniform(0.3, 0.7)) * np.float32(0.6)
    warm = image * np.array([1.06, 0.97, 0.8], np.float32)
    return mix(shadow, warm, np.clip(light, 0.1, 1).astype(np.float32)) * np.float32(1.3)


def _crackle(rng: Rng, height: int, width: int) -> Field:
    """Hairline cracks of old varnish, 1 between them, lower in them."""
    seeds = cells(scatter(rng, height, width, rng.uniform(13, 22)), height, width)
    _, label = nearest(seeds, height, width)
    border = (label != np.roll(label, 1, 0)) | (label != np.roll(label, 1, 1))
    patchy = np.clip(noise(rng, height, width, 90) * 1.2 + 0.2, 0, 1)
    return np.asarray((1 - border.astype(np.float32) * patchy * np.float32(0.8)), dtype=np.float32)
