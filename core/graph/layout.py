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
    """Places of nodes in pixels, x to the right and y down, around (0, 0).

    Attributes:
        wide: for a picture about 1.8 times as wide as high.
        tall: for one about 1.6 times as high as wide.
    """

    wide: Mapping[str, Point]
    tall: Mapping[str, Point]


def compute_layout(graph: Graph, seed: int = 0) -> Layout:
    """Places for all nodes; the same for equal graphs, whatever order they were built in.

    Compute it for the whole graph and show parts of it with the same layout: then nodes keep their places while
    filters change.

    Args:
        graph: of up to some thousand nodes; 75 take some tenths of a second, so keep the result.
        seed: of the few random choices, which parts of more than 400 nodes need, and of breaking ties.
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
    """A connected part around (0, 0), its edges about `_EDGE_PX` long: `(n, 2)`."""
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
    """Turned so that the longest extent lies across, most weight to the left and below."""
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
    """Closer to the aspect of the picture, and beyond it, for `_spread` pushes up and down more than sideways."""
    width, height = np.ptp(points, axis=0)
    factor = float(np.clip(np.sqrt(1.5 * aspect * height / max(width, 1e-9)), 0.6, 1.7))
    return np.asarray(points * (factor, 1 / factor))


def _mask(graph: Graph, names: Sequence[str], points: Floats) -> Mask:
    """The cells that a part covers, nodes with their labels and lines: `(rows, columns)` uint8, 1 where covered."""
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
    """What each node with its label covers: `(n, 2)`, width and height."""
    letters = np.array([min(len(graph.nodes[name]["label"]), _MAX_LETTERS) for name in names], dtype=np.float64)
    widths = np.maximum(letters * _LETTER_PX + _ROOM_MARGIN_PX, _ROOM_HEIGHT_PX)
    return np.column_stack([widths, np.full(len(names), _ROOM_HEIGHT_PX)])


def _spread(points: Floats, rooms: Floats) -> Floats:
    """Push nodes apart, each time along the shorter way, until none covers another."""
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
    """Nodes without an edge, in rows."""
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
    """Place shapes in turn where they fit and what is covered together grows least.

    Args:
        masks: `(rows, columns)` uint8 each, 1 where covered; the most important first, it goes to the middle.
        aspect: width over height to aim for.

    Returns:
        Column and row of each mask's upper left corner; no two shapes cover one cell.
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
    """The free place that makes the rectangle around everything smallest, of equal ones the most central."""
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
    """Points whose distances differ least from `distances`, where near pairs count more than far ones.

    Starts from classical scaling and then reduces the stress, with weights of one over the distance squared, step by
    step. Needs a few milliseconds for 50 points.

    Args:
        distances: `(n, n)` float64, symmetric, above 0 but on the diagonal, finite; n of 2 or more.
        seed: of the tiny noise that keeps symmetric graphs from having many equally good starts.

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
    """The best two coordinates in the sense of least squares of inner products."""
    centring = np.eye(len(distances)) - 1 / len(distances)
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    return np.asarray(vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-6)))
