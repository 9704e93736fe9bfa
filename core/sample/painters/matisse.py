"""Pastiche of Henri Matisse: shapes cut with scissors from painted paper."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import (
    Field,
    Picture,
    Rng,
    cells,
    disc,
    ellipse_points,
    fill,
    finish,
    line,
    mix,
    noise,
    paper,
    scatter,
)
from core.sample.scene import Mood


def paint_matisse(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Panels with leaves, dancers among stars, or a spiral of torn squares."""
    image = np.empty((3, height, width), np.float32)
    image[:] = mood.colours[int(rng.choice([1, 6, 6, 0, 7, 8]))][:, None, None]
    subject = rng.random()
    if subject < 0.55:
        _panels(image, rng, mood)
    elif subject < 0.72:
        _dancer(image, rng, mood)
    elif subject < 0.9:
        _garden(image, rng, mood)
    else:
        _snail(image, rng, mood)
    return finish(np.asarray(cv2.merge(list(image))), paper(rng, height, width), 0.035)


def _paste(image: Field, rng: Rng, cut: Field, colour: NDArray[Any]) -> None:
    """Glue a cut-out, `(height, width)` 0 to 1: brushed gouache, a thin shadow at its edge.

    The image has its channels first, `(3, height, width)`.
    """
    height, width = cut.shape
    wide = rng.random() < 0.5
    brushed = noise(rng, height, width, 3 if wide else 40, stretch=15 if wide else 0.06) * np.float32(6)
    brushed += noise(rng, height, width, 30) * np.float32(5)
    shadow = np.roll(cv2.blur(cut, (7, 7)), (3, 2), (0, 1)) * np.float32(0.3)
    lit = 1 - np.clip(shadow - cut, 0, 1)
    for channel, tone in enumerate(colour):
        below = image[channel] * lit
        image[channel] = below + (brushed + tone - below) * cut


def _leaf(rng: Rng, shape: tuple[int, int], x: float, y: float, size: float) -> Field:
    """A frond with rounded lobes along a curved stem."""
    cut = np.zeros(shape, np.float32)
    along = np.linspace(-1, 1, 24)
    turn, curvature = rng.uniform(0, 2 * np.pi), rng.normal(0, 0.35)
    stem = np.stack([along, curvature * (along**2 - 0.4)], axis=1)
    cosine, sine = np.cos(turn), np.sin(turn)
    matrix = np.array([[cosine, sine], [-sine, cosine]]) * size
    line(cut, stem @ matrix + (x, y), 1.0, max(3, int(size * 0.17)))
    lobes = int(rng.integers(4, 7))
    breadth = rng.uniform(0.09, 0.14)
    for place in np.linspace(-0.75, 0.95, lobes):
        reach = (0.62 - 0.3 * place**2) * rng.uniform(0.8, 1.15)
        for side in (-1, 1):
            lean = side * rng.uniform(0.75, 1.15)
            root = np.array([place, curvature * (place**2 - 0.4)])
            middle = root + np.array([np.cos(lean), np.sin(lean)]) * reach * 0.55
            tip = middle + np.array([np.cos(lean * 0.6), np.sin(lean * 0.6)]) * reach * 0.5
            path = np.stack([root, middle, tip]) @ matrix + (x, y)
            line(cut, path, 1.0, max(3, int(size * breadth * 1.6)))
            end = path[-1]
            fill(cut, ellipse_points(end[0], end[1], size * breadth * 1.1, size * breadth * 0.9, n=16), 1.0)
    return cut


def _star(rng: Rng, shape: tuple[int, int], x: float, y: float, size: float) -> Field:
    cut = np.zeros(shape, np.float32)
    points = int(rng.integers(5, 9))
    around = np.arange(points * 2) * np.pi / points + rng.uniform(0, 6)
    reach = np.where(np.arange(points * 2) % 2, 0.42, 1.0) * rng.uniform(0.8, 1.2, points * 2) * size
    fill(cut, np.stack([x + np.cos(around) * reach, y + np.sin(around) * reach], axis=1), 1.0)
    return cut


def _sheet(rng: Rng, shape: tuple[int, int], left: float, top: float, right: float, bottom: float) -> Field:
    """A piece of paper cut freehand: nearly a rectangle."""
    cut = np.zeros(shape, np.float32)
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    fill(cut, corners + rng.normal(0, min(right - left, bottom - top) * 0.025, (4, 2)), 1.0)
    return cut


def _two_tones(rng: Rng, mood: Mood) -> tuple[NDArray[Any], NDArray[Any]]:
    """Two colours of the mood that differ in lightness."""
    while True:
        first, second = (mood.colours[int(index)] for index in rng.choice(9, 2, replace=False))
        if abs(float(first.mean() - second.mean())) > 38 or rng.random() < 0.08:
            return first, second


def _panels(image: Field, rng: Rng, mood: Mood) -> None:
    height, width = image.shape[1:]
    shape = (height, width)
    down = int(rng.integers(1, 4))
    across = max(1, round(down * width / height * rng.uniform(0.8, 1.2)))
    for row in range(down):
        for column in range(across):
            ground, leaf = _two_tones(rng, mood)
            left, top = column * width / across, row * height / down
            right, bottom = left + width / across, top + height / down
            _paste(image, rng, _sheet(rng, shape, left, top, right, bottom), ground)
            size = min(right - left, bottom - top) * rng.uniform(0.36, 0.46)
            cut = _leaf(rng, shape, (left + right) / 2, (top + bottom) / 2, size)
            if rng.random() < 0.18:
                cut = _star(rng, shape, (left + right) / 2, (top + bottom) / 2, size)
            _paste(image, rng, cut, leaf)


