"""Scenes and colour moods: the subject of a picture before a style is applied.

A `Scene` is a flat coloured sketch with a brush direction and a zone for every pixel. Several painters share the same
scenes and moods, so neither subject nor palette identifies the artist.
"""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Field, Picture, Rng, clouds, coordinates, fill, mix, noise, put, subpixel, to_picture

Colour = NDArray[Any]
Points = NDArray[Any]

SKY, LAND, WATER, THING, FOLIAGE = range(5)


@dataclass(frozen=True)
class Mood:
    """Colours by their role in a picture; each `(3,)` float32 RGB, 0 to 255."""

    sky_high: Colour
    sky_low: Colour
    far: Colour
    middle: Colour
    near: Colour
    dark: Colour
    light: Colour
    accent: Colour
    second: Colour

    @property
    def colours(self) -> NDArray[Any]:
        """All of them, `(9, 3)`, in the order of the fields."""
        return np.stack([getattr(self, field.name) for field in fields(self)])


_MOODS = {
    "noon": "3f7fbf bfdcea 7fa3b5 8aa34a c9a64b 2c3b3a f4ecd2 d8542f e9b93a",
    "starlight": "1a2f6b 4f7db8 31527e 2b5872 25464a 131f35 f6e7a2 f0b429 7fb0c8",
    "harvest": "5b9bb5 e8dca8 b59a52 d9a93a c27a2a 4a3320 fbf0c4 b5402a 5f7d3a",
    "mist at dawn": "8fa6c4 f0c9a8 a7a5bd 8a9aa0 6d7f86 3d4a5c fbe6cf ee7b4a c98aa0",
    "olive grove": "7aa7b0 dfe6d0 8fa58f 7d8f4e b7a26a 3a4030 f3efd8 c8683c d7b65a",
    "rose": "b88aa8 f6d6cd a98db0 b57f86 8a5f6c 43303f fdeee4 d6455a e6b35a",
    "storm": "3b4858 8d9a98 566a66 5f6b45 7a6a42 1e2422 dcd8c0 b1512e c9a24a",
    "autumn": "9db3b8 ead9b0 a9825a b8622f 8e3f26 3a241e f8e8c8 dd8a2a 5c6f4c",
    "garden": "6fae9e d5e8cf 5f9a72 3f7d4f 6aa548 1f3d30 f6f3dc e25a6e f0c84a",
    "lagoon": "2f8fa3 b8e0da 4d9aa0 2f7f86 5bb0a0 143c48 f2f4e4 f08a4b e5c65c",
    "ochre room": "a8763a d9b06a 8c5e30 75492a 5a3620 24170f f6e2b3 b5402c 7a7a4a",
    "winter": "8ea6bf d3d9de a3b0c0 a5b3bd b9b2a8 414a58 f7f3ea b0563c c9a25e",
    "violet hour": "4a4384 c78aa8 5f5a94 5a4a78 473862 1f1a38 f7dcc0 f29a4a 8fb4c8",
    "terracotta": "d99a72 f3d9b8 c07a55 a8563a 7d6a4a 3a2620 fbeed8 2f6f86 e3ac4a",
}
_LOYALTY = 0.65


def draw_mood(rng: Rng, favourites: Sequence[str] = ()) -> Mood:
    """Pick a mood and vary it as a whole: hue, strength of colour, lightness.

    Args:
        rng: source of the choice.
        favourites: moods of two pictures in three; the others draw from all moods.
    """
    names = list(favourites) if favourites and rng.random() < _LOYALTY else list(_MOODS)
    words = _MOODS[names[int(rng.integers(len(names)))]].split()
    turn = rng.normal(0, 0.012)
    strength = rng.uniform(0.75, 1.12)
    light = rng.uniform(0.9, 1.08)
    return Mood(*(_vary(word, turn, strength, light) for word in words))


def _vary(word: str, turn: float, strength: float, light: float) -> Colour:
    red, green, blue = (int(word[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    varied = colorsys.hsv_to_rgb((hue + turn) % 1, min(1.0, saturation * strength), min(1.0, value * light))
    return np.array(varied, np.float32) * 255


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
    """Water below the row `shore` that mirrors the scene above it, broken by ripples."""
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
