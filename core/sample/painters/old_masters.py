"""Pastiches of Dürer and Rembrandt: drawing by light and dark.

Dürer: engraved lines that swell with the dark and follow the form. Rembrandt: one light in a brown darkness.
"""

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
    paper,
    relief,
    sample,
    scatter,
    stray,
    to_picture,
    trace,
    weave,
)
from core.sample.landscapes import draw_landscape
from core.sample.portraits import draw_portrait
from core.sample.scene import THING, Mood, Scene
from core.sample.still_life import draw_still_life


def paint_durer(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Prints and drawings on white or toned paper, some of them hand-coloured."""
    subject = rng.random()
    draw = draw_landscape if subject < 0.55 else draw_still_life if subject < 0.75 else draw_portrait
    scene = draw(rng, mood, height, width)
    shade = _darkness(scene.colour, rng)
    ink = np.maximum(_hatching(shade, scene.angle, rng, min(height, width) / 400), _contours(scene.colour, rng))
    sheet = _sheet(scene.colour, shade, mood, rng)
    printed = mix(sheet, mix(mood.dark, np.zeros(3), rng.uniform(0.1, 0.6)), ink * np.float32(0.93))
    return finish(printed, paper(rng, height, width), 0.05, vignette=rng.uniform(0.05, 0.2))


def _darkness(colour: Picture, rng: Rng) -> Field:
    """How dark each place is, 0 to 1, stretched to the whole range of a print."""
    grey = cv2.GaussianBlur(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), (0, 0), 2.5).astype(np.float32)
    low, high = np.percentile(grey[::4, ::4], (3, 93))
    shade = np.clip((high - grey) / max(high - low, 70), 0, 1)
    middle = max(0.15, float(shade.mean()))
    return np.asarray(shade ** np.clip(np.log(0.4) / np.log(min(middle, 0.85)), 0.7, 2.2), dtype=np.float32)


def _hatching(shade: Field, angle: Field, rng: Rng, size: float) -> Field:
    """Three layers of lines, each begun at a darker tone and laid across the one before."""
    height, width = shade.shape
    rows, columns = coordinates(height, width)
    pitch = rng.uniform(8.5, 12.0) * size
    first = rng.uniform(0, np.pi)
    bulge = cv2.GaussianBlur(shade, (0, 0), 7) * np.float32(pitch * rng.uniform(1.0, 2.2))
    bend = clouds(rng, height, width, height * 0.4, 2) * np.float32(pitch * 3.0) + bulge
    tremor = noise(rng, height, width, 9) * np.float32(0.06)
    ink = np.zeros((height, width), np.float32)
    for turn, begins, full in ((0.0, 0.12, 0.75), (1.05, 0.42, 0.6), (-0.75, 0.7, 0.5)):
        heading = first + turn + rng.normal(0, 0.08)
        phase = (columns * np.cos(heading) + rows * np.sin(heading) + bend) / np.float32(pitch)
        wave = np.abs(phase - np.floor(phase) - 0.5) * np.float32(2)
        breadth = np.clip((shade - begins) / (1 - begins), 0, 1) * np.float32(full) + np.float32(0.12)
        drawn = np.clip((breadth + tremor - wave) * np.float32(pitch * 0.6), 0, 1)
        ink = np.maximum(ink, drawn * np.clip((shade - begins) * 12, 0, 1))
    return ink


def _contours(colour: Picture, rng: Rng) -> Field:
    """Outlines where the sketch changes sharply."""
    step = cv2.morphologyEx(cv2.GaussianBlur(colour, (0, 0), 1.0), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    red, green, blue = cv2.split(step)
    edge = cv2.max(cv2.max(red, green), blue).astype(np.float32)
    return np.asarray(np.clip((edge - rng.uniform(24, 34)) / 24, 0, 1), dtype=np.float32)


def _sheet(colour: Picture, shade: Field, mood: Mood, rng: Rng) -> Field:
    """White paper, toned paper with lights in white, or a print washed with colour."""
    height, width = shade.shape
    cream = mix(mood.light, np.array([236, 224, 196]), rng.uniform(0.2, 0.8))
    kind = rng.random()
    if kind < 0.25:
        return np.broadcast_to(cream, (height, width, 3)).astype(np.float32)
    if kind < 0.6:
        tone = mix(mood.colours[int(rng.choice([0, 1, 2, 3, 4, 8]))], cream, rng.uniform(0.15, 0.45))
        light = np.clip(1 - shade * rng.uniform(3.0, 4.5), 0, 1)
        rows, columns = coordinates(height, width)
        phase = (columns * 0.5 + rows + shade * 30 + noise(rng, height, width, 60) * 14) / np.float32(8.5)
        wave = np.abs(phase - np.floor(phase) - 0.5) * np.float32(2)
        whites = np.clip((light * 0.85 - wave) * 4, 0, 0.85)
        return mix(tone, mix(mood.light, np.full(3, 255), 0.4), whites)
    pale = cv2.GaussianBlur(colour, (0, 0), 5)
    wash = np.clip(0.65 + noise(rng, height, width, 50) * 0.35, 0.2, 0.95).astype(np.float32)
    return mix(cream, mix(pale, cream, 0.25), wash)


def paint_rembrandt(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
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
