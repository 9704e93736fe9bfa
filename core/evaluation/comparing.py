"""Comparing runs on the same test pictures: which is better, by how much, and is the difference significant?

Each pair gets an exact McNemar test (of the pictures that only one of the two predicted correctly, do significantly
more belong to one?) and a paired bootstrap over works (an interval for the difference). P-values are corrected for
multiple tests by Holm's method, because among many pairs some look significant by chance.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from scipy.special import bdtr

from core.errors import InvalidInputError
from core.evaluation.common_pictures import Matched, match_runs
from core.evaluation.predictions import Floats, Ints, Predictions
from core.evaluation.resampling import Resampler, draw_rounds, interval, work_codes
from core.evaluation.run_dataset import DatasetIdentity
from core.language import _

SIGNIFICANCE = 0.05

Verdict = Literal["first", "second", "undecided"]


@dataclass(frozen=True)
class RunFigures:
    """Figures of one run on the compared pictures. NaN where undefined, None for an interval that is meaningless.

    Attributes:
        run: id or title.
        artists: number of classes.
        accuracy: 0 to 1, with its 95 % interval.
        f1_macro: 0 to 1, with its 95 % interval.
    """

    run: str
    artists: int
    accuracy: float
    accuracy_interval: tuple[float, float] | None
    f1_macro: float
    f1_macro_interval: tuple[float, float] | None


@dataclass(frozen=True)
class PairedTest:
    """Two runs on the same pictures; differences are second minus first.

    Attributes:
        first: a run.
        second: another.
        difference: of the accuracies, −1 to 1.
        interval: 95 %, paired bootstrap over works; None where it is meaningless.
        f1_difference: of the macro F1; NaN where undefined.
        f1_interval: 95 %, as `interval`.
        first_only: pictures that only the first predicted correctly.
        second_only: pictures that only the second predicted correctly.
        p_value: exact McNemar, two-sided.
        p_corrected: by Holm over all pairs.
        verdict: the significantly better run: `p_corrected` below 0.05 and an interval without 0.
        sentence: the finding as text.
    """

    first: str
    second: str
    difference: float
    interval: tuple[float, float] | None
    f1_difference: float
    f1_interval: tuple[float, float] | None
    first_only: int
    second_only: int
    p_value: float
    p_corrected: float
    verdict: Verdict
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """Any number of runs.

    Attributes:
        side: the split, usually "test".
        pictures: number compared.
        works: number of distinct works among them.
        note: which pictures were compared and which left out.
        runs: one entry per run, in the order given.
        pairs: one entry per pair.
    """

    side: str
    pictures: int
    works: int
    note: str
    runs: tuple[RunFigures, ...]
    pairs: tuple[PairedTest, ...]


def compare_runs(
    runs: Mapping[str, Predictions],
    work_groups: Mapping[str, str] | None = None,
    *,
    side: str = "test",
    on_common: bool = False,
    rounds: int = 1000,
    seed: int = 0,
    origins: Mapping[str, DatasetIdentity] | None = None,
) -> Comparison:
    """Compare runs on the pictures of one side.

    Args:
        runs: predictions by the run's name.
        work_groups: the work of each picture; a picture without one counts as its own work.
        side: the split.
        on_common: where the splits differ, compare on the common pictures instead of refusing.
        rounds: of the bootstrap.
        seed: of the bootstrap.
        origins: the data set of each run, so that equal ids of different data sets are not matched.

    Raises:
        InvalidInputError: fewer than two runs, different data sets, splits that differ (unless `on_common`), no
            common picture, or a picture with different true artists.
    """
    if len(runs) < 2:
        raise InvalidInputError(_("A comparison needs two runs or more. Add another one."))
    matched = match_runs(runs, side, on_common, origins)
    first = next(iter(matched.runs.values()))
    codes = work_codes(first.painting_id, work_groups)
    accuracy, f1 = _rounds(matched, codes, rounds, seed)
    figures = tuple(
        _figures(name, found, accuracy[:, i], f1[:, i]) for i, (name, found) in enumerate(matched.runs.items())
    )
    pairs = tuple(_pairs(matched, figures, accuracy, f1))
    return Comparison(side, len(first), int(codes.max()) + 1, matched.note, figures, pairs)


def _rounds(matched: Matched, codes: Ints, rounds: int, seed: int) -> tuple[Floats, Floats]:
    """Accuracy and macro F1, `(rounds, runs)` each; every run sees the same draws."""
    resamplers = [Resampler(found, codes) for found in matched.runs.values()]
    accuracy: list[Floats] = []
    f1: list[Floats] = []
    for weights in draw_rounds(int(codes.max()) + 1, rounds, seed):
        tallies = [resampler.tally(weights) for resampler in resamplers]
        accuracy.append(np.stack([tally.accuracy for tally in tallies], axis=1))
        f1.append(np.stack([tally.f1_macro for tally in tallies], axis=1))
    return np.concatenate(accuracy), np.concatenate(f1)


def _figures(name: str, found: Predictions, accuracy: Floats, f1: Floats) -> RunFigures:
    tally = Resampler(found, np.arange(len(found))).tally(np.ones((1, len(found))))
    return RunFigures(
        name, len(found.artists), float(tally.accuracy[0]), interval(accuracy), float(tally.f1_macro[0]), interval(f1)
    )


def _pairs(matched: Matched, figures: tuple[RunFigures, ...], accuracy: Floats, f1: Floats) -> Iterator[PairedTest]:
    hits = np.stack([found.is_hit for found in matched.runs.values()])
    both = list(combinations(range(len(figures)), 2))
    only = np.array([((hits[i] & ~hits[j]).sum(), (hits[j] & ~hits[i]).sum()) for i, j in both])
    p_values = exact_mcnemar(only[:, 0], only[:, 1])
    for (i, j), counts, p_value, corrected in zip(both, only, p_values, holm(p_values), strict=True):
        one, other = figures[i], figures[j]
        difference, spread = other.accuracy - one.accuracy, interval(accuracy[:, j] - accuracy[:, i])
        verdict = _verdict(difference, spread, float(corrected))
        chance = _Chance(float(p_value), float(corrected), len(both))
        yield PairedTest(
            first=one.run,
            second=other.run,
            difference=difference,
            interval=spread,
            f1_difference=other.f1_macro - one.f1_macro,
            f1_interval=interval(f1[:, j] - f1[:, i]),
            first_only=int(counts[0]),
            second_only=int(counts[1]),
            p_value=float(p_value),
            p_corrected=float(corrected),
            verdict=verdict,
            sentence=_sentence(one.run, other.run, difference, spread, chance),
        )


def exact_mcnemar(first_only: Ints, second_only: Ints) -> Floats:
    """Two-sided p-values of the exact McNemar test; 1 where the two never disagree.

    Args:
        first_only: counts of pictures that only the first predicted correctly, any shape.
        second_only: the same for the second.
    """
    fewer = np.minimum(first_only, second_only)
    p_values: Floats = np.minimum(2 * bdtr(fewer, first_only + second_only, 0.5), 1)
    return p_values


def holm(p_values: Floats) -> Floats:
    """Correct p-values for multiple tests by Holm's step-down method.

    The arithmetic is three lines; statsmodels has it too, and takes seconds to import. The tests hold them equal.

    Args:
        p_values: `(m,)`.
    """
    order = np.argsort(p_values, kind="stable")
    stepped = np.maximum.accumulate(p_values[order] * np.arange(len(p_values), 0, -1))
    corrected = np.empty(len(p_values))
    corrected[order] = np.minimum(stepped, 1)
    return corrected


def _verdict(difference: float, spread: tuple[float, float] | None, p_corrected: float) -> Verdict:
    if p_corrected >= SIGNIFICANCE or _contains_zero(spread):
        return "undecided"
    return "second" if difference > 0 else "first"


def _contains_zero(spread: tuple[float, float] | None) -> bool:
    return spread is not None and spread[0] <= 0 <= spread[1]


@dataclass(frozen=True)
class _Chance:
    """P-values of a pair and the number of tests."""

    p_value: float
    p_corrected: float
    tests: int

    def in_words(self) -> str:
        """As in "p = 0.078", or "p = 0.031, corrected for 6 tests by Holm's method"."""
        p_value = format_p_value(self.p_corrected)
        if self.tests == 1:
            return p_value
        corrected = _("{p}, corrected for {tests:,} tests by Holm's method")
        return corrected.format(p=p_value, tests=self.tests)

    def remark(self) -> str:
        """The same in brackets where it was corrected; a single test needs no remark."""
        return f" ({self.in_words()})" if self.tests > 1 else ""


def format_p_value(p_value: float) -> str:
    """As in "p = 0.078"; "p < 0.001" where the digits would be noughts."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def _sentence(first: str, second: str, difference: float, spread: tuple[float, float] | None, chance: _Chance) -> str:
    """As in "B is better than A by 3.1 points, 95 % interval 0.8 to 5.4; unlikely to be chance."."""
    if not difference:
        return _equal_sentence(first, second, spread)
    better, other = (second, first) if difference > 0 else (first, second)
    by = _points(abs(difference), _turned(spread) if difference < 0 else spread)
    if _verdict(difference, spread, chance.p_corrected) == "undecided":
        doubt = _doubt(spread, chance)
        return _("{better} is ahead of {other} by {points}; {doubt}.").format(
            better=better, other=other, points=by, doubt=doubt
        )
    return _("{better} is better than {other} by {points}; unlikely to be chance{remark}.").format(
        better=better, other=other, points=by, remark=chance.remark()
    )


