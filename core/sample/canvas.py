"""Drawing primitives of all painters: noise, strokes, dots, relief, paper and canvas.

Pictures are `(height, width, 3)` uint8 RGB. Every function uses only the random generator that it is given, so a
picture depends on its seed alone, and pictures may be painted in any order and in parallel.
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
Field = NDArray[Any]
Rng = np.random.Generator

_SHIFT = 4
_SUBPIXEL = 1 << _SHIFT


def noise(rng: Rng, height: int, width: int, cell: float, *, stretch: float = 1.0) -> Field:
    """A smooth random field in about `[-1, 1]` with hills `cell` pixels high and `cell * stretch` wide."""
    rows = max(2, round(height / cell) + 1)
    columns = max(2, round(width / (cell * stretch)) + 1)
    grid = rng.random((rows, columns), dtype=np.float32) * 2 - 1
    return np.asarray(cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def clouds(rng: Rng, height: int, width: int, cell: float, octaves: int = 3, *, stretch: float = 1.0) -> Field:
    """Sum of `octaves` noises, each half as large and half as strong, in about `[-1, 1]`."""
    rows, columns = height // 2 + 1, width // 2 + 1
    total = noise(rng, rows, columns, cell / 2, stretch=stretch)
    for octave in range(1, octaves):
        finer = max(2.0, cell / 2 ** (octave + 1))
        total += noise(rng, rows, columns, finer, stretch=stretch) * np.float32(0.5**octave)
    # At half size, then enlarged: clouds are smooth, and this takes a third of the time.
    return np.asarray(cv2.resize(total, (width, height)) * np.float32(0.6), dtype=np.float32)


def coordinates(height: int, width: int) -> tuple[Field, Field]:
    """Pixel rows as `(height, 1)` and columns as `(1, width)`, for broadcasting."""
    return (
        np.arange(height, dtype=np.float32)[:, None],
        np.arange(width, dtype=np.float32)[None, :],
    )


def mix(first: NDArray[Any], second: NDArray[Any], share: Field | float) -> Field:
    """Blend two pictures or colours; `share` is that of the second, `(height, width)` or one number."""
    if np.ndim(share) < 2:
        start = np.asarray(first, dtype=np.float32)
        return start + (np.asarray(second, dtype=np.float32) - start) * np.float32(share)
    weight = np.asarray(share, dtype=np.float32)
    planes = zip(_planes(first), _planes(second), strict=True)
    return np.asarray(cv2.merge([start + (end - start) * weight for start, end in planes]), dtype=np.float32)


def _planes(picture: NDArray[Any]) -> list[Field]:
    """The three separate channels: arithmetic on them is several times faster than on interleaved ones."""
    if picture.ndim == 1:
        return [np.float32(part) for part in picture]  # type: ignore[misc]
    return [plane.astype(np.float32, copy=False) for plane in cv2.split(np.asarray(picture))]


def shine(picture: NDArray[Any], light: Field) -> Picture:
    """Multiply every channel by `light`, `(height, width)`."""
    return to_picture(np.asarray(cv2.merge([plane * light for plane in _planes(picture)])))


def put(target: NDArray[Any], source: NDArray[Any], mask: NDArray[Any]) -> None:
    """Copy `source` into `target` where `mask` is true."""
    cv2.copyTo(np.asarray(source, dtype=target.dtype), np.ascontiguousarray(mask).astype(np.uint8), target)


def to_picture(values: Field) -> Picture:
    """Clip to `[0, 255]` and make uint8."""
    return np.clip(values, 0, 255).astype(np.uint8)


def subpixel(points: NDArray[Any] | Sequence[Sequence[float]]) -> NDArray[Any]:
    """Fixed-point coordinates as OpenCV's drawing takes them with `shift`."""
    return np.rint(np.asarray(points, dtype=np.float64) * _SUBPIXEL).astype(np.int32)


def fill(image: NDArray[Any], points: NDArray[Any], colour: Sequence[float] | float) -> None:
    """Fill a polygon given as `(n, 2)` x, y in pixels, with smooth edges."""
    cv2.fillPoly(image, [subpixel(points)], _scalar(colour), cv2.LINE_AA, _SHIFT)


def line(image: NDArray[Any], points: NDArray[Any], colour: Sequence[float] | float, width: int = 1) -> None:
    """Draw an open polyline through `(n, 2)` x, y in pixels, with smooth edges."""
    cv2.polylines(image, [subpixel(points)], False, _scalar(colour), max(1, width), cv2.LINE_AA, _SHIFT)


def disc(image: NDArray[Any], x: float, y: float, radius: float, colour: Sequence[float] | float) -> None:
    """Fill a circle."""
    centre = (round(x * _SUBPIXEL), round(y * _SUBPIXEL))
    cv2.circle(image, centre, max(1, round(radius * _SUBPIXEL)), _scalar(colour), -1, cv2.LINE_AA, _SHIFT)


