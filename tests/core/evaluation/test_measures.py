"""Every measure against another way to compute it: scikit-learn's averages, statsmodels, SciPy, or by hand."""

import math

import numpy as np
import pytest
from sklearn import metrics
from statsmodels.stats.inter_rater import cohens_kappa

from core.evaluation.confusions import count_confusions
from core.evaluation.labels import MEASURES
from core.evaluation.measures import measure, measure_artists
from core.evaluation.scores import top_k_hits
from tests.core.evaluation.answers import answers, draw_answers, sure_answers

CASES = {
    "usual": draw_answers(300, 7),
    "two artists": draw_answers(40, 2),
    "fifty artists": draw_answers(1267, 50, skill=3),
    "an artist without pictures": draw_answers(120, 6, painters=[0, 1, 3, 4, 5]),
    "an artist never named": draw_answers(120, 6, named=[0, 1, 2, 4, 5]),
    "both, not the same one": draw_answers(60, 8, painters=[0, 1, 2, 3], named=[2, 3, 4, 5, 6]),
    "one painter": draw_answers(30, 5, painters=[2]),
    "one answer": draw_answers(30, 5, named=[2]),
    "one artist": answers(np.zeros(9, int), np.ones((9, 1))),
    "one picture, right": sure_answers([1], [1], 4),
    "one picture, wrong": sure_answers([1], [2], 4),
    "ties": answers([0, 1, 2, 3], np.full((4, 4), 0.25)),
    "certain and wrong": answers([0, 1], [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]),
}


@pytest.fixture(params=CASES)
def found(request):
    return CASES[request.param]


def same(value, expected, **tolerance):
    return math.isnan(value) == math.isnan(expected) and (
        math.isnan(value) or value == pytest.approx(expected, **tolerance)
    )


def test_accuracy_is_the_share_of_hits(found):
    hits = [t == p for t, p in zip(found.y_true.tolist(), found.y_pred.tolist(), strict=True)]
    assert measure(found)["accuracy"] == pytest.approx(sum(hits) / len(hits))


def test_balanced_accuracy_is_scikit_learns(found):
    with np.errstate(all="ignore"), pytest.warns() if _warns(found) else _nothing():
        expected = metrics.balanced_accuracy_score(found.y_true, found.y_pred)
    assert same(measure(found)["balanced_accuracy"], expected)


def _warns(found):
    return not set(found.y_pred) <= set(found.y_true) or len(set(found.y_true) | set(found.y_pred)) == 1


def _nothing():
    from contextlib import nullcontext

    return nullcontext()


@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
def test_macro_averages_are_scikit_learns_with_undefined_left_out(found, name):
    score = getattr(metrics, f"{name}_score")
    labels = range(len(found.artists))
    expected = score(found.y_true, found.y_pred, labels=labels, average="macro", zero_division=np.nan)
    assert same(measure(found)[f"{name}_macro"], expected)


@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
def test_weighted_averages_by_hand(found, name):
    values, support = getattr(measure_artists(found), name), np.bincount(found.y_true, minlength=len(found.artists))
    pairs = [(v, w) for v, w in zip(values.tolist(), support.tolist(), strict=True) if not math.isnan(v) and w]
    expected = sum(v * w for v, w in pairs) / sum(w for _, w in pairs) if pairs else math.nan
    assert same(measure(found)[f"{name}_weighted"], expected)


def test_each_artist_by_counting(found):
    values = measure_artists(found)
    pairs = list(zip(found.y_true.tolist(), found.y_pred.tolist(), strict=True))
    for artist in range(len(found.artists)):
        hits = pairs.count((artist, artist))
        pictures, named = sum(t == artist for t, _ in pairs), sum(p == artist for _, p in pairs)
        assert (values.support[artist], values.predicted[artist]) == (pictures, named)
        assert same(values.precision[artist], hits / named if named else math.nan)
        assert same(values.recall[artist], hits / pictures if pictures else math.nan)
        assert same(values.f1[artist], 2 * hits / (pictures + named) if pictures + named else math.nan)


