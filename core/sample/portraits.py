"""Portrait scenes: a sitter with random head, dress and pose.

Proportions are drawn for every sitter: two pictures of one mannequin would count as the same work in the search for
same works.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Rng, ellipse_points, line, mix
from core.sample.scene import Mood, Scene
from core.sample.still_life import model_ball, paint_wall

Colour = NDArray[Any]

_SKINS = np.array([(244, 208, 172), (232, 186, 146), (212, 158, 116), (178, 120, 82), (140, 92, 60)], np.float32)


@dataclass(frozen=True)
class Sitter:
    """Where a head is and how it is built; lengths in units of `size` unless said otherwise.

    Attributes:
        x: middle of the head in pixels.
        y: middle of the head in pixels.
        size: about half the height of the head in pixels.
        wide: half the width of the head.
        long: half the height of the head.
        tilt: lean of the head in radians.
        look: turn of the face, towards the light if positive.
        light: direction of the light source, to the right and down.
    """

    x: float
    y: float
    size: float
    wide: float
    long: float
    tilt: float
    look: float
    light: tuple[float, float]
    skin: Colour
    hair: Colour
    coat: Colour

    def at(self, across: float, down: float) -> tuple[float, float]:
        """A place on the leaning head, in pixels."""
        cosine, sine = np.cos(self.tilt), np.sin(self.tilt)
        return (
            self.x + (across * cosine - down * sine) * self.size,
            self.y + (across * sine + down * cosine) * self.size,
        )

    def ball(self, scene: Scene, across: float, down: float, size: tuple[float, float], colour: Colour) -> None:
        """A rounded part of the head or what it wears."""
        model_ball(
            scene, *self.at(across, down), size[0] * self.size, size[1] * self.size, colour, self.light, self.tilt
        )

    def spot(
        self, scene: Scene, across: float, down: float, size: tuple[float, float], colour: Colour, turn: float = 0.0
    ) -> None:
        """A flat mark on the face."""
        x, y = self.at(across, down)
        outline = ellipse_points(x, y, size[0] * self.size, size[1] * self.size, turn=turn + self.tilt, n=24)
        scene.add(outline, colour, 0.0)


def draw_portrait(rng: Rng, mood: Mood, height: int, width: int) -> Scene:
    """Draw a sitter from the head to the chest or the waist, near or farther away."""
    scene = paint_wall(rng, mood, height, width)
    size = scene.unit * rng.uniform(0.115, 0.225)
    side = float(rng.choice([-1.0, 1.0]))
    sitter = Sitter(
        x=rng.uniform(0.3, 0.7) * width,
        y=rng.uniform(0.28, 0.46) * height,
        size=size,
        wide=rng.uniform(0.66, 0.95),
        long=rng.uniform(0.98, 1.25),
        tilt=rng.normal(0, 0.13),
        look=side * rng.uniform(0.02, 0.34),
        light=(side * rng.uniform(0.45, 0.9), rng.uniform(-0.75, -0.2)),
        skin=mix(_SKINS[int(rng.integers(len(_SKINS)))], mood.light, 0.2),
        hair=mix(mood.dark, mood.colours[int(rng.choice([4, 7, 8, 6]))], rng.uniform(0, 0.6)),
        coat=mood.colours[int(rng.choice([0, 2, 3, 4, 5, 5, 7]))],
    )
    _dress(scene, rng, sitter)
    _head(scene, rng, sitter)
    _cover_head(scene, rng, sitter)
    return scene


def _dress(scene: Scene, rng: Rng, sitter: Sitter) -> None:
    """Shoulders, sloped or broad, one before the other, and neckwear."""
    x, y, size = sitter.x - sitter.look * sitter.size * 0.4, sitter.y, sitter.size
    slope, broad = rng.uniform(0.95, 1.5), rng.uniform(0.75, 1.35)
    for side in rng.permutation([-1.0, 1.0]):
        reach = broad * rng.uniform(0.8, 1.25)
        down = y + size * (slope + 1.1 + rng.uniform(0, 0.6))
        model_ball(
            scene, x + side * reach * size, down, size * reach, size * 1.1, sitter.coat, sitter.light, side * 0.5
        )
    chest = y + size * (slope + 2.6)
    model_ball(scene, x, chest, size * broad * rng.uniform(1.5, 2.0), size * 2.3, sitter.coat, sitter.light)
    model_ball(
        scene,
        x,
        y + size * 1.1,
        size * rng.uniform(0.34, 0.52),
        size * 0.8,
        mix(sitter.skin, scene.mood.dark, 0.3),
        sitter.light,
    )
    _NECKWEAR[int(rng.integers(len(_NECKWEAR)))](scene, rng, sitter, x, y + size * rng.uniform(1.25, 1.5))


def _ruff(scene: Scene, rng: Rng, sitter: Sitter, x: float, y: float) -> None:
    broad = sitter.size * rng.uniform(0.85, 1.5)
    deep = broad * rng.uniform(0.22, 0.42)
    model_ball(scene, x, y, broad, deep, scene.mood.light, sitter.light, sitter.tilt)
    count = int(rng.integers(9, 17))
    for turn in np.linspace(0, 2 * np.pi, count, endpoint=False):
        edge = np.array([[x, y], [x + np.cos(turn) * broad * 0.95, y + np.sin(turn) * deep * 0.95]])
        line(scene.colour, edge, mix(scene.mood.light, scene.mood.dark, 0.35).tolist(), 1)


def _open_collar(scene: Scene, rng: Rng, sitter: Sitter, x: float, y: float) -> None:
    wide, deep = rng.uniform(0.4, 0.85), rng.uniform(0.6, 1.7)
    lean = rng.normal(0, 0.25)
    outline = np.array([[-wide, 0.0], [lean, deep], [wide * rng.uniform(0.7, 1.2), 0.05], [0.3, -0.3], [-0.3, -0.3]])
    scene.add(outline * sitter.size + np.array([x, y]), mix(scene.mood.light, sitter.coat, rng.uniform(0.05, 0.3)), 1.0)


def _shawl(scene: Scene, rng: Rng, sitter: Sitter, x: float, y: float) -> None:
    cloth = scene.mood.colours[int(rng.choice([1, 6, 7, 8]))]
    for side in (-1.0, 1.0):
        across = x + side * sitter.size * rng.uniform(0.4, 0.8)
        model_ball(
            scene,
            across,
            y + sitter.size * 0.5,
            sitter.size * 0.4,
            sitter.size * rng.uniform(0.9, 1.5),
            cloth,
            sitter.light,
            -side * rng.uniform(0.4, 0.8),
        )


def _chain(scene: Scene, rng: Rng, sitter: Sitter, x: float, y: float) -> None:
    along = np.linspace(-1, 1, 18)
    wide, deep = rng.uniform(0.6, 1.2), rng.uniform(0.7, 1.6)
    drop = np.stack([x + along * wide * sitter.size, y + (1 - along**2) * deep * sitter.size], axis=1)
    line(scene.colour, drop, mix(scene.mood.second, scene.mood.light, 0.3).tolist(), max(2, round(sitter.size * 0.06)))


_NECKWEAR = (_ruff, _open_collar, _open_collar, _shawl, _chain)


def _head(scene: Scene, rng: Rng, sitter: Sitter) -> None:
    hair = rng.random()
    if hair < 0.75:
        sitter.ball(
            scene,
            -sitter.look * 0.4,
            rng.uniform(-0.45, -0.12),
            (sitter.wide * rng.uniform(1.1, 1.45), sitter.long * rng.uniform(0.85, 1.1)),
            sitter.hair,
        )
    if hair < 0.35:
        for side in (-1.0, 1.0):
            fall = rng.uniform(0.3, 0.9)
            sitter.ball(
                scene,
                side * sitter.wide * rng.uniform(0.8, 1.0),
                fall,
                (rng.uniform(0.25, 0.45), rng.uniform(0.7, 1.2)),
                sitter.hair,
            )
    bearded = rng.random() < 0.35
    if bearded:
        sitter.ball(
            scene,
            sitter.look * 0.6,
            sitter.long * rng.uniform(0.5, 0.8),
            (sitter.wide * rng.uniform(0.7, 0.95), rng.uniform(0.55, 0.95)),
            sitter.hair,
        )
        sitter.ball(scene, 0, -0.2, (sitter.wide, sitter.long * 0.85), sitter.skin)
    else:
        jaw = rng.uniform(0.68, 0.95)
        sitter.ball(scene, sitter.look * 0.3, sitter.long * 0.42, (sitter.wide * jaw, sitter.long * 0.6), sitter.skin)
        sitter.ball(scene, 0, -0.1, (sitter.wide, sitter.long * 0.92), sitter.skin)
    _face(scene, rng, sitter)
    if bearded or rng.random() < 0.2:
        sitter.spot(scene, sitter.look, rng.uniform(0.4, 0.5), (rng.uniform(0.22, 0.36), 0.06), sitter.hair)


def _face(scene: Scene, rng: Rng, sitter: Sitter) -> None:
    look, tone, dark = sitter.look, sitter.skin, scene.mood.dark
    level, apart = rng.uniform(-0.24, -0.04), sitter.wide * rng.uniform(0.36, 0.5)
    wide, open_by = rng.uniform(0.13, 0.21), rng.uniform(0.03, 0.075)
    lift, arch = rng.uniform(0.14, 0.27), rng.normal(0, 0.2)
    for side in (-1.0, 1.0):
        eye = look + side * apart * (1 - 0.35 * abs(look) * (1 if side * look > 0 else 0))
        sitter.spot(scene, eye, level - 0.02, (wide * 1.2, open_by * 2.0), mix(tone, dark, 0.4))
        sitter.spot(scene, eye, level, (wide * 0.85, open_by), mix(tone, scene.mood.light, 0.55))
        sitter.spot(scene, eye + look * 0.12, level, (open_by * 1.1, open_by * 1.1), mix(tone, dark, 0.92))
        sitter.spot(
            scene,
            eye,
            level - lift,
            (wide * rng.uniform(0.9, 1.3), rng.uniform(0.025, 0.055)),
            mix(sitter.hair, dark, 0.4),
            side * arch,
        )
    tip = level + rng.uniform(0.38, 0.58)
    bridge = np.array(
        [
            sitter.at(look * 1.05, level),
            sitter.at(look * 1.5 + 0.1 * np.sign(look), tip),
            sitter.at(look * 0.8, tip + 0.04),
        ]
    )
    scene.add(bridge, mix(tone, dark, rng.uniform(0.2, 0.4)), 1.5)
    lips = mix(mix(tone, scene.mood.accent, rng.uniform(0.3, 0.6)), dark, 0.2)
    sitter.spot(
        scene,
        look * 1.05,
        tip + rng.uniform(0.2, 0.34),
        (rng.uniform(0.15, 0.28), rng.uniform(0.04, 0.085)),
        lips,
        rng.normal(0, 0.08),
    )


def _cover_head(scene: Scene, rng: Rng, sitter: Sitter) -> None:
    """A hat, a beret, a tall hat, a turban, or nothing."""
    cloth = scene.mood.colours[int(rng.choice([5, 5, 7, 8, 4, 1]))]
    kind, top = rng.random(), -sitter.long * rng.uniform(0.62, 0.85)
    wide = sitter.wide * rng.uniform(1.0, 1.3)
    if kind < 0.25:
        sitter.ball(scene, 0, top - 0.15, (wide, rng.uniform(0.35, 0.65)), cloth)
        brim = (wide * rng.uniform(1.2, 1.9), rng.uniform(0.1, 0.24))
        sitter.spot(scene, rng.normal(0, 0.1), top + 0.08, brim, mix(cloth, scene.mood.dark, 0.4), rng.normal(0, 0.14))
    elif kind < 0.42:
        sitter.ball(scene, rng.normal(0, 0.35), top - 0.08, (wide * 1.3, rng.uniform(0.3, 0.45)), cloth)
    elif kind < 0.5:
        tall = rng.uniform(0.7, 1.2)
        corners = [(-wide * 0.8, top), (-wide * 0.68, top - tall), (wide * 0.68, top - tall), (wide * 0.8, top)]
        scene.add(np.array([sitter.at(*corner) for corner in corners]), cloth, 1.5)
        sitter.spot(scene, 0, top + 0.03, (wide * 1.35, 0.12), mix(cloth, scene.mood.dark, 0.4))
    elif kind < 0.6:
        for share in np.linspace(-0.7, 0.7, int(rng.integers(4, 7))):
            sitter.ball(
                scene,
                share * wide * 0.7,
                top - 0.25 * (1 - share**2),
                (wide * 0.55, rng.uniform(0.25, 0.4)),
                mix(cloth, scene.mood.light, rng.uniform(0, 0.4)),
            )
