"""Pastiche of Claude Monet: short broken touches that dissolve into light and haze."""

import cv2
import numpy as np

from core.sample.canvas import (
    Picture,
    Rng,
    coordinates,
    finish,
    lay_strokes,
    mix,
    noise,
    sample,
    scatter,
    stray,
    to_picture,
    weave,
)
from core.sample.landscapes import draw_landscape
from core.sample.palettes import Mood
from core.sample.scene import FOLIAGE, LAND, SKY, THING, WATER, Scene

_SPREAD_OF_DIRECTION = {SKY: 0.5, WATER: 0.08, FOLIAGE: 1.2}


def paint(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
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
