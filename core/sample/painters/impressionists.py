"""Pastiches of Monet, Seurat and van Gogh: light in separate touches of colour.

Monet: short dabs that dissolve into haze. Seurat: dots, with complementary colours among them. Van Gogh: thick strokes
that follow the shapes they describe.
"""

import cv2
import numpy as np

from core.sample.canvas import (
    Field,
    Picture,
    Rng,
    clouds,
    coordinates,
    finish,
    lay_dots,
    lay_strokes,
    mix,
    noise,
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
from core.sample.portraits import draw_portrait
from core.sample.scene import FOLIAGE, LAND, SKY, THING, WATER, Mood, Scene
from core.sample.still_life import draw_still_life

_SPREAD_OF_DIRECTION = {SKY: 0.5, WATER: 0.08, FOLIAGE: 1.2}


def paint_monet(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Water, gardens and haystacks in soft dabs."""
    scene = draw_landscape(rng, mood, height, width)
    soft = _haze(scene, rng)
    image = soft.copy()
    _dab(image, scene, soft, rng, spacing=13, length=22, broad=9, vary=11)
    image = cv2.GaussianBlur(image, (0, 0), 1.6)
    _dab(image, scene, soft, rng, spacing=11.5, length=15, broad=5, vary=12, only=(SKY, LAND, WATER))
    _dab(image, scene, soft, rng, spacing=7, length=9, broad=4, vary=13, only=(THING, FOLIAGE))
    image = cv2.GaussianBlur(image, (0, 0), 0.8)
    return finish(image, weave(rng, height, width), 0.05)


def _haze(scene: Scene, rng: Rng) -> Picture:
    """Soften the sketch and let light swallow the distance."""
    height, width = scene.height, scene.width
    rows, _ = coordinates(height, width)
    soft = cv2.GaussianBlur(scene.colour, (0, 0), 2.5)
    nearness = np.abs(rows - scene.horizon) / np.float32(height)
    veil = np.clip(0.55 - nearness * 1.4, 0.06, 0.5) * rng.uniform(0.2, 0.9)
    veil = veil + noise(rng, height, width, height * 0.2, stretch=2) * 0.08
    glow = mix(scene.mood.light, scene.mood.sky_low, rng.uniform(0.2, 0.7))
    return to_picture(mix(soft, glow, np.clip(veil, 0, 0.7).astype(np.float32)))


def _dab(
    image: Picture,
    scene: Scene,
    guide: Picture,
    rng: Rng,
    *,
    spacing: float,
    length: float,
    broad: float,
    vary: float,
    only: tuple[int, ...] = (),
) -> None:
    """Touches of about `length` by `broad` pixels over the whole picture, or over the zones in `only`."""
    size = scene.unit / 400
    places = scatter(rng, scene.height, scene.width, spacing * size)
    zones = sample(scene.zone, places)
    if only:
        places, zones = places[np.isin(zones, only)], zones[np.isin(zones, only)]
    spread = np.full(len(places), 0.3, np.float32)
    for zone, amount in _SPREAD_OF_DIRECTION.items():
        spread[zones == zone] = amount
    turn = rng.standard_normal(len(places), dtype=np.float32) * spread
    half = (rng.uniform(0.5, 1.3, len(places)) * length * size / 2).astype(np.float32)
    reach = np.stack([np.cos(turn) * half, np.sin(turn) * half], axis=1)
    paths = np.stack([places - reach, places + reach], axis=1)
    widths = np.clip(rng.normal(broad * size, 1.5, len(places)), 2, 14)
    lay_strokes(image, paths, stray(rng, sample(guide, places), vary), widths)


def paint_seurat(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Harbours, parks and a few sitters in dots, often inside a painted border."""
    subject = rng.random()
    draw = draw_landscape if subject < 0.8 else draw_still_life if subject < 0.9 else draw_portrait
    scene = draw(rng, mood, height, width)
    guide = cv2.GaussianBlur(scene.colour, (0, 0), 1.5)
    if rng.random() < 0.5:
        guide = _border(guide, mood, rng)
    size = min(height, width) / 400
    ground = to_picture(mix(mix(guide, mood.light, 0.35), mood.far, 0.15))
    image = lay_dots(rng, ground, _opposite(guide), 10 * size, 4.3 * size, 13)
    image = lay_dots(rng, image, guide, 8.4 * size, 4.3 * size, 15)
    image = lay_dots(rng, image, to_picture(mix(guide, mood.light, 0.25)), 17 * size, 3.9 * size, 13)
    return finish(image, weave(rng, height, width), 0.025)


def _opposite(guide: Picture) -> Picture:
    """The complement of every colour, as light as the colour itself."""
    grey = cv2.cvtColor(cv2.cvtColor(guide, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return to_picture(np.asarray(cv2.addWeighted(grey, 1.4, guide, -0.4, 0), dtype=np.float32))


def _border(guide: Picture, mood: Mood, rng: Rng) -> Picture:
    """A band of darker dots around the picture, as the painter framed his own."""
    height, width = guide.shape[:2]
    band = round(min(height, width) * rng.uniform(0.03, 0.05))
    framed = to_picture(mix(_opposite(guide), mood.dark, 0.6))
    framed[band : height - band, band : width - band] = guide[band : height - band, band : width - band]
    return framed


def paint_van_gogh(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
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
