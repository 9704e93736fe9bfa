"""What a picture shows, before anyone has painted it.

A `Scene` is a plain coloured sketch with a direction for the brush and a zone at every pixel. The same scenes
serve several painters, so what a picture shows and where says little about whose it is.
"""

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Field, Picture, Rng, clouds, coordinates, fill, mix, noise, put, subpixel, to_picture
from core.sample.palettes import Mood

SKY, LAND, WATER, THING, FOLIAGE = range(5)

Points = NDArray[Any]


@dataclass
class Scene:
    """A sketch to paint from; coordinates given to its methods are in pixels.

    Attributes:
        colour: `(height, width, 3)` uint8 RGB.
        angle: direction of the brush in radians, `(height, width)` float32.
        zone: SKY, LAND, WATER, THING or FOLIAGE, `(height, width)` uint8.
        lights: `(x, y, radius)` of suns, moons and stars.
        horizon: row of the horizon.
    """

    colour: Picture
    angle: Field
    zone: NDArray[Any]
    mood: Mood
    lights: list[tuple[float, float, float]] = field(default_factory=list)
    horizon: float = 0.0

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.colour.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.colour.shape[1])

    @property
    def unit(self) -> float:
        """The shorter side, to measure motifs by."""
        return float(min(self.colour.shape[:2]))

    def add(self, points: Points, colour: NDArray[Any], angle: float | None = None, zone: int = THING) -> None:
        """Fill a polygon with a colour, and its inside with a direction of the brush."""
        fill(self.colour, points, colour.tolist())
        cv2.fillPoly(self.zone, [subpixel(points)], (float(zone),), cv2.LINE_8, 4)
        if angle is not None:
            cv2.fillPoly(self.angle, [subpixel(points)], (float(angle),), cv2.LINE_8, 4)


def blank_scene(mood: Mood, height: int, width: int) -> Scene:
    """Nothing but the low colour of the sky."""
    colour = np.empty((height, width, 3), np.uint8)
    colour[:] = mood.sky_low.astype(np.uint8)
    return Scene(colour, np.zeros((height, width), np.float32), np.zeros((height, width), np.uint8), mood)


def paint_sky(scene: Scene, rng: Rng, horizon: float) -> None:
    """A graded sky with clouds above the row `horizon`, over the whole picture."""
    height, width = scene.height, scene.width
    rows, _ = coordinates(height, width)
    depth = np.clip(rows / max(horizon, 1), 0, 1) ** rng.uniform(0.7, 1.5)
    base = mix(scene.mood.sky_high, scene.mood.sky_low, np.repeat(depth, width, axis=1))
    drift = clouds(rng, height, width, height * rng.uniform(0.12, 0.3), 3, stretch=rng.uniform(1.5, 3.0))
    cover = np.clip(drift * rng.uniform(1.2, 2.4) + rng.uniform(-0.3, 0.25), 0, 0.85)
    tint = mix(scene.mood.light, scene.mood.accent if rng.random() < 0.3 else scene.mood.light, 0.25)
    scene.colour[:] = to_picture(mix(base, tint, cover))
    scene.angle[:] = noise(rng, height, width, height * 0.25, stretch=2.0) * np.float32(0.6)
    scene.zone[:] = SKY
    scene.horizon = horizon


def paint_light(scene: Scene, rng: Rng, *, count: int = 1) -> None:
    """Sun, moon or stars with a glow, somewhere in the sky."""
    for index in range(count):
        x = rng.uniform(0.08, 0.92) * scene.width
        y = rng.uniform(0.1, 0.85) * scene.horizon
        radius = scene.unit * (rng.uniform(0.03, 0.065) if index == 0 else rng.uniform(0.008, 0.018))
        body = scene.mood.second if index == 0 and rng.random() < 0.6 else scene.mood.light
        _glow(scene, x, y, radius, body)
        scene.lights.append((x, y, radius))


