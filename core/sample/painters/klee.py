"""Pastiche of Paul Klee: patches of watercolour in a grid that breathes, and thin drawings on top."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.sample.canvas import (
    Field,
    Picture,
    Rng,
    cells,
    clouds,
    coordinates,
    disc,
    ellipse_points,
    fill,
    finish,
    line,
    mix,
    noise,
    paper,
    scatter,
    shine,
    stray,
    to_picture,
)
from core.sample.palettes import Mood


def paint(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Squares or bands of colour, bare or with a drawing in ink."""
    patches, pooled = _grid(rng, height, width)
    image = _wash(rng, mood, patches, pooled)
    if rng.random() < 0.45:
        image = _sign(image, rng, mood)
    if rng.random() < 0.65:
        ink = np.zeros((height, width), np.float32)
        inner = scatter(rng, round(height * 0.72), round(width * 0.72), min(height, width) * 0.36)
        places = cells(inner, round(height * 0.72), round(width * 0.72)) + np.array([width // 7, height // 7])
        for x, y in places[: int(rng.integers(2, 7))]:
            motif = _DRAWINGS[int(rng.integers(len(_DRAWINGS)))]
            motif(ink, rng, float(x), float(y), min(height, width) * rng.uniform(0.11, 0.2))
        blurred = cv2.GaussianBlur(ink, (0, 0), 1.0) * np.clip(1.1 + noise(rng, height, width, 5) * 0.5, 0.4, 1.2)
        pen = mood.dark if mood.colours.mean() > 90 or rng.random() < 0.5 else mood.light
        image = mix(image, pen, np.clip(blurred, 0, 0.9).astype(np.float32))
    return finish(image, paper(rng, height, width), 0.07, vignette=0.1)


def _edges(rng: Rng, length: int, cell: float) -> NDArray[Any]:
    sizes = cell * rng.uniform(0.6, 1.45, int(length / cell * 2) + 4)
    return np.cumsum(sizes).astype(np.float32) - np.float32(cell)


def _grid(rng: Rng, height: int, width: int) -> tuple[NDArray[Any], Field]:
    """Number of the cell at every pixel, and how close its border is, 1 on it and 0 inside."""
    rows, columns = coordinates(height, width)
    cell = min(height, width) * rng.uniform(0.09, 0.19)
    flat = rng.choice([1.0, 1.0, 2.2, 0.5])
    lean = rng.normal(0, 0.05)
    across = columns + rows * lean + clouds(rng, height, width, cell * 2, 2) * cell * 0.28
    down = rows - columns * lean + clouds(rng, height, width, cell * 2, 2) * cell * 0.28
    x_edges, y_edges = _edges(rng, width, cell * flat**0.5), _edges(rng, height, cell / flat**0.5)
    column, row = np.searchsorted(x_edges, across), np.searchsorted(y_edges, down)
    near_x = _distance_to_edge(x_edges, column, across)
    near_y = _distance_to_edge(y_edges, row, down)
    pooled = np.exp(-np.minimum(near_x, near_y) / np.float32(2.2))
    return row * 64 + np.minimum(column, 63), pooled.astype(np.float32)


def _distance_to_edge(edges: NDArray[Any], index: NDArray[Any], place: Field) -> Field:
    before = edges[np.clip(index - 1, 0, len(edges) - 1)]
    after = edges[np.clip(index, 0, len(edges) - 1)]
    return np.asarray(np.minimum(np.abs(place - before), np.abs(after - place)), dtype=np.float32)


def _wash(rng: Rng, mood: Mood, patches: NDArray[Any], pooled: Field) -> Field:
    """Colour every patch, two hues of the mood in each, with the marks that water leaves."""
    height, width = patches.shape
    count = int(patches.max()) + 1
    weights = rng.dirichlet(np.full(9, 1.2))
    first = mood.colours[rng.choice(9, count, p=weights)]
    second = mood.colours[rng.choice(9, count, p=weights)]
    table = to_picture(stray(rng, mix(first, second, rng.uniform(0, 0.5)), 9))
    image = cv2.GaussianBlur(np.take(table, patches, axis=0), (0, 0), 0.8)
    water = clouds(rng, height, width, 26, 3) * np.float32(0.09) - pooled * np.float32(rng.uniform(0.05, 0.25))
    return shine(image, 1 + water).astype(np.float32)


def _sign(image: Field, rng: Rng, mood: Mood) -> Field:
    """A sun, a half moon or a gable laid over the patches as a second wash."""
    height, width = image.shape[:2]
    unit = min(height, width)
    cover = np.zeros((height, width), np.float32)
    x, y = rng.uniform(0.2, 0.8) * width, rng.uniform(0.18, 0.6) * height
    kind = rng.random()
    if kind < 0.7:
        disc(cover, x, y, unit * rng.uniform(0.07, 0.15), 1.0)
    if 0.4 < kind < 0.7:
        disc(cover, x + unit * 0.07, y - unit * 0.03, unit * 0.11, 0.0)
    if kind >= 0.6:
        foot = y + unit * 0.22
        gable = np.array(
            [[x - unit * 0.36, foot], [x + unit * rng.uniform(-0.1, 0.1), foot - unit * 0.34], [x + unit * 0.36, foot]]
        )
        fill(cover, gable, 1.0)
    soft = cv2.GaussianBlur(cover, (0, 0), 1.0) * np.float32(0.78)
    return mix(image, mood.colours[int(rng.choice([7, 8, 7, 6, 5]))], soft)


def _moon(ink: Field, rng: Rng, x: float, y: float, size: float) -> None:
    line(ink, np.concatenate([ellipse_points(x, y, size * 0.4, size * 0.4), [[x + size * 0.4, y]]]), 1.0, 3)


def _house(ink: Field, rng: Rng, x: float, y: float, size: float) -> None:
    outline = np.array([[-0.5, 0.5], [-0.5, -0.2], [0, -0.75], [0.5, -0.2], [0.5, 0.5], [-0.5, 0.5]])
    line(ink, outline * size * rng.uniform(0.7, 1.1, 2) + (x, y), 1.0, 2)
    line(ink, np.array([[-0.5, -0.2], [0.5, -0.2]]) * size + (x, y), 1.0, 2)
    line(ink, np.array([[-0.12, 0.5], [-0.12, 0.12], [0.14, 0.12], [0.14, 0.5]]) * size + (x, y), 1.0, 2)


def _fish(ink: Field, rng: Rng, x: float, y: float, size: float) -> None:
    along = np.linspace(-1, 1, 24)
    back = np.sqrt(1 - along**2) * 0.32
    side = rng.choice([-1, 1])
    top, belly = np.stack([along * side, -back], 1), np.stack([along[::-1] * side, back[::-1]], 1)
    tail = np.array([[-1, 0], [-1.35, -0.3], [-1.28, 0.3], [-1, 0]]) * (side, 1)
    line(ink, np.concatenate([top, belly]) * size + (x, y), 1.0, 2)
    line(ink, tail * size + (x, y), 1.0, 2)
    line(ink, ellipse_points(x + side * size * 0.65, y - size * 0.05, size * 0.07, size * 0.07, n=12), 1.0, 2)
    for place in np.linspace(-0.6, 0.35, 5):
        line(ink, np.array([[place, -0.2], [place + 0.1, 0], [place, 0.2]]) * size * (side, 1) + (x, y), 1.0, 1)


def _ladder(ink: Field, rng: Rng, x: float, y: float, size: float) -> None:
    lean = rng.normal(0, 0.25)
    for offset in (-0.14, 0.14):
        line(ink, np.array([[offset, 0.8], [offset + lean, -0.8]]) * size + (x, y), 1.0, 2)
    for step in np.linspace(0.7, -0.7, 8):
        shift = lean * (0.8 - step) / 1.6
        line(ink, np.array([[-0.14 + shift, step], [0.14 + shift, step]]) * size + (x, y), 1.0, 2)


def _tree(ink: Field, rng: Rng, x: float, y: float, size: float) -> None:
    line(ink, np.array([[0, 0.8], [0, -0.7]]) * size + (x, y), 1.0, 2)
    for place in np.linspace(0.2, -0.65, 6):
        reach = 0.2 + (place + 0.7) * 0.45
        line(ink, np.array([[-reach, place - 0.18], [0, place], [reach, place - 0.18]]) * size + (x, y), 1.0, 2)


def _face(ink: Field, rng: Rng, x: float, y: float, size: float) -> None:
    _moon(ink, rng, x, y, size * 1.5)
    for offset in (-0.22, 0.22):
        line(ink, ellipse_points(x + offset * size, y - size * 0.1, size * 0.12, size * 0.06, n=16), 1.0, 2)
    line(ink, np.array([[0.0, -0.15], [0.08, 0.18], [-0.05, 0.2]]) * size + (x, y), 1.0, 2)
    line(ink, np.array([[-0.16, 0.33], [0.16, 0.33]]) * size + (x, y), 1.0, 2)


def _arrow(ink: Field, rng: Rng, x: float, y: float, size: float) -> None:
    turn = rng.uniform(0, 2 * np.pi)
    cosine, sine = np.cos(turn), np.sin(turn)
    matrix = np.array([[cosine, sine], [-sine, cosine]]) * size
    line(ink, np.array([[-0.8, 0], [0.7, 0]]) @ matrix + (x, y), 1.0, 3)
    line(ink, np.array([[0.4, -0.22], [0.75, 0], [0.4, 0.22]]) @ matrix + (x, y), 1.0, 3)


_DRAWINGS: tuple[Callable[[Field, Rng, float, float, float], None], ...] = (
    _moon,
    _house,
    _fish,
    _ladder,
    _tree,
    _face,
    _arrow,
)