def _dancer(image: Field, rng: Rng, mood: Mood) -> None:
    height, width = image.shape[1:]
    shape = (height, width)
    ground, body = _two_tones(rng, mood)
    _paste(image, rng, _sheet(rng, shape, width * 0.06, height * 0.05, width * 0.94, height * 0.95), ground)
    size = min(height, width) * rng.uniform(0.3, 0.38)
    x, y = width * rng.uniform(0.38, 0.62), height * rng.uniform(0.48, 0.54)
    _paste(image, rng, _figure(rng, shape, x, y, size), body)
    spark = mood.second if np.abs(mood.second - ground).sum() > 90 else mood.light
    for _ in range(int(rng.integers(4, 9))):
        left, top = rng.uniform(0.12, 0.88) * width, rng.uniform(0.12, 0.88) * height
        if abs(left - x) > size * 0.6:
            _paste(image, rng, _star(rng, shape, left, top, size * rng.uniform(0.1, 0.2)), spark)


def _figure(rng: Rng, shape: tuple[int, int], x: float, y: float, size: float) -> Field:
    """A body in one piece: head, trunk, arms and legs in movement."""
    cut = np.zeros(shape, np.float32)
    hip, neck = np.array([0, 0.25]), np.array([rng.normal(0, 0.08), -0.55])
    fill(cut, ellipse_points(x + neck[0] * size, y - size * 0.85, size * 0.17, size * 0.21), 1.0)
    trunk = np.array([[-0.3, -0.52], [0.3, -0.52], [0.17, -0.05], [0.36, 0.4], [-0.36, 0.4], [-0.17, -0.05]])
    fill(cut, trunk * size + (x, y), 1.0)
    fill(cut, ellipse_points(x, y + size * 0.27, size * 0.37, size * 0.24), 1.0)
    for side in (-1, 1):
        elbow = neck + np.array([side * 0.5, rng.uniform(-0.3, 0.3)])
        hand = elbow + np.array([side * rng.uniform(0.1, 0.35), rng.uniform(-0.5, 0.15)])
        shoulder = neck + np.array([side * 0.16, 0.12])
        _limb(cut, np.stack([shoulder, elbow, hand]) * size + (x, y), size * 0.22, size * 0.09)
        knee = hip + np.array([side * rng.uniform(0.2, 0.5), rng.uniform(0.35, 0.5)])
        foot = knee + np.array([side * rng.uniform(-0.3, 0.35), rng.uniform(0.3, 0.5)])
        _limb(cut, np.stack([hip + np.array([side * 0.17, 0]), knee, foot]) * size + (x, y), size * 0.4, size * 0.1)
    return np.asarray(np.clip(cv2.GaussianBlur(cut, (0, 0), size * 0.03) * 6 - 2.5, 0, 1), dtype=np.float32)


def _limb(cut: Field, path: NDArray[Any], broad: float, narrow: float) -> None:
    """A softly curved, tapering limb from a path of three points."""
    along = np.linspace(0, 1, 14)[:, None]
    curve = (
        path[0] * (1 - along) ** 2
        + (path[1] * 2 - path[[0, 2]].mean(axis=0)) * 2 * along * (1 - along)
        + path[2] * along**2
    )
    for (x, y), share in zip(curve, along.ravel(), strict=True):
        disc(cut, x, y, (broad + (narrow - broad) * share) / 2, 1.0)


def _garden(image: Field, rng: Rng, mood: Mood) -> None:
    """Fronds and blossoms strewn over bare paper."""
    height, width = image.shape[1:]
    shape = (height, width)
    places = cells(scatter(rng, height, width, min(height, width) * 0.27), height, width)
    for x, y in places[: int(rng.integers(8, 15))].astype(float):
        size = min(height, width) * rng.uniform(0.1, 0.22)
        cut = _leaf(rng, shape, x, y, size) if rng.random() < 0.75 else _star(rng, shape, x, y, size * 0.6)
        _paste(image, rng, cut, mood.colours[int(rng.choice([0, 2, 3, 5, 7, 8]))])


def _snail(image: Field, rng: Rng, mood: Mood) -> None:
    """Torn squares turning around a middle."""
    height, width = image.shape[1:]
    image[:] = mix(mood.light, np.full(3, 245), 0.4)[:, None, None]
    start, way = rng.uniform(0, 6), rng.choice([-1, 1])
    for index in range(11):
        turn = start + way * index * 0.85
        reach = min(height, width) * (0.42 - 0.035 * index)
        x, y = width / 2 + np.cos(turn) * reach * width / height, height / 2 + np.sin(turn) * reach
        half = min(height, width) * rng.uniform(0.08, 0.13)
        cut = np.zeros((height, width), np.float32)
        corners = ellipse_points(x, y, half * 1.4, half * 1.2, turn=turn + rng.uniform(0, 1), n=4)
        fill(cut, corners + rng.normal(0, half * 0.15, (4, 2)), 1.0)
        _paste(image, rng, cut, mood.colours[int(rng.choice([0, 2, 3, 4, 5, 7, 8]))])
