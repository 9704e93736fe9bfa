"""Confidence against accuracy, and the temperature that mends it."""

import math

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.calibration import calibration_curve

from core.evaluation.calibration import (
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
    selective_curve,
    with_temperature,
)
from core.evaluation.scores import picture_log_losses
from tests.core.evaluation.answers import answers, draw_answers, sure_answers


def calibrated(n: int, k: int, sharpened: float = 1.0, seed: int = 0):
    """Painters drawn from the very probabilities, which are then sharpened."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1.5, (n, k))
    truth = (softmax(logits, axis=1).cumsum(axis=1) < rng.random((n, 1))).sum(axis=1).clip(max=k - 1)
    return answers(truth, softmax(logits * sharpened, axis=1))


def test_the_curve_is_scikit_learns_and_its_bins_hold_every_picture():
    found = draw_answers(500, 6, seed=1)
    curve = reliability_curve(found.confidence, found.is_hit, 10)
    accuracy, confidence = calibration_curve(found.is_hit, found.confidence, n_bins=10)
    assert [part.accuracy for part in curve] == pytest.approx(accuracy.tolist())
    assert [part.confidence for part in curve] == pytest.approx(confidence.tolist())
    assert sum(part.pictures for part in curve) == 500
    assert all(part.low <= part.confidence <= part.high for part in curve)


def test_the_error_by_hand():
    confidence = np.array([0.92, 0.94, 0.91, 0.55, 0.6])
    is_hit = np.array([True, True, False, True, False])
    # bins of width 0.1: (0.9, 1] has 3 pictures, (0.5, 0.6] has 2
    expected = 3 / 5 * abs(2.77 / 3 - 2 / 3) + 2 / 5 * abs(1.15 / 2 - 1 / 2)
    assert expected_calibration_error(reliability_curve(confidence, is_hit, 10)) == pytest.approx(expected)
    assert math.isnan(expected_calibration_error([]))


def test_confidences_of_nothing_and_everything_have_a_bin():
    curve = reliability_curve(np.array([0.0, 1.0]), np.array([False, True]))
    assert [(part.low, part.high) for part in curve] == [(0, pytest.approx(1 / 15)), (pytest.approx(14 / 15), 1)]


@pytest.mark.parametrize("sharpened", [0.5, 1.0, 2.5])
def test_the_temperature_undoes_what_sharpened_the_probabilities(sharpened):
    assert fit_temperature(calibrated(6000, 5, sharpened)) == pytest.approx(sharpened, rel=0.06)


def test_the_temperature_is_the_best_of_a_fine_grid():
    found = draw_answers(300, 8, seed=5)
    grid = np.geomspace(0.1, 10, 2001)
    losses = [picture_log_losses(with_temperature(found, t)).mean() for t in grid]
    assert fit_temperature(found) == pytest.approx(grid[int(np.argmin(losses))], rel=0.005)


def test_a_temperature_never_changes_an_answer_and_one_changes_nothing():
    found = draw_answers(200, 6)
    mended = with_temperature(found, 2.3)
    assert (mended.probabilities.argmax(axis=1) == found.y_pred).all()
    np.testing.assert_allclose(mended.probabilities.sum(axis=1), 1)
    np.testing.assert_allclose(mended.probabilities, softmax(np.log(found.probabilities) / 2.3, axis=1))
    np.testing.assert_allclose(with_temperature(found, 1).probabilities, found.probabilities)


def test_mending_lowers_the_error_on_other_pictures():
    validation, test = calibrated(2000, 5, 3.0, seed=1), calibrated(2000, 5, 3.0, seed=2)
    mended = with_temperature(test, fit_temperature(validation))
    before, after = (expected_calibration_error(reliability_curve(p.confidence, p.is_hit)) for p in (test, mended))
    assert after < before / 4


def test_probabilities_of_zero_are_no_obstacle():
    found = answers([0, 1, 1, 0], [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.8, 0.2]])
    assert fit_temperature(found) > 1
    assert np.isfinite(with_temperature(found, 2).probabilities).all()


@pytest.mark.parametrize(
    "found",
    [
        sure_answers([0, 1, 2], [0, 1, 2], 3),
        draw_answers(5, 3).take(np.zeros(5, bool)),
        answers([0, 0], [[1.0], [1.0]]),
        answers([0, 1], [[0.5, 0.5], [0.5, 0.5]]),
        sure_answers([0, 1, 2, 1], [0, 2, 1, 0], 3),
    ],
    ids=["all right", "none", "one artist", "all alike", "worse than chance"],
)
def test_what_does_not_determine_a_temperature_gives_none(found):
    assert math.isnan(fit_temperature(found))


def test_abstaining_by_hand_with_equal_confidences_together():
    curve = selective_curve(np.array([0.9, 0.5, 0.7, 0.7, 0.2]), np.array([True, False, True, False, True]))
    assert [(p.threshold, p.coverage, p.accuracy) for p in curve] == [
        (0.9, 1 / 5, 1),
        (0.7, 3 / 5, 2 / 3),
        (0.5, 4 / 5, 2 / 4),
        (0.2, 5 / 5, 3 / 5),
    ]


def test_the_curve_of_many_pictures_has_few_points_and_ends_with_all():
    found = draw_answers(1000, 5)
    curve = selective_curve(found.confidence, found.is_hit)
    assert len(curve) == 100
    assert (curve[-1].coverage, curve[-1].accuracy) == (1, found.is_hit.mean())
    for point in curve:
        answered = found.confidence >= point.threshold
        assert (point.coverage, point.accuracy) == pytest.approx((answered.mean(), found.is_hit[answered].mean()))
    assert selective_curve(np.array([]), np.array([], bool)) == []
