"""The space: every encoder counts alike, nothing is loud by its unit, and cutting axes changes no neighbour."""

import numpy as np
import pytest

from core.similarity.space import fit_space, unit_rows

RNG = np.random.default_rng(0)


def test_places_have_length_one(monkeypatch):
    places = fit_space(features := RNG.normal(size=(40, 12)).astype(np.float32), [12]).place(features)
    assert places.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(places, axis=1), 1, atol=1e-5)


def test_a_product_is_the_cosine_of_standardised_features():
    features = RNG.uniform(-1, 1, (40, 12)).astype(np.float32)  # even, so that nothing is held to three deviations
    standard = (features - features.mean(axis=0)) / features.std(axis=0)
    standard /= np.linalg.norm(standard, axis=1, keepdims=True)
    places = fit_space(features, [12]).place(features)
    np.testing.assert_allclose(places @ places.T, standard @ standard.T, atol=1e-5)


def test_the_unit_of_a_number_does_not_matter():
    features = RNG.normal(size=(40, 12)).astype(np.float32)
    louder = features * np.float32(1000) + 5
    places, again = (fit_space(values, [12]).place(values) for values in (features, louder))
    np.testing.assert_allclose(places @ places.T, again @ again.T, atol=1e-3)


def test_joined_encoders_count_alike_however_many_numbers_they_give():
    one, other = RNG.normal(size=(60, 4)).astype(np.float32), RNG.normal(size=(60, 400)).astype(np.float32)
    joined = fit_space(np.hstack([one, other]), [4, 400], dimensions=404)
    alone = [fit_space(part, [part.shape[1]], dimensions=404).place(part) for part in (one, other)]
    places = joined.place(np.hstack([one, other]))
    expected = sum(part @ part.T for part in alone) / 2
    np.testing.assert_allclose(places @ places.T, expected, atol=1e-4)


def test_cut_axes_keep_the_nearest():
    hidden = RNG.normal(size=(300, 8))
    features = (hidden @ RNG.normal(size=(8, 600)) + 0.05 * RNG.normal(size=(300, 600))).astype(np.float32)
    all_axes, few = (fit_space(features, [600], dimensions).place(features) for dimensions in (300, 16))
    nearest = [np.argsort(-(places @ places.T), axis=1)[:, 1] for places in (all_axes, few)]
    assert few.shape == (300, 16)
    assert (nearest[0] == nearest[1]).mean() > 0.95


@pytest.mark.parametrize("features", [np.zeros((5, 3)), np.ones((1, 3)), np.tile([1.0, 2.0, 3.0], (4, 1))])
def test_pictures_that_are_all_the_same_have_a_place(features):
    places = fit_space(features.astype(np.float32), [3]).place(features.astype(np.float32))
    assert np.isfinite(places).all()


def test_a_row_of_zeros_stays_one():
    np.testing.assert_array_equal(unit_rows(np.zeros((1, 3), np.float32)), 0)
