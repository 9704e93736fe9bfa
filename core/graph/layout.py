"""Node positions in pixels: deterministic, with room for a label at every node.

Each connected component is laid out on its own by stress majorization, spread until no labels overlap, and the
components are packed into a rectangle. Two rectangles are computed: a wide one for a page, a tall one for a phone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import networkx as nx
import numpy as np
import numpy.typing as npt

from core.graph.building import Graph

Point = tuple[float, float]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.uint8]

CELL_PX = 10
"""One cell of a mask, in pixels of the layout."""

_EDGE_PX = 84.0
_LETTER_PX, _MAX_LETTERS, _ROOM_HEIGHT_PX, _ROOM_MARGIN_PX = 6.6, 22, 42.0, 12.0
_PRECISE_UP_TO = 400
_PAIRS_TO_PUSH = 30_000_000
_ROUNDS = 400


@dataclass(frozen=True)
class Layout:
    """Node positions in pixels, x to the right and y down, centred on (0, 0).

    Attributes:
        wide: with an aspect ratio of about 1.8.
        tall: with an aspect ratio of about 0.62.
    """

    wide: Mapping[str, Point]
    tall: Mapping[str, Point]


def compute_layout(graph: Graph, seed: int = 0) -> Layout:
    """Compute positions of all nodes; equal graphs get equal layouts, in whatever order they were built.

    Compute it for the whole graph and show filtered parts with the same layout, so that nodes keep their positions.

    Args:
        graph: up to some thousand nodes; 75 take some tenths of a second, so cache the result.
        seed: of random choices in components of more than 400 nodes, and of tie breaking.
    """
    parts = [sorted(part) for part in nx.connected_components(graph) if len(part) > 1]
    parts.sort(key=lambda part: (-len(part), part[0]))
    shapes = [_turned(_shape(graph.subgraph(part), part, seed)) for part in parts]
    alone = sorted(nx.isolates(graph))
    return Layout(
        wide=_arrange(graph, parts, shapes, alone, aspect=1.8),
        tall=_arrange(graph, parts, [shape[:, ::-1] for shape in shapes], alone, aspect=0.62),
    )


def _shape(part: Graph, names: Sequence[str], seed: int) -> Floats:
    """A connected component centred on (0, 0), its edges about `_EDGE_PX` long: `(n, 2)`."""
    ordered: nx.Graph[int] = nx.Graph()
    ordered.add_nodes_from(range(len(names)))
    index = {name: number for number, name in enumerate(names)}
    edges = sorted((min(index[one], index[other]), max(index[one], index[other])) for one, other in part.edges)
    ordered.add_edges_from(edges)
    if len(names) <= _PRECISE_UP_TO:
        points = place_by_distance(nx.floyd_warshall_numpy(ordered, weight=None), seed)
    else:
        places = nx.spring_layout(ordered, seed=seed, iterations=120, k=1.5 / np.sqrt(len(names)))
        points = np.array([places[number] for number in range(len(names))])
    lengths = np.linalg.norm(points[[one for one, _ in edges]] - points[[other for _, other in edges]], axis=1)
    return np.asarray((points - points.mean(axis=0)) * (_EDGE_PX / max(float(lengths.mean()), 1e-9)))


def _turned(points: Floats) -> Floats:
    """Rotated to its principal axes, the longest horizontal, with most weight to the left and below."""
    _, _, axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    turned = points @ axes.T
    skew = np.sign(np.round((turned**3).sum(axis=0), 3))
    return np.asarray(turned * np.where(skew == 0, 1.0, skew))


def _arrange(
    graph: Graph, parts: Sequence[Sequence[str]], shapes: Sequence[Floats], alone: Sequence[str], aspect: float
) -> dict[str, Point]:
    groups, places = [list(part) for part in parts], []
    for part, shape in zip(parts, shapes, strict=True):
        fitted = _stretched(shape, aspect) if 2 * len(part) > len(graph) else shape
        places.append(_spread(fitted, _rooms(graph, part)))
    if alone:
        groups.append(list(alone))
        places.append(_grid(_rooms(graph, alone), aspect))
    masks = [_mask(graph, *both) for both in zip(groups, places, strict=True)]
    found: dict[str, Point] = {}
    for group, points, (column, row) in zip(groups, places, pack_masks(masks, aspect), strict=True):
        rooms = _rooms(graph, group)
        moved = np.round(points - (points - rooms / 2).min(axis=0) + (column * CELL_PX, row * CELL_PX))
        found |= {name: (float(x), float(y)) for name, (x, y) in zip(group, moved, strict=True)}
    return _centred(found)


def _stretched(points: Floats, aspect: float) -> Floats:
    """Stretched beyond the target aspect ratio, because `_spread` pushes more vertically than horizontally."""
    width, height = np.ptp(points, axis=0)
    factor = float(np.clip(np.sqrt(1.5 * aspect * height / max(width, 1e-9)), 0.6, 1.7))
    return np.asarray(points * (factor, 1 / factor))


def _mask(graph: Graph, names: Sequence[str], points: Floats) -> Mask:
    """The cells covered by nodes, labels and edges of a component: `(rows, columns)` uint8, 1 where covered."""
    rooms = _rooms(graph, names)
    corner = (points - rooms / 2).min(axis=0)
    columns, rows = np.ceil(((points + rooms / 2).max(axis=0) - corner) / CELL_PX).astype(int) + 1
    mask = np.zeros((rows, columns), np.uint8)
    for low, high in zip(points - rooms / 2 - corner, points + rooms / 2 - corner, strict=True):
        cv2.rectangle(mask, (low // CELL_PX).astype(int).tolist(), (high // CELL_PX).astype(int).tolist(), 1, -1)
    at = dict(zip(names, ((points - corner) // CELL_PX).astype(int).tolist(), strict=True))
    for one, other in graph.subgraph(names).edges:
        cv2.line(mask, at[one], at[other], 1, 2)
    return mask


def _rooms(graph: Graph, names: Sequence[str]) -> Floats:
    """The size of each node with its label: `(n, 2)`, width and height."""
    letters = np.array([min(len(graph.nodes[name]["label"]), _MAX_LETTERS) for name in names], dtype=np.float64)
    widths = np.maximum(letters * _LETTER_PX + _ROOM_MARGIN_PX, _ROOM_HEIGHT_PX)
    return np.column_stack([widths, np.full(len(names), _ROOM_HEIGHT_PX)])


def _spread(points: Floats, rooms: Floats) -> Floats:
    """Push overlapping nodes apart along the shorter overlap until none overlaps."""
    points = points.copy()
    numbers = np.arange(len(points))
    least = (rooms[:, np.newaxis] + rooms[np.newaxis]) / 2
    least[numbers, numbers] = 0
    earlier = np.sign(np.subtract.outer(numbers, numbers))[..., np.newaxis]
    rounds = min(_ROUNDS, max(20, _PAIRS_TO_PUSH // len(points) ** 2))
    for _ in range(rounds):
        apart = points[:, np.newaxis] - points[np.newaxis]
        missing = least - np.abs(apart)
        collide = (missing > 0.5).all(axis=2, keepdims=True)
        if not np.any(collide):
            break
        shorter = missing.argmin(axis=2)[..., np.newaxis] == np.arange(2)
        way = np.where(apart == 0, earlier, np.sign(apart))
        points += 0.3 * np.where(collide & shorter, missing * way, 0).sum(axis=1)
    return points


def _grid(rooms: Floats, aspect: float) -> Floats:
    """Isolated nodes in rows."""
    width, height = rooms.max(axis=0)
    columns = max(1, round(float(np.sqrt(len(rooms) * aspect * height / width))))
    return np.array([(n % columns * width, n // columns * height) for n in range(len(rooms))], dtype=np.float64)


def _centred(places: dict[str, Point]) -> dict[str, Point]:
    if not places:
        return places
    points = np.array(list(places.values()))
    x, y = np.round((points.min(axis=0) + points.max(axis=0)) / 2)
    return {name: (float(px - x), float(py - y)) for name, (px, py) in places.items()}


def pack_masks(masks: Sequence[Mask], aspect: float) -> list[tuple[int, int]]:
    """Pack shapes greedily, each where the bounding rectangle grows least.

    Args:
        masks: `(rows, columns)` uint8 each, 1 where covered; the first is placed in the center.
        aspect: target width over height.

    Returns:
        Column and row of each mask's upper left corner, without overlaps.
    """
    if not masks:
        return []
    side = 2 * max(max(mask.shape) for mask in masks) + 3 * int(np.sqrt(sum(mask.size for mask in masks)))
    covered = np.zeros((side, side), np.float32)
    corners: list[tuple[int, int]] = []
    for mask in masks:
        column, row = _best_corner(covered, mask, aspect) if corners else _middle(side, mask)
        covered[row : row + mask.shape[0], column : column + mask.shape[1]] += mask
        corners.append((column, row))
    return corners


def _middle(side: int, mask: Mask) -> tuple[int, int]:
    return (side - mask.shape[1]) // 2, (side - mask.shape[0]) // 2


def _best_corner(covered: npt.NDArray[np.float32], mask: Mask, aspect: float) -> tuple[int, int]:
    """The free position with the smallest bounding rectangle, of equal ones the most central."""
    hits = cv2.matchTemplate(covered, mask.astype(np.float32), cv2.TM_CCORR)
    rows, columns = np.nonzero(covered)
    (top, bottom), (left, right) = (rows.min(), rows.max() + 1), (columns.min(), columns.max() + 1)
    y, x = np.ogrid[: hits.shape[0], : hits.shape[1]]
    height = np.maximum(bottom, y + mask.shape[0]) - np.minimum(top, y)
    width = np.maximum(right, x + mask.shape[1]) - np.minimum(left, x)
    growth = np.maximum(width / aspect, height)
    across = np.abs(x + mask.shape[1] / 2 - (left + right) / 2) / aspect
    along = np.abs(y + mask.shape[0] / 2 - (top + bottom) / 2)
    cost = np.where(hits < 0.5, growth + 0.02 * (across + along), np.inf)
    row, column = divmod(int(cost.argmin()), cost.shape[1])
    return column, row


_STEPS = 150
_TIE_BREAKING = 1e-3


def place_by_distance(distances: Floats, seed: int = 0) -> Floats:
    """Multidimensional scaling by stress majorization: points whose distances approximate `distances`.

    Starts from classical scaling and reduces the stress iteratively, weighted by the inverse squared distance. Takes a
    few milliseconds for 50 points.

    Args:
        distances: `(n, n)` float64, symmetric, finite, positive off the diagonal; n of 2 or more.
        seed: of the small noise that breaks ties in symmetric graphs.

    Returns:
        `(n, 2)` float64 around (0, 0).

    Source:
        Gansner, Koren and North, "Graph drawing by stress majorization", 2004.
    """
    rng = np.random.default_rng(seed)
    noise = rng.uniform(-_TIE_BREAKING, _TIE_BREAKING, distances.shape)
    points = _classical_scaling(distances * (1 + noise + noise.T))
    far = distances + np.eye(len(distances))
    weights = far**-2
    np.fill_diagonal(weights, 0)
    inverse = np.linalg.pinv(_laplacian(weights))
    for _step in range(_STEPS):
        now = np.linalg.norm(points[:, np.newaxis] - points[np.newaxis], axis=2)
        pull = weights * distances / np.maximum(now, 1e-9)
        moved = inverse @ (_laplacian(pull) @ points)
        if np.abs(moved - points).max() < 1e-4:
            return np.asarray(moved)
        points = moved
    return points


def _laplacian(weights: Floats) -> Floats:
    return np.asarray(np.diag(weights.sum(axis=1)) - weights)


def _classical_scaling(distances: Floats) -> Floats:
    """The two coordinates that best approximate the inner products in the least squares sense."""
    centring = np.eye(len(distances)) - 1 / len(distances)
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    return np.asarray(vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-6)))
