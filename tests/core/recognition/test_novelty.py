"""Strangeness: the distance to the nearest learned pictures, told in what is usual for pictures not learned."""

import numpy as np
import pytest

from core.recognition.novelty import NEAREST, learn_neighbourhood, same_works, standard_measure

RNG = np.random.default_rng(0)
LEARNED = RNG.normal(size=(80, 40)).astype(np.float32)
HELD_OUT = RNG.normal(size=(20, 40)).astype(np.float32)
WORKS = [f"work {number}" for number in range(80)]
MEASURE = standard_measure(LEARNED)


def learned(works=WORKS):
    return learn_neighbourhood(LEARNED, works, HELD_OUT, *MEASURE)


def plain_distances(pictures, own=None):
    """Logarithms of mean distances to the nearest, picture by picture, with every number."""
    mean, scale = LEARNED.mean(axis=0), 1 / LEARNED.std(axis=0)
    found = []
    for position, picture in enumerate(pictures):
        others = [other for row, other in enumerate(LEARNED) if own is None or WORKS[row] != own[position]]
        apart = sorted(float(np.sqrt((((picture - other) * scale) ** 2).mean())) for other in others)
        found.append(np.log(np.mean(apart[:NEAREST]) + 1e-6))
    assert np.isfinite(mean).all()
    return np.array(found)


def test_it_is_told_in_spreads_above_the_usual():
    usual = np.concatenate([plain_distances(LEARNED, WORKS), plain_distances(HELD_OUT)])
    low, middle, high = np.quantile(usual, [0.25, 0.5, 0.75])
    expected = (plain_distances(HELD_OUT) - middle) / ((high - low) / 1.349)
    np.testing.assert_allclose(learned().novelty(HELD_OUT), expected, atol=0.02)


def test_what_is_far_off_is_strange_and_what_was_learned_is_not():
    far = HELD_OUT[:3] * 4
    assert (learned().novelty(far) > 10).all()
    assert (learned().novelty(LEARNED[:3]) < 0).all()


def test_the_own_work_does_not_count_when_it_is_left_out():
    own = same_works(WORKS[:5], WORKS)
    found = learned().novelty(LEARNED[:5], own)
    assert (found > learned().novelty(LEARNED[:5])).all()
    reference = learned()
    expected = (plain_distances(LEARNED[:5], WORKS[:5]) - reference.usual) / reference.spread
    np.testing.assert_allclose(found, expected, atol=0.02)


def test_pictures_of_one_work_do_not_vouch_for_each_other():
    """With every picture twice, distances stay those between works."""
    twice = np.repeat(LEARNED, 2, axis=0)
    works = np.repeat(WORKS, 2).tolist()
    pairs = learn_neighbourhood(twice, works, HELD_OUT[:0], *MEASURE)
    assert pairs.usual == pytest.approx(learned().usual, abs=0.1)


def test_a_number_that_never_changes_says_nothing():
    still = np.hstack([LEARNED, np.full((80, 1), 7, np.float32)])
    mean, scale = standard_measure(still)
    assert scale[-1] == 0
    near = learn_neighbourhood(still, WORKS, still[:0], mean, scale)
    changed = np.hstack([HELD_OUT, np.full((20, 1), 900, np.float32)])
    same = np.hstack([HELD_OUT, np.full((20, 1), 7, np.float32)])
    np.testing.assert_array_equal(near.novelty(changed), near.novelty(same))
