"""The confusion matrix, its normalisations and orders, and the pictures behind its cells."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from core.dataset.artists.artist import Artist
from core.evaluation.predictions import Floats, Ints, Predictions
from core.evaluation.scores import ratio
from core.graph.traits import traits_of

Reading = Literal["counts", "by_true", "by_predicted"]
READINGS: tuple[Reading, ...] = get_args(Reading)

Order = Literal["name", "size", "movement", "clustered"]
ORDERS: tuple[Order, ...] = get_args(Order)


def count_confusions(predictions: Predictions) -> Ints:
    """The confusion matrix: `(k, k)` int64, true artists in rows, predicted artists in columns."""
    k = len(predictions.artists)
    counts: Ints = np.bincount(predictions.y_true * k + predictions.y_pred, minlength=k * k).reshape(k, k)
    return counts


def normalise_matrix(counts: npt.ArrayLike, reading: Reading) -> Floats:
    """The matrix as counts, or as shares of each true artist (rows) or predicted artist (columns).

    Args:
        counts: `(k, k)`.
        reading: which.

    Returns:
        `(k, k)` float64; a row without pictures, or a column that was never predicted, is NaN.
    """
    table = np.asarray(counts, np.float64)
    if reading == "counts":
        return table
    return ratio(table, table.sum(axis=1 if reading == "by_true" else 0, keepdims=True))


def confused_pairs(counts: npt.ArrayLike, artists: Sequence[str]) -> pd.DataFrame:
    """The confused pairs, the most frequent first, then by name.

    Returns:
        painter, answer, count, share (of the painter's pictures).
    """
    table = np.asarray(counts, np.int64)
    rows, columns = np.nonzero(table - np.diag(np.diag(table)))
    names = np.asarray(artists, object)
    found = pd.DataFrame({"painter": names[rows], "answer": names[columns], "count": table[rows, columns]})
    found["share"] = found["count"] / table.sum(axis=1)[rows]
    return found.sort_values(["count", "painter", "answer"], ascending=[False, True, True], ignore_index=True)


def list_pictures(predictions: Predictions) -> pd.DataFrame:
    """One row per picture, for tables and for the pictures behind a cell.

    Returns:
        painting_id, side, painter and answer (true and predicted artist), is_hit, confidence, painter_probability (of
        the true artist) and margin (top-1 minus top-2 probability; NaN with one artist); in the order of the file.
    """
    names = np.asarray(predictions.artists, object)
    rows = np.arange(len(predictions))
    margin = np.full(len(predictions), np.nan)
    if len(names) > 1:
        best = np.sort(predictions.probabilities, axis=1)
        margin = best[:, -1] - best[:, -2]
    return pd.DataFrame(
        {
            "painting_id": predictions.painting_id,
            "side": predictions.side,
            "painter": names[predictions.y_true],
            "answer": names[predictions.y_pred],
            "is_hit": predictions.is_hit,
            "confidence": predictions.confidence,
            "painter_probability": predictions.probabilities[rows, predictions.y_true],
            "margin": margin,
        }
    )


def confident_mistakes(pictures: pd.DataFrame, count: int) -> pd.DataFrame:
    """The wrong predictions with the highest confidence, from the rows of `list_pictures`."""
    wrong = pictures[~pictures["is_hit"]]
    return wrong.sort_values(["confidence", "painting_id"], ascending=[False, True]).head(count)


def uncertain_hits(pictures: pd.DataFrame, count: int) -> pd.DataFrame:
    """The correct predictions with the smallest margin, from the rows of `list_pictures`."""
    right = pictures[pictures["is_hit"]]
    return right.sort_values(["margin", "painting_id"]).head(count)


def order_artists(how: Order, names: Sequence[str], counts: npt.ArrayLike, artists: Sequence[Artist] = ()) -> list[int]:
    """Row order of a matrix.

    Args:
        how: by name; by pictures, most first; by first movement, those without one last; or clustered, so that
            artists who are confused with each other are adjacent.
        names: k artists of the run.
        counts: `(k, k)`.
        artists: of the data set, for the movements.

    Returns:
        Positions in `names`.
    """
    table = np.asarray(counts, np.float64)
    by_name = sorted(range(len(names)), key=lambda i: (names[i].casefold(), i))
    if how == "size":
        return sorted(by_name, key=lambda i: -table[i].sum())
    if how == "movement":
        keys = {artist.name: [trait.key for trait in traits_of(artist, "movement")] for artist in artists}
        return sorted(by_name, key=lambda i: (not keys.get(names[i]), keys.get(names[i], [])))
    return _clustered(table) if how == "clustered" and len(names) > 2 else by_name


def _clustered(table: Floats) -> list[int]:
    """Average linkage on the rate of confusion, with optimal leaf order."""
    shares = np.nan_to_num(normalise_matrix(table, "by_true"))
    distance = 1 - (shares + shares.T) / 2
    np.fill_diagonal(distance, 0)
    close = squareform(distance, checks=False)
    return [int(i) for i in leaves_list(linkage(close, "average", optimal_ordering=True))]