def ellipse_points(x: float, y: float, across: float, down: float, *, turn: float = 0.0, n: int = 40) -> NDArray[Any]:
    """Outline of an ellipse as `(n, 2)`; `turn` in radians."""
    around = np.linspace(0, 2 * np.pi, n, endpoint=False)
    flat = np.stack([np.cos(around) * across, np.sin(around) * down], axis=1)
    cosine, sine = np.cos(turn), np.sin(turn)
    return np.asarray(flat @ np.array([[cosine, sine], [-sine, cosine]]) + np.array([x, y]))


def _scalar(colour: Sequence[float] | float) -> tuple[float, ...]:
    if isinstance(colour, int | float | np.generic):
        return (float(colour),)
    return tuple(float(part) for part in colour)


def scatter(rng: Rng, height: int, width: int, spacing: float) -> NDArray[Any]:
    """Points `(n, 2)` x, y on a jittered grid, in random order, covering the picture and a little beyond."""
    columns = np.arange(-spacing, width + spacing, spacing, dtype=np.float32)
    rows = np.arange(-spacing, height + spacing, spacing, dtype=np.float32)
    points = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    points += (rng.random(points.shape, dtype=np.float32) - 0.5) * np.float32(spacing * 1.3)
    return points[rng.permutation(len(points))]


def sample(field: NDArray[Any], points: NDArray[Any]) -> NDArray[Any]:
    """Values of a field or picture at `(n, 2)` x, y, the nearest pixel, clamped to the border."""
    height, width = field.shape[:2]
    columns = np.clip(points[:, 0].astype(np.int32), 0, width - 1)
    rows = np.clip(points[:, 1].astype(np.int32), 0, height - 1)
    return np.asarray(field[rows, columns])


def trace(angle: Field, starts: NDArray[Any], lengths: NDArray[Any], steps: int = 3) -> NDArray[Any]:
    """Follow a field of directions from every start: `(n, steps + 1, 2)` x, y."""
    position = starts.copy()
    path = [position.copy()]
    for _ in range(steps):
        heading = sample(angle, position)
        position[:, 0] += np.cos(heading) * lengths / steps
        position[:, 1] += np.sin(heading) * lengths / steps
        path.append(position.copy())
    return np.stack(path, axis=1)


def lay_strokes(image: NDArray[Any], paths: NDArray[Any], colours: NDArray[Any], widths: NDArray[Any]) -> None:
    """Draw `(n, points, 2)` brush strokes in order; colours are `(n, channels)` for as many channels as the image.

    A stroke is one polygon, which OpenCV fills in a third of the time that it takes to draw a thick line.
    """
    outlines = subpixel(_outline_strokes(paths, widths))
    for outline, colour in zip(outlines, np.asarray(colours, float).tolist(), strict=True):
        cv2.fillPoly(image, [outline], colour, cv2.LINE_AA, _SHIFT)


def _outline_strokes(paths: NDArray[Any], widths: NDArray[Any]) -> Field:
    """Outlines `(n, 2 * points + 2, 2)` of strokes that narrow towards rounded ends."""
    along = np.gradient(paths, axis=1)
    along /= np.maximum(np.linalg.norm(along, axis=2, keepdims=True), 1e-3)
    half = np.broadcast_to(np.asarray(widths, np.float32)[:, None, None] / 2, (*paths.shape[:2], 1)).copy()
    ends = along[:, [0, -1]] * half[:, [0, -1]] * np.array([[[-0.75], [0.75]]], np.float32)
    tips = paths[:, [0, -1]] + ends
    half[:, [0, -1]] *= np.float32(0.78)
    aside = np.stack([-along[..., 1], along[..., 0]], axis=2) * half
    return np.concatenate([tips[:, :1], paths + aside, tips[:, 1:], (paths - aside)[:, ::-1]], axis=1)


def cells(points: NDArray[Any], height: int, width: int) -> NDArray[Any]:
    """The points inside the picture, as whole pixels."""
    inside = (points[:, 0] >= 0) & (points[:, 0] < width) & (points[:, 1] >= 0) & (points[:, 1] < height)
    return points[inside].astype(np.int32)


