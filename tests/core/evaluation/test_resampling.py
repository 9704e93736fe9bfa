"""The bootstrap: the same measures as everywhere else, works drawn whole, and intervals that mean something."""

import numpy as np
import pytest
from scipy import stats

from core.evaluation.measures import measure, measure_artists
from core.evaluation.resampling import Resampler, draw_rounds, interval, resample, work_codes
from tests.core.evaluation.answers import answers, draw_answers, sure_answers
from tests.core.evaluation.test_measures import CASES


@pytest.mark.parametrize("case", CASES)
def test_drawing_every_picture_once_gives_the_measures_themselves(case):
    found = CASES[case]
    resampler, once = Resampler(found, np.arange(len(found))), np.ones((1, len(found)))
    values = resampler.tally(once).measures() | resampler.graded(once)
    expected = measure(found)
    assert set(values) == set(expected)
    for name, value in values.items():
        np.testing.assert_allclose(value, expected[name], atol=1e-12, err_msg=name)
    for name, value in resampler.tally(once).artists().items():
        np.testing.assert_allclose(value[0], getattr(measure_artists(found), name))


def test_each_round_is_the_measure_of_the_pictures_drawn():
    found = draw_answers(60, 8, seed=3, painters=[0, 1, 2, 3, 4], named=[1, 2, 3, 4, 5])
    codes = work_codes(found.painting_id, {name: name[:-1] for name in found.painting_id[:30]})
    overall, artists = resample(found, codes, 12, seed=5)
    (weights,) = draw_rounds(codes.max() + 1, 12, 5)
    for number, weight in enumerate(weights.astype(int)):
        drawn = np.repeat(np.arange(60), weight[codes])
        again = answers(found.y_true[drawn], found.probabilities[drawn])
        for name, value in measure(again).items():
            np.testing.assert_allclose(overall[name][number], value, atol=1e-12, err_msg=name)
        np.testing.assert_allclose(artists["f1"][number], measure_artists(again).f1)


def test_a_round_draws_as_many_works_as_there_are_each_equally_often():
    drawn = np.concatenate(list(draw_rounds(300, 4000, seed=1)))
    assert drawn.shape == (4000, 300)
    assert (drawn.sum(axis=1) == 300).all()
    assert drawn.mean(axis=0) == pytest.approx(1, abs=0.1)
    assert drawn.var() == pytest.approx(1 - 1 / 300, rel=0.01)


def test_pictures_of_unknown_works_are_works_of_their_own():
    codes = work_codes(["a", "b", "c", "d"], {"a": "a", "b": "a", "d": "d"})
    assert codes[0] == codes[1]
    assert len(set(codes.tolist())) == 3
    assert work_codes(["a", "b"], None).tolist() == [0, 1]


def test_the_interval_of_accuracy_is_that_of_scipy():
    found = draw_answers(200, 4, seed=2)
    low, high = interval(resample(found, np.arange(200), 4000, 0)[0]["accuracy"])
    theirs = stats.bootstrap(
        (found.is_hit,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    assert (low, high) == pytest.approx(tuple(theirs), abs=0.006)


def test_works_shown_four_times_widen_the_interval_twofold():
    once = draw_answers(150, 4, seed=4)
    rows = np.repeat(np.arange(150), 4)
    fourfold = answers(once.y_true[rows], once.probabilities[rows])
    low, high = interval(resample(fourfold, np.repeat(np.arange(150), 4), 3000, 0)[0]["accuracy"])
    naive_low, naive_high = interval(resample(fourfold, np.arange(600), 3000, 0)[0]["accuracy"])
    assert (high - low) / (naive_high - naive_low) == pytest.approx(2, rel=0.1)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    held = 0
    for trial in range(200):
        hits = np.random.default_rng(trial).random(120) < 0.7
        found = sure_answers(np.zeros(120, int), np.where(hits, 0, 1), 2)
        low, high = interval(resample(found, np.arange(120), 300, trial)[0]["accuracy"])
        held += low <= 0.7 <= high
    assert 0.88 <= held / 200 <= 0.99


def test_where_the_bootstrap_says_nothing_there_is_no_interval():
    assert interval(np.full(100, 1.0)) is None
    assert interval(np.array([np.nan] * 60 + [0.1, 0.2] * 20)) is None
    assert interval(np.array([])) is None
    assert interval(np.array([0.0, 1.0] * 50)) == (0, 1)


def test_equal_seeds_give_equal_rounds():
    found = draw_answers(50, 4)
    first, second = (resample(found, np.arange(50), 20, 7)[0]["f1_macro"] for _ in range(2))
    assert (first == second).all()
    assert (first != resample(found, np.arange(50), 20, 8)[0]["f1_macro"]).any()
