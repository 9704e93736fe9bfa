"""Placing points in the plane so that their distances come as close as they can to given ones."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

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
    for _ in range(_STEPS):
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