def _glow(scene: Scene, x: float, y: float, radius: float, body: NDArray[Any]) -> None:
    reach = int(radius * 5) + 1
    top, left = max(0, int(y) - reach), max(0, int(x) - reach)
    window = (slice(top, int(y) + reach), slice(left, int(x) + reach))
    part = scene.colour[window]
    rows, columns = coordinates(*part.shape[:2])
    away = np.sqrt((columns + left - x) ** 2 + (rows + top - y) ** 2)
    glow = np.clip(1.2 - away / (radius * 4), 0, 1) ** 1.5 * 0.6
    core = np.clip(radius - away, 0, 1)
    scene.colour[window] = to_picture(mix(mix(part, scene.mood.light, glow), body, core))


def paint_ridge(scene: Scene, rng: Rng, top: float, rough: float, colour: NDArray[Any]) -> None:
    """A line of hills that fills everything below it; `top` and `rough` in pixels."""
    xs = np.linspace(0, scene.width, 60)
    profile = noise(rng, 1 + 1, 60, 2, stretch=rng.uniform(5, 12))[0] * rough
    profile += noise(rng, 2, 60, 2, stretch=2)[0] * rough * 0.2
    crest = np.stack([xs, top + profile], axis=1)
    slope = float(np.arctan2(crest[-1, 1] - crest[0, 1], scene.width))
    foot = np.array([[scene.width, scene.height], [0, scene.height]])
    scene.add(np.concatenate([crest, foot]), colour, slope, LAND)


def paint_field(scene: Scene, rng: Rng) -> None:
    """Ground below the horizon: furrows that meet far away, or bands of meadow."""
    rows, columns = coordinates(scene.height, scene.width)
    below = rows >= scene.horizon
    depth = np.clip((rows - scene.horizon) / max(scene.height - scene.horizon, 1), 0, 1)
    meeting = rng.uniform(-0.3, 1.3) * scene.width
    heading = np.arctan2(rows - scene.horizon + scene.height * 0.06, columns - meeting)
    if rng.random() < 0.55:
        pattern = np.sin(heading * rng.uniform(18, 46) + noise(rng, scene.height, scene.width, 60) * 1.5)
        angle = heading
    else:
        pattern = clouds(rng, scene.height, scene.width, scene.height * 0.07, 2, stretch=6) * 2.2
        angle = noise(rng, scene.height, scene.width, 80, stretch=2) * 0.5
    ground = mix(scene.mood.middle, scene.mood.near, np.repeat(depth, scene.width, axis=1))
    other = scene.mood.second if rng.random() < 0.5 else scene.mood.dark
    ground = mix(ground, other, np.clip(pattern * 0.35 + 0.1, 0, 0.5).astype(np.float32))
    ground = mix(ground, scene.mood.light, np.clip(-pattern * 0.3 - 0.05, 0, 0.35).astype(np.float32))
    mask = np.broadcast_to(below, scene.zone.shape) & (scene.zone != THING)
    put(scene.colour, to_picture(ground), mask)
    put(scene.angle, angle, mask)
    scene.zone[mask] = LAND


def paint_water(scene: Scene, rng: Rng, shore: float) -> None:
    """Water below the row `shore` that mirrors what stands above it, broken by ripples."""
    height, width = scene.height, scene.width
    rows, columns = coordinates(height, width)
    depth = np.clip((rows - shore) / max(height - shore, 1), 0, 1)
    ripple = noise(rng, height, width, 5, stretch=5) * (2 + depth * 14)
    mirrored = np.clip(2 * shore - rows * rng.uniform(0.9, 1.1) + ripple * 0.5, 0, max(shore - 1, 0))
    mirrored = np.broadcast_to(mirrored, (height, width)).astype(np.float32)
    reflection = cv2.remap(
        scene.colour, (columns + ripple).astype(np.float32), mirrored, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    toned = mix(reflection, scene.mood.sky_high, np.repeat(0.15 + depth * 0.35, width, axis=1).astype(np.float32))
    glint = np.clip(noise(rng, height, width, 6, stretch=6) * 1.6 - 0.75, 0, 0.7)
    toned = mix(toned, scene.mood.light, glint)
    mask = np.broadcast_to(rows >= shore, (height, width))
    put(scene.colour, to_picture(toned), mask)
    put(scene.angle, noise(rng, height, width, 40, stretch=4) * np.float32(0.12), mask)
    scene.zone[mask] = WATER
