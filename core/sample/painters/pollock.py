"""Pastiche of Jackson Pollock: paint thrown and dripped in skeins over the whole canvas."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import Field, Picture, Rng, clouds, disc, finish, line, mix, relief, to_picture, weave
from core.sample.palettes import Mood


def paint(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Layers of loops and spatter, one paint after the other."""
    ground = mix(mood.colours[int(rng.choice([6, 1, 4, 2, 5]))], np.array([214, 198, 168]), rng.uniform(0, 0.5))
    stain = clouds(rng, height, width, height * 0.2, 3)[..., None] * np.float32(12)
    layered = np.dstack([to_picture(ground + stain), np.zeros((height, width), np.uint8)])
    order = rng.permutation([5, 6, 7, 8, 0, 4])[: int(rng.integers(4, 7))]
    for index in (5, *order, int(rng.choice([5, 6]))):
        colour = mood.colours[int(index)]
        if index == 5:
            colour = mix(colour, np.zeros(3), 0.5)
        _throw(layered, rng, colour, loops=int(rng.integers(8, 18)), drops=int(rng.integers(60, 160)))
    picture = np.ascontiguousarray(layered[..., :3])
    lit = relief(picture, layered[..., 3].astype(np.float32) / np.float32(255), 0.35)
    return finish(lit, weave(rng, height, width), 0.05)


def _throw(layered: Picture, rng: Rng, colour: Field, *, loops: int, drops: int) -> None:
    """One tin of paint: long loops that thin and thicken, then drops of every size."""
    height, width = layered.shape[:2]
    unit = min(height, width) / 400
    body = rng.uniform(120, 255)
    for _ in range(loops):
        path, thickness = _loop(rng, height, width)
        for index in range(0, len(path) - 3, 3):
            broad = max(1, round(thickness[index] * unit))
            line(layered, path[index : index + 4], (*colour, body), broad)
    sizes = np.minimum(0.5 + rng.pareto(1.5, drops) * 0.7, 10)
    throws = rng.random((6, 2)) * (width, height)
    places = throws[rng.integers(0, 6, drops)] + rng.normal(0, height * 0.16, (drops, 2))
    for (x, y), size in zip(places, sizes, strict=True):
        disc(layered, x, y, size * unit, (*colour, body))


def _loop(rng: Rng, height: int, width: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The path of a hand that swings, and how much paint runs off it."""
    count = int(rng.integers(60, 170))
    times = np.arange(count)
    curl = sum(
        rng.normal(0, 0.13) * np.sin(times * rng.uniform(0.03, 0.35) + rng.uniform(0, 6.3)) for _ in range(4)
    ) + rng.normal(0, 0.03)
    heading = rng.uniform(0, 6.3) + np.cumsum(np.clip(curl, -0.5, 0.5))
    pace = rng.uniform(4, 11) * np.clip(1 + 0.4 * np.sin(np.arange(count) * rng.uniform(0.05, 0.2)), 0.4, 1.5)
    steps = np.stack([np.cos(heading), np.sin(heading)], axis=1) * pace[:, None]
    path = rng.uniform(-0.05, 1.05, 2) * (width, height) + np.cumsum(steps, axis=0)
    runs = np.abs(np.sin(np.arange(count) * rng.uniform(0.03, 0.12) + rng.uniform(0, 6)))
    return path, 0.8 + runs**2 * rng.choice([1.2, 1.8, 2.5, 4.0, 6.5])
