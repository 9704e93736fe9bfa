"""Pastiches of Klee, Mondrian and Pollock: pictures of colour and line without a scene.

Klee: an irregular grid of watercolour with thin drawings on top. Mondrian: vertical and horizontal lines around planes
of one colour. Pollock: paint thrown and dripped in skeins over the whole canvas.
"""

from collections.abc import Callable
from itertools import pairwise
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
    relief,
    scatter,
    shine,
    stray,
    streaks,
    to_picture,
    weave,
)
from core.sample.scene import Mood


def paint_klee(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
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


Colour = NDArray[Any]
_PRIMARIES = tuple(np.array(rgb, np.float32) for rgb in ((190, 36, 30), (28, 62, 138), (232, 194, 48)))


def paint_mondrian(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Grids with few colours, some as a lozenge, some as streets of light."""
    subject = rng.random()
    if subject < 0.58:
        image = _planes(rng, mood, height, width)
    elif subject < 0.75:
        image = _lozenge(rng, mood, height, width)
    else:
        image = _boogie_woogie(rng, mood, height, width)
    angle = noise(rng, height, width, 60) * np.float32(0.3) + np.float32(rng.choice([0, np.pi / 2]))
    return finish(
        image * (1 + streaks(rng, angle, 12, 4) * np.float32(0.03))[..., None], weave(rng, height, width), 0.025
    )


def _hues(rng: Rng, mood: Mood) -> tuple[Colour, ...]:
    """The three primaries, pure or drawn towards the mood as in the years before."""
    pull = rng.choice([0.0, 0.25, 0.6])
    towards = (mood.accent, mood.sky_high, mood.second)
    return tuple(mix(hue, other, pull) for hue, other in zip(_PRIMARIES, towards, strict=True))


def _cuts(rng: Rng, length: float, count: int) -> list[float]:
    """Places of lines across a length, no two too close."""
    places: list[float] = []
    for _ in range(40):
        place = float(rng.uniform(0.06, 0.94) * length)
        if len(places) < count and all(abs(place - other) > length * 0.07 for other in places):
            places.append(place)
    return sorted(places)


def _bar(image: Picture, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
    fill(image, np.array([[left, top], [right, top], [right, bottom], [left, bottom]]), colour.tolist())


def _planes(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    white = mix(mood.light, np.array([240, 238, 230]), rng.uniform(0.3, 0.9))
    image = np.empty((height, width, 3), np.uint8)
    image[:] = to_picture(white)
    xs = [-9.0, *_cuts(rng, width, int(rng.integers(2, 6))), width + 9.0]
    ys = [-9.0, *_cuts(rng, height, int(rng.integers(2, 6))), height + 9.0]
    hues = _hues(rng, mood)
    coloured = rng.uniform(0.25, 0.6)
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            tone = mix(white, mood.far, rng.uniform(0, 0.22))
            if rng.random() < coloured:
                tone = hues[int(rng.integers(3))]
            _bar(image, left, top, right, bottom, tone)
    black = mix(np.array([18, 18, 20]), mood.dark, 0.25)
    thick = min(height, width) * rng.uniform(0.018, 0.034)
    for x in xs[1:-1]:
        start, end = (0.0, 1.0) if rng.random() < 0.7 else (ys[1] / height, 1.0)
        half = thick * rng.uniform(0.4, 0.7)
        _bar(image, x - half, start * height, x + half, end * height, black)
    for y in ys[1:-1]:
        start, end = (0.0, 1.0) if rng.random() < 0.7 else (0.0, xs[-2] / width)
        half = thick * rng.uniform(0.4, 0.7)
        _bar(image, start * width, y - half, end * width, y + half, black)
    return image


def _lozenge(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """The same, hung by a corner against a wall."""
    image = _planes(rng, mood, height, width)
    wall = mix(mix(mood.sky_low, mood.light, 0.5), np.array([225, 222, 214]), 0.5)
    cover = np.zeros((height, width), np.float32)
    margin = min(height, width) * 0.02
    corners = np.array(
        [[width / 2, margin], [width - margin, height / 2], [width / 2, height - margin], [margin, height / 2]]
    )
    shadow = cover.copy()
    fill(cover, corners, 1.0)
    fill(shadow, corners + np.array([4, 6]), 1.0)
    shade: Field = cv2.GaussianBlur(shadow, (0, 0), 5) * np.float32(0.35)
    around = wall * (1 - shade[..., None])
    return to_picture(mix(around, image, cover))


def _boogie_woogie(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
    """Lines of little coloured squares, like streets at night or by day."""
    hues = _hues(rng, mood)
    white = mix(mood.light, np.array([240, 238, 230]), 0.5)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = to_picture(white if rng.random() < 0.75 else mix(mood.dark, mood.sky_high, 0.2))
    thick = min(height, width) * rng.uniform(0.026, 0.04)
    stops = (*hues, mix(white, mood.far, 0.5))
    xs, ys = _cuts(rng, width, int(rng.integers(5, 10))), _cuts(rng, height, int(rng.integers(5, 10)))
    for _ in range(int(rng.integers(4, 12))):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        size = rng.uniform(0.04, 0.13, 2) * min(height, width)
        _bar(image, x, y, x + size[0], y + size[1], stops[int(rng.integers(3))])
        _bar(
            image,
            x + size[0] * 0.3,
            y + size[1] * 0.3,
            x + size[0] * 0.7,
            y + size[1] * 0.7,
            stops[int(rng.integers(4))],
        )
    for x in xs:
        _street(image, rng, x, height, thick, stops, upright=True)
    for y in ys:
        _street(image, rng, y, width, thick, stops, upright=False)
    return image


def _street(
    image: Picture, rng: Rng, place: float, length: int, thick: float, stops: tuple[Colour, ...], *, upright: bool
) -> None:
    """One line: yellow, with squares of the other colours along it."""
    start, stop = place, place + thick
    along = 0.0
    while along < length:
        step = thick * rng.uniform(0.8, 1.2) if rng.random() < 0.5 else thick * rng.uniform(1.2, 3.2)
        colour = stops[2] if step > thick * 1.2 else stops[int(rng.choice([0, 1, 3]))]
        if upright:
            _bar(image, start, along, stop, along + step, colour)
        else:
            _bar(image, along, start, along + step, stop, colour)
        along += step


def paint_pollock(rng: Rng, mood: Mood, height: int, width: int) -> Picture:
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
