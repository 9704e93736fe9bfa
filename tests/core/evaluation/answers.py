"""Answers of an imaginary model, drawn from a seed."""

import numpy as np

from core.dataset.artists.artist import Artist
from core.evaluation.predictions import Predictions, make_predictions


def draw_answers(
    n: int, k: int, seed: int = 0, skill: float = 1.5, painters: list[int] | None = None, named: list[int] | None = None
) -> Predictions:
    """n test pictures by k artists; `painters` limits who painted, `named` whom the model ever answers."""
    rng = np.random.default_rng(seed)
    y_true = rng.choice(np.arange(k) if painters is None else painters, n)
    logits = rng.normal(size=(n, k))
    logits[np.arange(n), y_true] += skill
    if named is not None:
        logits[:, np.setdiff1d(np.arange(k), named)] -= 50
    odds = np.exp(logits)
    return answers(y_true, odds / odds.sum(axis=1, keepdims=True))


def answers(y_true, probabilities, sides=None, ids=None) -> Predictions:
    """Predictions for artists called A, B, C …"""
    table = np.asarray(probabilities, np.float64)
    ids = [f"picture_{i:04d}" for i in range(len(table))] if ids is None else ids
    sides = ["test"] * len(table) if sides is None else sides
    return make_predictions(ids, sides, y_true, table, artist_names(table.shape[1]))


def sure_answers(y_true, y_pred, k: int, sides=None, ids=None) -> Predictions:
    """Answers given with 90 % confidence, the rest shared equally."""
    table = np.full((len(y_true), k), 0.1 / max(k - 1, 1))
    table[np.arange(len(table)), y_pred] = 0.9 if k > 1 else 1.0
    return answers(y_true, table, sides, ids)


def artist_names(k: int) -> list[str]:
    return [chr(65 + i // 26) * (i >= 26) + chr(65 + i % 26) for i in range(k)]


def artists_of(*movements: str) -> list[Artist]:
    """A, B, C … with these movements, separated by commas."""
    return [
        Artist(i, name, movements=tuple(filter(None, text.split(","))))
        for i, (name, text) in enumerate(zip(artist_names(len(movements)), movements, strict=True))
    ]