def test_confusions_by_counting(found):
    counts = count_confusions(found)
    pairs = list(zip(found.y_true.tolist(), found.y_pred.tolist(), strict=True))
    assert counts.sum() == len(found)
    assert all(counts[t, p] == pairs.count((t, p)) for t, p in set(pairs))


def test_log_loss_is_scikit_learns_on_the_stored_numbers(found):
    labels = range(len(found.artists))
    if len(labels) == 1:
        assert measure(found)["log_loss"] == 0
        return
    expected = metrics.log_loss(found.y_true, found.probabilities.astype(np.float32), labels=labels)
    assert measure(found)["log_loss"] == pytest.approx(expected, rel=2e-5, abs=1e-6)


def test_log_loss_of_usual_answers_is_scikit_learns_to_the_last_digit():
    found = CASES["usual"]
    expected = metrics.log_loss(found.y_true, found.probabilities)
    assert measure(found)["log_loss"] == pytest.approx(expected, rel=1e-12)


def test_squared_error_is_scikit_learns_against_one_hot(found):
    one_hot = np.eye(len(found.artists))[found.y_true]
    assert measure(found)["mse"] == pytest.approx(metrics.mean_squared_error(one_hot, found.probabilities))


def test_matthews_is_the_correlation_of_one_hot_tables(found):
    truth, answer = (np.eye(len(found.artists))[y] for y in (found.y_true, found.y_pred))
    truth, answer = truth - truth.mean(axis=0), answer - answer.mean(axis=0)
    spread = math.sqrt((truth**2).sum() * (answer**2).sum())
    assert same(measure(found)["matthews"], (truth * answer).sum() / spread if spread > 1e-9 else math.nan, abs=1e-12)


def test_kappa_is_that_of_statsmodels(found):
    counts = count_confusions(found)
    if len(set(found.y_true) | set(found.y_pred)) == 1:
        assert math.isnan(measure(found)["kappa"])
        return
    assert measure(found)["kappa"] == pytest.approx(cohens_kappa(counts, return_results=False), abs=1e-12)


@pytest.mark.parametrize("k", [3, 5])
def test_top_k_by_sorting(found, k):
    def is_hit(row, painter):
        return painter in sorted(range(len(row)), key=lambda artist: (-row[artist], artist))[:k]

    rows = zip(found.probabilities.tolist(), found.y_true.tolist(), strict=True)
    expected = np.mean([is_hit(*row) for row in rows]) if k < len(found.artists) else math.nan
    assert same(measure(found)[f"top_{k}_accuracy"], expected)


@pytest.mark.parametrize("k", [3, 5])
def test_top_k_without_ties_is_scikit_learns(k):
    found = CASES["usual"]
    expected = metrics.top_k_accuracy_score(found.y_true, found.probabilities, k=k, labels=range(7))
    assert measure(found)[f"top_{k}_accuracy"] == expected


def test_among_equals_the_first_counts_where_scikit_learn_takes_the_last():
    found = answers([0, 1, 2, 3], np.full((4, 4), 0.25))
    assert top_k_hits(found, 1).tolist() == found.is_hit.tolist() == [True, False, False, False]
    assert top_k_hits(found, 3).tolist() == [1, 1, 1, 0]
    theirs = metrics.top_k_accuracy_score([0, 1, 2, 3], found.probabilities, k=1, normalize=False)
    assert theirs == 1
    last = metrics.top_k_accuracy_score([3], found.probabilities[:1], k=1, labels=range(4))
    assert last == 1


def test_undefined_is_never_zero():
    one = measure(CASES["one artist"])
    assert math.isnan(one["matthews"]) and math.isnan(one["kappa"]) and math.isnan(one["top_3_accuracy"])
    assert (one["accuracy"], one["f1_macro"]) == (1, 1)
    wrong = measure(CASES["one picture, wrong"])
    assert math.isnan(wrong["precision_weighted"])
    assert math.isnan(measure_artists(CASES["one picture, wrong"]).precision[1])


def test_every_measure_is_explained_and_every_explained_one_measured(found):
    assert list(measure(found)) == list(MEASURES)
