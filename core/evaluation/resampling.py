"""Confidence intervals by a grouped bootstrap that resamples works instead of pictures.

Two scans of one painting are correct or wrong together. Resampled as two independent tests they would make every
interval too narrow, so each round draws whole works, with replacement, as many as there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from core.evaluation.predictions import Floats, Ints, Predictions, Texts
from core.evaluation.scores import (
    TOP_K,
    average_last_axis,
    picture_log_losses,
    picture_squared_errors,
    ratio,
    top_k_hits,
)

LEVEL = 0.95

_CELLS_AT_A_TIME = 1_000_000


@dataclass(frozen=True)
class Tally:
    """Counts from which the metrics of hard predictions follow; the axes before the last are rounds.

    Attributes:
        hits: `(…, k)`, correct predictions of each artist.
        support: `(…, k)`, pictures of each artist.
        predicted: `(…, k)`, predictions of each artist.
    """

    hits: Floats
    support: Floats
    predicted: Floats

    @property
    def accuracy(self) -> Floats:
        """Correct predictions over pictures: `(…)`."""
        return ratio(self.hits.sum(axis=-1), self.support.sum(axis=-1))

    @property
    def f1_macro(self) -> Floats:
        """Mean F1 over the artists where it is defined: `(…)`."""
        return average_last_axis(ratio(2 * self.hits, self.support + self.predicted))

    def artists(self) -> dict[str, Floats]:
        """Precision, recall and F1: `(…, k)` each, NaN where undefined."""
        return {
            "precision": ratio(self.hits, self.predicted),
            "recall": ratio(self.hits, self.support),
            "f1": ratio(2 * self.hits, self.support + self.predicted),
        }

    def measures(self) -> dict[str, Floats]:
        """The measures that need no probabilities: `(…)` each."""
        values = {"accuracy": self.accuracy}
        for name, artists in self.artists().items():
            values[f"{name}_macro"] = average_last_axis(artists)
            values[f"{name}_weighted"] = average_last_axis(artists, self.support)
        total, right = self.support.sum(axis=-1), self.hits.sum(axis=-1)
        by_chance = (self.support * self.predicted).sum(axis=-1)
        spread = [total**2 - np.square(counts).sum(axis=-1) for counts in (self.support, self.predicted)]
        values["balanced_accuracy"] = values["recall_macro"]
        values["matthews"] = ratio(right * total - by_chance, np.sqrt(spread[0] * spread[1]))
        values["kappa"] = ratio(right * total - by_chance, total**2 - by_chance)
        return values


def work_codes(painting_ids: Texts | Sequence[str], work_groups: Mapping[str, str] | None) -> Ints:
    """The work of each picture as a number from 0 without gaps: `(n,)`; a picture without a work is its own."""
    known = work_groups or {}
    names = [known.get(painting_id, painting_id) for painting_id in painting_ids]
    codes: Ints = np.unique(np.asarray(names, np.str_), return_inverse=True)[1].astype(np.int64)
    return codes


def draw_rounds(works: int, rounds: int, seed: int) -> Iterator[Floats]:
    """How often each work is drawn in each round, a few rounds at a time: `(some, works)`.

    Equal arguments give equal draws, so that runs can be resampled in step.
    """
    rng = np.random.default_rng(seed)
    step = max(1, _CELLS_AT_A_TIME // max(works, 1))
    for start in range(0, rounds, step):
        count = min(step, rounds - start)
        drawn = rng.integers(0, works, (count, works)) + np.arange(count)[:, np.newaxis] * works
        yield np.bincount(drawn.ravel(), minlength=count * works).reshape(count, works).astype(np.float64)


class Resampler:
    """The sums of each work, ready to be added up with any weights."""

    def __init__(self, predictions: Predictions, codes: Ints) -> None:
        self._k, n = len(predictions.artists), len(predictions)
        rows = np.arange(n)
        hit = predictions.is_hit
        columns = [predictions.y_true[hit], predictions.y_true + self._k, predictions.y_pred + 2 * self._k]
        places = np.concatenate([codes[hit], codes[rows], codes[rows]]), np.concatenate(columns)
        shape = (int(codes.max(initial=-1)) + 1, 3 * self._k)
        # Transposed: SciPy multiplies a sparse matrix by a dense one, and not the other way round.
        self._counts = sparse.csr_array((np.ones(len(places[0])), places), shape=shape).T.tocsr()
        graded = [top_k_hits(predictions, k) for k in TOP_K]
        graded += [picture_log_losses(predictions), picture_squared_errors(predictions)]
        self._graded = np.stack([np.bincount(codes, values, shape[0]) for values in graded], axis=1)
        self._sizes = np.bincount(codes, minlength=shape[0])

    def tally(self, weights: Floats) -> Tally:
        """Add up with `(rounds, works)` weights."""
        sums = (self._counts @ weights.T).T.reshape(len(weights), 3, self._k)
        return Tally(sums[:, 0], sums[:, 1], sums[:, 2])

    def graded(self, weights: Floats) -> dict[str, Floats]:
        """The measures that need probabilities: `(rounds,)` each."""
        means = (weights @ self._graded) / (weights @ self._sizes)[:, np.newaxis]
        names = [*(f"top_{k}_accuracy" for k in TOP_K), "log_loss", "mse"]
        return {name: means[:, column] for column, name in enumerate(names)}


def resample(
    predictions: Predictions, codes: Ints, rounds: int, seed: int
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Every measure in every round.

    Args:
        predictions: n pictures, at least one.
        codes: `(n,)`, the work of each, as `work_codes` numbers them.
        rounds: how many.
        seed: of the draws.

    Returns:
        By measure `(rounds,)`, and by precision, recall and f1 `(rounds, k)`; NaN where undefined.
    """
    resampler = Resampler(predictions, codes)
    overall: list[dict[str, Floats]] = []
    artists: list[dict[str, Floats]] = []
    for weights in draw_rounds(int(codes.max()) + 1, rounds, seed):
        tally = resampler.tally(weights)
        overall.append(tally.measures() | resampler.graded(weights))
        artists.append(tally.artists())
    return _joined(overall), _joined(artists)


def _joined(parts: Sequence[dict[str, Floats]]) -> dict[str, Floats]:
    return {name: np.concatenate([part[name] for part in parts]) for name in (parts[0] if parts else ())}


def interval(values: Floats) -> tuple[float, float] | None:
    """The middle 95 % of the rounds (percentile bootstrap).

    Returns:
        Low and high; None where it says nothing: undefined in more than half of the rounds, or the same in all
        (a figure of 100 % on few pictures is no certainty, and the bootstrap cannot see beyond the pictures).
    """
    defined = values[~np.isnan(values)]
    if len(defined) * 2 <= len(values) or not np.ptp(defined) > 1e-12:
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
