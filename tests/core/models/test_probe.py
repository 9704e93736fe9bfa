"""The probe finds what scikit-learn finds, chooses its strength on held-out works, and survives rare artists."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.errors import CancelledError, InvalidInputError
from core.models.probe import ALWAYS_TRAINING, PENALTIES, fit_probe, grouped_folds, load_probe


def draw_features(pictures=120, dimensions=20, artists=4, seed=0, spread=1.0):
    """Clouds of features, one an artist, and a work of its own for each picture."""
    rng = np.random.default_rng(seed)
    labels = np.arange(pictures) % artists
    centres = rng.normal(size=(artists, dimensions))
    features = (centres[labels] + spread * rng.normal(size=(pictures, dimensions))).astype(np.float32)
    return features, labels, [f"work {number}" for number in range(pictures)]


def standardised(features, seen):
    return (features - seen.mean(axis=0)) / seen.std(axis=0) / np.sqrt(seen.shape[1])


@pytest.mark.parametrize(("pictures", "dimensions"), [(120, 20), (40, 300)], ids=["more pictures", "more dimensions"])
@pytest.mark.parametrize("penalty", [1e-1, 1e-3])
@pytest.mark.parametrize("class_weight", [None, "balanced"])
def test_it_finds_what_scikit_learn_finds(pictures, dimensions, penalty, class_weight):
    features, labels, works = draw_features(pictures, dimensions, spread=3.0)
    labels[: pictures // 3] = 0  # artists of unequal number, so that weights matter
    probe = fit_probe(features, labels, works, penalty=penalty, class_weight=class_weight)
    peer = LogisticRegression(C=1 / (penalty * pictures), class_weight=class_weight, tol=1e-8, max_iter=5000)
    peer.fit(standardised(features, features), labels)
    expected = peer.predict_proba(standardised(features, features))
    assert np.abs(probe.probabilities(features) - expected).max() < 1e-3


def test_probabilities_are_float32_rows_that_add_up_to_one():
    features, labels, works = draw_features()
    probabilities = fit_probe(features, labels, works, penalty=1e-2).probabilities(features[:7])
    assert probabilities.shape == (7, 4)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-6)


def test_columns_are_the_labels_in_ascending_order():
    features, labels, works = draw_features()
    probe = fit_probe(features, 10 - 3 * labels, works, penalty=1e-3)
    assert probe.classes.tolist() == [1, 4, 7, 10]
    found = probe.classes[probe.probabilities(features).argmax(axis=1)]
    assert (found == 10 - 3 * labels).mean() > 0.95


def test_the_chosen_strength_has_the_least_loss_on_held_out_works():
    features, labels, works = draw_features(spread=2.5)
    probe = fit_probe(features, labels, works)
    strengths, losses = probe.tried.T
    assert probe.penalty == strengths[losses.argmin()]
    assert set(strengths.tolist()) <= set(PENALTIES)
    assert losses.min() < np.log(4)  # better than guessing


def test_copies_of_a_work_do_not_talk_the_strength_down():
    """Each picture occurs three times: held out alone it would be known by heart, and no restraint would seem best."""
    features, labels, _ = draw_features(pictures=60, dimensions=80, spread=6.0)
    copies, copied_labels = np.repeat(features, 3, axis=0), np.repeat(labels, 3)
    works = [f"work {number // 3}" for number in range(180)]
    together = fit_probe(copies, copied_labels, works)
    apart = fit_probe(copies, copied_labels, [str(number) for number in range(180)])
    assert together.penalty > apart.penalty


def test_joined_encoders_count_alike_whatever_their_widths_and_scales():
    features, labels, works = draw_features(dimensions=10, spread=2.0)
    noise = np.random.default_rng(1).normal(size=(120, 400)).astype(np.float32) * 50
    joined = np.concatenate([features, noise], axis=1)
    probe = fit_probe(joined, labels, works, widths=[10, 400], penalty=1e-2)
    scaled = fit_probe(joined * np.float32(7), labels, works, widths=[10, 400], penalty=1e-2)
    parts = [standardised(part, part) for part in (features, noise)]
    peer = LogisticRegression(C=1 / (1e-2 * 120), tol=1e-8, max_iter=5000).fit(np.concatenate(parts, axis=1), labels)
    expected = peer.predict_proba(np.concatenate(parts, axis=1))
    assert np.abs(probe.probabilities(joined) - expected).max() < 1e-3
    assert np.abs(scaled.probabilities(joined * np.float32(7)) - expected).max() < 1e-3


def test_artists_of_one_two_and_three_pictures_are_no_obstacle():
    features, labels, works = draw_features(pictures=66, artists=6)
    kept = np.concatenate([np.flatnonzero(labels < 3), *(np.flatnonzero(labels == n)[: n - 2] for n in (3, 4, 5))])
    probe = fit_probe(features[kept], labels[kept], [works[row] for row in kept])
    assert probe.classes.tolist() == [0, 1, 2, 3, 4, 5]
    assert np.isfinite(probe.probabilities(features)).all()


def test_with_nothing_to_hold_out_a_default_strength_is_taken():
    features, labels, _ = draw_features(pictures=8, artists=4)
    probe = fit_probe(features, labels, [f"the work of {label}" for label in labels])
    assert len(probe.tried) == 0
    assert np.isfinite(probe.probabilities(features)).all()


def test_a_dimension_that_never_varies_is_ignored():
    features, labels, works = draw_features()
    features[:, 3] = 1234.5
    probe = fit_probe(features, labels, works, penalty=1e-2)
    changed = features.copy()
    changed[:, 3] = -1e4
    np.testing.assert_allclose(probe.probabilities(changed), probe.probabilities(features), atol=1e-6)


def test_it_is_read_back_as_it_was_saved(tmp_path):
    features, labels, works = draw_features()
    probe = fit_probe(features, labels, works)
    probe.save(tmp_path / "probe.npz")
    again = load_probe(tmp_path / "probe.npz")
    np.testing.assert_array_equal(again.probabilities(features), probe.probabilities(features))
    assert again.penalty == probe.penalty
    np.testing.assert_array_equal(again.tried, probe.tried)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04half"])
def test_a_damaged_file_is_named(tmp_path, content):
    path = tmp_path / "probe.npz"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"probe\.npz"):
        load_probe(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidInputError, match=r"probe\.npz"):
        load_probe(tmp_path / "probe.npz")


def test_fitting_can_be_cancelled():
    features, labels, works = draw_features()

    def cancel(stage, done, total):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        fit_probe(features, labels, works, progress=cancel)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"labels": np.zeros(120, int)}, "two artists"),
        ({"labels": np.zeros(3, int)}, "3 labels"),
        ({"widths": [3, 4]}, "add up"),
        ({"class_weight": "heavy"}, "heavy"),
        ({"features": np.full((120, 20), np.nan, np.float32)}, "finite"),
    ],
)
def test_what_cannot_be_used_is_said(change, words):
    features, labels, works = draw_features()
    with pytest.raises(InvalidInputError, match=words):
        fit_probe(**{"features": features, "labels": labels, "groups": works, **change})


def test_features_of_other_dimensions_are_refused():
    features, labels, works = draw_features()
    with pytest.raises(InvalidInputError, match="20 numbers"):
        fit_probe(features, labels, works, penalty=1e-2).probabilities(features[:, :5])


def test_folds_keep_works_together_and_spread_every_class():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 5, 300)
    works = [f"{label}-{rng.integers(0, 25)}" for label in labels]
    folds = grouped_folds(labels, works, 5, seed=3)
    for work in set(works):
        assert len({folds[row] for row, name in enumerate(works) if name == work}) == 1
    counts = np.array([[((folds == fold) & (labels == label)).sum() for fold in range(5)] for label in range(5)])
    assert (counts.max(axis=1) - counts.min(axis=1) <= 6).all()  # works have up to six pictures
    np.testing.assert_array_equal(folds, grouped_folds(labels, works, 5, seed=3))


def test_the_only_work_of_a_class_is_never_held_out():
    labels = np.array([0, 0, 0, 1, 1, 2])
    folds = grouped_folds(labels, ["a", "b", "c", "d", "d", "e"], 3, seed=0)
    assert folds[3:].tolist() == [ALWAYS_TRAINING] * 3
    assert sorted(folds[:3].tolist()) == [0, 1, 2]