def _equal_sentence(first: str, second: str, spread: tuple[float, float] | None) -> str:
    if spread is None:
        return _("{first} and {second} are equally accurate.").format(first=first, second=second)
    return _("{first} and {second} are equally accurate (95 % interval {low} to {high}).").format(
        first=first, second=second, low=_signed(spread[0]), high=_signed(spread[1])
    )


def _points(difference: float, spread: tuple[float, float] | None) -> str:
    points = f"{100 * difference:.1f}"
    if spread is None:
        return _("{points} points").format(points=points)
    low, high = map(_signed, spread)
    return _("{points} points, 95 % interval {low} to {high}").format(points=points, low=low, high=high)


def _turned(spread: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if spread is None else (-spread[1], -spread[0])


def _signed(share: float) -> str:
    return f"{100 * share:.1f}".replace("-", "−")


def _doubt(spread: tuple[float, float] | None, chance: _Chance) -> str:
    """Why a difference is not certain: the test, the interval, or both allow for chance."""
    test = chance.in_words()
    if chance.p_corrected < SIGNIFICANCE:
        return _("the paired test speaks against chance ({test}), the interval does not, so it is not certain").format(
            test=test
        )
    if spread is None or _contains_zero(spread):
        return _("that may well be chance{remark}").format(remark=chance.remark())
    if chance.p_value < SIGNIFICANCE:
        return _(
            "alone it would be significant, but among so many tests such a difference occurs by chance ({test})"
        ).format(test=test)
    return _("the interval speaks against chance, the paired test does not ({test}), so it is not certain").format(
        test=test
    )
