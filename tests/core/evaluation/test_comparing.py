"""Comparing runs: the same pictures or none, paired tests as statsmodels computes them, and a plain sentence."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from core.errors import InvalidInputError
from core.evaluation.comparing import compare_runs, exact_mcnemar, holm
from core.evaluation.measures import measure
from core.evaluation.predictions import make_predictions
from core.evaluation.run_dataset import DatasetIdentity
from tests.core.evaluation.answers import draw_answers, sure_answers


def run_of(hits, k=3, ids=None, sides=None):
    """A run that is right where `hits` says so; all pictures are by A and B in turn."""
    truth = np.arange(len(hits)) % 2
    return sure_answers(truth, np.where(hits, truth, 2), k, sides, ids)


def hits_of(both: int, first_only: int, second_only: int, neither: int):
    first = [True] * (both + first_only) + [False] * (second_only + neither)
    second = [True] * both + [False] * first_only + [True] * second_only + [False] * neither
    return run_of(first), run_of(second)


@pytest.mark.parametrize("table", [(50, 5, 20, 10), (10, 0, 0, 5), (0, 1, 0, 0), (100, 12, 12, 0), (700, 60, 99, 141)])
def test_mcnemar_is_that_of_statsmodels(table):
    first, second = hits_of(*table)
    (pair,) = compare_runs({"A": first, "B": second}, rounds=50).pairs
    both, first_only, second_only, neither = table
    assert (pair.first_only, pair.second_only) == (first_only, second_only)
    expected = mcnemar([[both, first_only], [second_only, neither]], exact=True).pvalue
    assert pair.p_value == pair.p_corrected == pytest.approx(expected)


def test_exact_p_values_of_many_pairs_are_scipys():
    rng = np.random.default_rng(0)
    one, other = rng.integers(0, 200, (2, 50))
    expected = [
        stats.binomtest(int(a), int(a + b), 0.5).pvalue if a + b else 1.0 for a, b in zip(one, other, strict=True)
    ]
    np.testing.assert_allclose(exact_mcnemar(one, other), expected, rtol=1e-9)


def test_holm_is_that_of_statsmodels():
    for seed in range(20):
        p_values = np.random.default_rng(seed).random(seed + 1) ** 4
        np.testing.assert_allclose(holm(p_values), multipletests(p_values, method="holm")[1])


def test_the_difference_and_its_interval():
    first, second = hits_of(300, 20, 60, 120)
    (pair,) = compare_runs({"A": first, "B": second}, rounds=4000).pairs
    assert pair.difference == pytest.approx(40 / 500)
    change = second.is_hit.astype(int) - first.is_hit
    theirs = stats.bootstrap((change,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(1))
    assert pair.interval == pytest.approx(tuple(theirs.confidence_interval), abs=0.005)
    assert pair.f1_difference == pytest.approx(measure(second)["f1_macro"] - measure(first)["f1_macro"])
    assert pair.f1_interval[0] < pair.f1_difference < pair.f1_interval[1]


def test_a_person_understands_the_sentence():
    first, second = hits_of(300, 20, 60, 120)
    (pair,) = compare_runs({"A": first, "B": second}).pairs
    low, high = (100 * bound for bound in pair.interval)
    assert pair.verdict == "second"
    assert pair.sentence == (
        f"B is better than A by 8.0 points, 95 % interval {low:.1f} to {high:.1f}; unlikely to be chance."
    )
    (turned,) = compare_runs({"B": second, "A": first}).pairs
    assert turned.verdict == "first"
    assert turned.sentence == pair.sentence
    first, second = hits_of(300, 50, 60, 90)
    (pair,) = compare_runs({"A": first, "B": second}).pairs
    assert pair.verdict == "undecided"
    assert pair.sentence.startswith("B is ahead of A by 2.0 points, 95 % interval −")
    assert pair.sentence.endswith("; that may well be chance.")
    (pair,) = compare_runs({"A": first, "B": first}).pairs
    assert pair.sentence == "A and B are equally accurate."
    assert (pair.p_value, pair.interval, pair.verdict) == (1, None, "undecided")
    (pair,) = compare_runs(dict(zip("AB", hits_of(100, 10, 10, 0), strict=True))).pairs
    assert pair.sentence.startswith("A and B are equally accurate (95 % interval −")
    assert pair.sentence.endswith(").")


def test_a_test_and_an_interval_that_disagree_are_both_named():
    first, second = hits_of(60, 6, 15, 19)
    (pair,) = compare_runs({"A": first, "B": second}).pairs
    low, high = (100 * bound for bound in pair.interval)
    assert low > 0 and pair.p_value == pytest.approx(0.0784, abs=1e-4) and pair.verdict == "undecided"
    assert pair.sentence == (
        f"B is ahead of A by 9.0 points, 95 % interval {low:.1f} to {high:.1f}; the interval speaks against chance, "
        "the paired test does not (p = 0.078), so it is not certain."
    )

    first, second = hits_of(200, 10, 24, 26)
    works = {name: f"w{i // 30}" for i, name in enumerate(first.painting_id)}
    (pair,) = compare_runs({"A": first, "B": second}, works).pairs
    assert pair.interval[0] <= 0 < pair.difference and pair.p_value < 0.05 and pair.verdict == "undecided"
    start, _, why = pair.sentence.partition("; ")
    assert start.startswith("B is ahead of A")
    assert why == (
        f"the paired test speaks against chance (p = {pair.p_value:.3f}), the interval does not, so it is not certain."
    )


def test_works_shown_often_widen_the_interval():
    first, second = hits_of(300, 20, 60, 120)
    works = {name: f"w{i // 4}" for i, name in enumerate(first.painting_id)}
    narrow, wide = (compare_runs({"A": first, "B": second}, groups).pairs[0].interval for groups in (None, works))
    assert wide[1] - wide[0] > 1.5 * (narrow[1] - narrow[0])


def test_many_runs_in_one_table_are_corrected_together():
    base = draw_answers(200, 5, seed=1)
    rng = np.random.default_rng(0)
    runs = {f"run {i}": sure_answers(base.y_true, rng.choice(5, 200), 5) for i in range(5)} | {"good": base}
    result = compare_runs(runs, rounds=100)
    assert [figures.run for figures in result.runs] == list(runs)
    assert len(result.pairs) == 15
    raw = [pair.p_value for pair in result.pairs]
    assert [pair.p_corrected for pair in result.pairs] == pytest.approx(list(multipletests(raw, method="holm")[1]))
    for figures in result.runs:
        values = measure(runs[figures.run])
        assert (figures.accuracy, figures.f1_macro) == pytest.approx((values["accuracy"], values["f1_macro"]))


def test_a_sentence_of_many_says_that_it_was_corrected_and_for_how_many_tests():
    first, second = hits_of(300, 20, 60, 120)
    pairs = compare_runs({"A": first, "B": second, "C": first}, rounds=100).pairs
    assert pairs[0].sentence.endswith("; unlikely to be chance (p < 0.001, corrected for 3 tests by Holm's method).")
    first, second = hits_of(300, 20, 37, 60)
    (alone,) = compare_runs({"A": first, "B": second}).pairs
    among = compare_runs(dict.fromkeys("ACDE", first) | {"B": second}).pairs[3]
    assert alone.verdict == "second" and among.verdict == "undecided" and alone.p_value == among.p_value
    p = f"p = {among.p_corrected:.3f}, corrected for 10 tests by Holm's method"
    assert among.sentence.endswith(f"among so many tests such a difference occurs by chance ({p}).")


def test_equal_runs_are_seldom_told_apart():
    rng = np.random.default_rng(0)
    verdicts = [
        compare_runs({"A": run_of(rng.random(150) < 0.6), "B": run_of(rng.random(150) < 0.6)}, rounds=100)
        .pairs[0]
        .verdict
        for _ in range(150)
    ]
    assert sum(verdict != "undecided" for verdict in verdicts) <= 12


def test_the_order_of_rows_does_not_matter():
    first, second = draw_answers(80, 4, seed=1), draw_answers(80, 4, seed=2)
    second = sure_answers(first.y_true, second.y_pred, 4)
    shuffled = second.take(np.random.default_rng(0).permutation(80))
    assert compare_runs({"A": first, "B": second}) == compare_runs({"A": first, "B": shuffled})


def test_runs_with_other_test_sides_are_refused_and_compared_on_common_pictures():
    sides = ["test"] * 6 + ["train"] * 2
    first = run_of([True] * 8, ids=list("abcdefgh"), sides=sides)
    second = run_of([True, False] * 4, ids=list("abcdefgh"), sides=sides[::-1])
    with pytest.raises(InvalidInputError, match=r"“A” and “B” were not tested on the same pictures \(6 and 6; 4 in"):
        compare_runs({"A": first, "B": second})
    result = compare_runs({"A": first, "B": second}, on_common=True, rounds=20)
    assert (result.pictures, [figures.accuracy for figures in result.runs]) == (4, [1, 0.5])
    assert "the comparison uses the 4 pictures that all runs have in common" in result.note


def test_what_cannot_be_compared_is_refused_in_words():
    one = run_of([True] * 4, ids=list("abcd"))
    with pytest.raises(InvalidInputError, match="two runs or more"):
        compare_runs({"A": one})
    with pytest.raises(InvalidInputError, match="no test picture in common"):
        compare_runs({"A": one, "B": run_of([True] * 4, ids=list("efgh"))}, on_common=True)
    with pytest.raises(InvalidInputError, match="“B” has no test picture"):
        compare_runs({"A": one, "B": run_of([True] * 4, ids=list("abcd"), sides=["val"] * 4)})
    origins = {"A": DatasetIdentity("north", "1"), "B": DatasetIdentity("south", "2")}
    with pytest.raises(InvalidInputError, match="was trained on the data set “north” and “B” on “south”"):
        compare_runs({"A": one, "B": one}, on_common=True, origins=origins)
    for same in (DatasetIdentity("south", "1"), DatasetIdentity("north", "2"), DatasetIdentity("")):
        compare_runs({"A": one, "B": one}, rounds=5, origins={**origins, "B": same})
    with pytest.raises(InvalidInputError, match="“a” is by A in “A” and by C in “B”"):
        compare_runs({"A": one, "B": sure_answers([2, 1, 0, 1], [0, 0, 0, 0], 3, ids=list("abcd"))})


def test_runs_that_choose_among_other_artists_are_compared_by_name():
    first = make_predictions(["x", "y"], ["test"] * 2, [0, 1], [[0.9, 0.1], [0.2, 0.8]], ["Arp", "Klee"])
    table = [[0.1, 0.8, 0.1], [0.1, 0.2, 0.7]]
    second = make_predictions(["x", "y"], ["test"] * 2, [1, 2], table, ["Aaa", "Arp", "Klee"])
    result = compare_runs({"A": first, "B": second}, rounds=10)
    assert [figures.accuracy for figures in result.runs] == [1, 1]
    assert "choose among 2 to 3 artists" in result.note
