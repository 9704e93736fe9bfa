"""Evening out unequal numbers of training pictures: fewer of the common, more of the rare, or weights.

Only ever for the training side: validation and test keep the proportions of the collection.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from core.dataset.splitting.selection import BALANCINGS
from core.errors import InvalidInputError
from core.language import _


def balance_rows(
    labels: npt.ArrayLike, balancing: str, rng: np.random.Generator, cap: int | None = None
) -> npt.NDArray[np.int64]:
    """Which rows to train on, and how often.

    Args:
        labels: `(n,)`, the artist of each training picture, as numbers or texts.
        balancing: "cap" draws `cap` pictures of each artist that has more; "oversample" repeats pictures
            until every artist has as many as the largest, each of them equally often or once more; "none" and
            "class_weights" take every row once.
        rng: draws which pictures are kept or repeated once more. Equal generators give equal rows.
        cap: pictures an artist at most, 1 or more; for "cap".

    Returns:
        `(m,)` int64 positions in `labels`, ascending, repeated ones side by side: shuffle before training.

    Raises:
        InvalidInputError: an unknown balancing, or "cap" without a cap of 1 or more.
    """
    if balancing not in BALANCINGS:
        raise InvalidInputError(
            _("There is no balancing “{name}”. Choose one of {known}.").format(
                name=balancing, known=", ".join(BALANCINGS)
            )
        )
    if balancing == "cap" and (cap is None or cap < 1):
        raise InvalidInputError(_("A cap of {cap} leaves no picture. Give a whole number from 1.").format(cap=cap))
    values, members = np.unique(np.asarray(labels), return_inverse=True)
    if balancing in {"none", "class_weights"} or not len(values):
        return np.arange(len(members), dtype=np.int64)
    largest = int(np.bincount(members).max())
    groups = [np.flatnonzero(members == value) for value in range(len(values))]
    oversample = balancing == "oversample"
    drawn = [_draw(rows, largest if oversample else min(len(rows), cap or largest), rng) for rows in groups]
    return np.sort(np.concatenate(drawn)).astype(np.int64)


def _draw(rows: npt.NDArray[np.intp], count: int, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """`count` of `rows`: all of them as often as fits, and the rest drawn without repetition."""
    whole, rest = divmod(count, len(rows))
    return np.concatenate([np.repeat(rows, whole), rng.choice(rows, size=rest, replace=False)])


def class_weights(labels: npt.ArrayLike) -> dict[Any, float]:
    """How much a mistake on each artist should weigh, so that every artist weighs the same in total.

    The weight is n / (k · n_artist), with k artists among n pictures: 1 on average over the pictures, and 1
    for all where the artists are equal in number.

    Args:
        labels: `(n,)`, the artist of each training picture, as numbers or texts.

    Returns:
        The weight of each label that occurs, ordered by label, keyed by plain Python values.

    Raises:
        InvalidInputError: no labels.
    """
    values, counts = np.unique(np.asarray(labels), return_counts=True)
    if not len(values):
        raise InvalidInputError(_("There are no training pictures to weigh. Select some artists first."))
    weights = counts.sum() / (len(values) * counts)
    return dict(zip(values.tolist(), weights.tolist(), strict=True))
