"""Who is taken for whom: the confusion matrix in three readings, its orders, and the pictures behind it."""

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
    """How often each artist was taken for each: `(k, k)` int64, painters in rows, answers in columns."""
    k = len(predictions.artists)
    counts: Ints = np.bincount(predictions.y_true * k + predictions.y_pred, minlength=k * k).reshape(k, k)
    return counts


def normalise_matrix(counts: npt.ArrayLike, reading: Reading) -> Floats:
    """The matrix as counts, as shares of each painter's pictures (rows) or of each answer (columns).

    Args:
        counts: `(k, k)`.
        reading: which.

    Returns:
        `(k, k)` float64; a row without pictures, or a column that was never answered, is NaN.
    """
    table = np.asarray(counts, np.float64)
    if reading == "counts":
        return table
    return ratio(table, table.sum(axis=1 if reading == "by_true" else 0, keepdims=True))


def confused_pairs(counts: npt.ArrayLike, artists: Sequence[str]) -> pd.DataFrame:
    """The confusions that occur, the most frequent first, then by name.

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
    """One row a picture, for tables and for the pictures behind a cell.

    Returns:
        painting_id, side, painter, answer (names), is_hit, confidence (of the answer), painter_probability and
        margin (the answer's probability less the next one's; NaN with one artist); in the order of the file.
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
    """The wrong answers with the highest confidence, of what `list_pictures` gives."""
    wrong = pictures[~pictures["is_hit"]]
    return wrong.sort_values(["confidence", "painting_id"], ascending=[False, True]).head(count)


def uncertain_hits(pictures: pd.DataFrame, count: int) -> pd.DataFrame:
    """The right answers with the smallest margin, of what `list_pictures` gives."""
    right = pictures[pictures["is_hit"]]
    return right.sort_values(["margin", "painting_id"]).head(count)


def order_artists(how: Order, names: Sequence[str], counts: npt.ArrayLike, artists: Sequence[Artist] = ()) -> list[int]:
    """In which order to show the artists of a matrix.

    Args:
        how: by name; by pictures, most first; by first movement, those without one last; or clustered, so that
            artists who are taken for each other stand together.
        names: k, as the run has them.
        counts: `(k, k)`.
        artists: of the data set, for the movements; one that is not in it has none.

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
    """Average linkage on how seldom two are taken for each other, with the best order of the leaves."""
    shares = np.nan_to_num(normalise_matrix(table, "by_true"))
    distance = 1 - (shares + shares.T) / 2
    np.fill_diagonal(distance, 0)
    close = squareform(distance, checks=False)
    return [int(i) for i in leaves_list(linkage(close, "average", optimal_ordering=True))]
