"""How often answers change under augmentation."""

import math

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from core.errors import InvalidInputError
from core.evaluation.stability import stability


def test_the_shares_by_hand():
    found = stability(["A", "B", "C", "A"], [["A", "B", "A", "A"], ["B", "B", "A", "A"]])
    assert (found.pictures, found.views) == (4, 2)
    assert found.by_picture.tolist() == [0.5, 0, 1, 0]
    assert (found.share, found.ever) == (3 / 8, 2 / 4)


def test_the_interval_of_one_view_is_about_that_of_a_proportion():
    rng = np.random.default_rng(0)
    changed = rng.random(400) < 0.3
    found = stability(np.zeros(400, int), changed[np.newaxis].astype(int))
    expected = proportion_confint(changed.sum(), 400, method="wilson")
    assert found.interval == pytest.approx(expected, abs=0.01)


def test_pictures_of_one_work_count_as_one():
    changed = np.repeat(np.random.default_rng(0).random(100) < 0.3, 4)[np.newaxis].astype(int)
    alone = stability(np.zeros(400, int), changed).interval
    together = stability(np.zeros(400, int), changed, np.repeat(np.arange(100), 4)).interval
    assert (together[1] - together[0]) / (alone[1] - alone[0]) == pytest.approx(2, rel=0.15)


def test_nothing_to_look_at_is_undefined():
    assert math.isnan(stability([1, 2], np.empty((0, 2), int)).share)
    assert math.isnan(stability([], np.empty((3, 0), int)).ever)
    steady = stability([1, 2, 3], [[1, 2, 3]])
    assert steady.share == 0


@pytest.mark.parametrize("answer", [0, 1])
def test_a_share_of_none_or_all_has_an_exact_interval_over_works(answer):
    found = stability(np.zeros(40, int), np.full((3, 40), answer), np.repeat(np.arange(20), 2))
    expected = proportion_confint(20 * answer, 20, method="beta")
    assert found.interval == pytest.approx(expected)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(InvalidInputError, match="do not fit"):
        stability([1, 2, 3], [[1, 2]])
    with pytest.raises(InvalidInputError, match="do not fit"):
        stability([1, 2], [[1, 2]], ["a"])