def nearest(seeds: NDArray[Any], height: int, width: int) -> tuple[Field, NDArray[Any]]:
    """The distance of every pixel to the nearest seed, and the label of that seed."""
    blank = np.full((height, width), 255, np.uint8)
    blank[seeds[:, 1], seeds[:, 0]] = 0
    distance, label = cv2.distanceTransformWithLabels(
        blank, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    return np.asarray(distance, dtype=np.float32), np.asarray(label, dtype=np.int32)


def lay_dots(rng: Rng, image: Picture, guide: Picture, spacing: float, radius: float, vary: float) -> Picture:
    """Cover a picture with touching dots, each in the colour of the guide beneath it, varied.

    A distance transform with labels finds the nearest dot of every pixel, so thousands cost as much as ten.

    Args:
        rng: source of positions, sizes and colour variations.
        image: visible between the dots.
        guide: the picture whose colours the dots take, of the same size.
        spacing: pixels between dots.
        radius: pixels.
        vary: spread of the colours, of 255.
    """
    height, width = image.shape[:2]
    seeds = cells(scatter(rng, height, width, spacing), height, width)
    distance, label = nearest(seeds, height, width)
    beneath = sample(guide, seeds)
    owner = label[seeds[:, 1], seeds[:, 0]]
    colours = np.zeros((int(label.max()) + 1, 3), np.uint8)
    colours[owner] = to_picture(stray(rng, beneath, vary))
    radii = np.zeros(len(colours), np.float32)
    radii[owner] = radius * rng.uniform(0.8, 1.15, len(seeds)) + 0.5
    cover = np.clip(np.take(radii, label) - distance, 0, 1)
    return np.asarray(cv2.blendLinear(image, np.take(colours, label, axis=0), 1 - cover, cover), dtype=np.uint8)


def stray(rng: Rng, colours: NDArray[Any], amount: float) -> Field:
    """Vary `(n, 3)` colours: all channels together (lightness) and each a little (hue)."""
    count = len(colours)
    together = rng.standard_normal((count, 1), dtype=np.float32) * np.float32(amount)
    apart = rng.standard_normal((count, 3), dtype=np.float32) * np.float32(amount * 0.75)
    return np.asarray(np.clip(np.asarray(colours, dtype=np.float32) + together + apart, 0, 255))


def streaks(rng: Rng, angle: Field, reach: float = 14.0, samples: int = 6) -> Field:
    """Bristle marks: noise smeared along a field of directions, in about `[-1, 1]`.

    Source: line integral convolution, Cabral and Leedom 1993.
    """
    height, width = angle.shape
    grain = rng.random((height, width), dtype=np.float32)
    rows, columns = coordinates(height, width)
    across, down = np.cos(angle), np.sin(angle)
    total = np.zeros((height, width), np.float32)
    for offset in np.linspace(-reach / 2, reach / 2, samples):
        shift = np.float32(offset)
        total += cv2.remap(
            grain, columns + across * shift, rows + down * shift, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
    return (total / samples - np.float32(0.5)) * np.float32(5.0)


def relief(image: Picture, height_map: Field, strength: float) -> Picture:
    """Light a surface from the upper left; `height_map` in about `[0, 1]`."""
    kernel = np.array([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]], np.float32)
    slope = cv2.filter2D(cv2.GaussianBlur(height_map, (0, 0), 0.8), cv2.CV_32F, kernel)
    light = np.clip(1.0 + slope * np.float32(strength), 0.6, 1.45)
    return shine(image, light)


def weave(rng: Rng, height: int, width: int) -> Field:
    """Threads of a canvas, in about `[-1, 1]`, different in every picture."""
    pitch = rng.uniform(2.2, 3.2)
    warp = rng.random((height // 9 + 2, round(width / pitch)), dtype=np.float32)
    weft = rng.random((round(height / pitch), width // 9 + 2), dtype=np.float32)
    threads = cv2.resize(warp, (width, height)) + cv2.resize(weft, (width, height))
    return np.asarray(threads - 1.0, dtype=np.float32)


def paper(rng: Rng, height: int, width: int) -> Field:
    """Fibres and tooth of paper, in about `[-1, 1]`, different in every picture."""
    tooth = rng.random((height, width), dtype=np.float32) - np.float32(0.5)
    return cv2.GaussianBlur(tooth, (0, 0), 0.9) * np.float32(2.4) + noise(rng, height, width, 40) * np.float32(0.5)


def finish(image: NDArray[Any], texture: Field, depth: float, *, vignette: float = 0.0) -> Picture:
    """Show the texture of the ground through the paint and darken the edges a little.

    Args:
        image: the picture, uint8 or float in 0 to 255.
        texture: `weave` or `paper` of the same size.
        depth: strength of the texture; 0.05 is subtle.
        vignette: darkening of the corners, 0 to 1.
    """
    height, width = image.shape[:2]
    light = 1.0 + texture * np.float32(depth)
    if vignette:
        rows, columns = coordinates(height, width)
        away = ((rows / height - 0.5) ** 2 + (columns / width - 0.5) ** 2) * np.float32(2.0)
        light = light * (1.0 - away * np.float32(vignette))
    return shine(image, light)
