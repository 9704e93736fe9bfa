"""How steady a model is, in words that say no more than was measured."""

import pytest

from core.augment.config import AugmentConfig
from core.inference.stability_files import MeasuredStability
from dashboard.features.augmentation.model_stability import (
    artists_sentence,
    learned_with,
    most_shaken_artists,
    stability_sentence,
)

RECIPE = AugmentConfig(rotation_range=20)


def measured(share, interval, ever, pictures=60):
    return MeasuredStability(pictures, 8, 0, share, interval, ever, {})


def test_a_share_is_said_with_its_interval_and_the_pictures_it_concerns():
    assert stability_sentence(measured(0.171, (0.104, 0.252), 0.4)) == (
        "Under this recipe the model changes its mind in 17.1 % of the views (95 % interval 10.4 to 25.2). Of its 60 "
        "test pictures, 40.0 % get another answer in at least one of 8 views."
    )


def test_what_is_not_known_is_not_said():
    assert "interval" not in stability_sentence(measured(0.5, None, 1.0, pictures=1))
    assert "no test pictures" in stability_sentence(measured(None, None, None, pictures=0))
    assert "never changes its mind" in stability_sentence(measured(0.0, (0.0, 0.09), 0.0))
    assert "it may be up to 9.0 %" in stability_sentence(measured(0.0, (0.0, 0.09), 0.0))


@pytest.mark.parametrize(
    ("trained", "word"),
    [
        (None, "without augmentation"),
        (AugmentConfig(), "without augmentation"),
        (RECIPE, "this very recipe"),
        (AugmentConfig(rotation_range=5), "another recipe"),
    ],
)
def test_what_the_model_learned_from_decides_how_to_read_it(trained, word):
    assert word in learned_with(trained, RECIPE)


def test_artists_are_ranked_by_all_their_test_pictures():
    painters = {"k1": "Klee", "k2": "Klee", "m1": "Monet", "m2": "Monet", "d1": "Degas"}
    ranked = most_shaken_artists({"k1": 1.0, "m1": 0.5, "m2": 0.5}, painters)
    assert ranked == [("Klee", 0.5), ("Monet", 0.5), ("Degas", 0.0)]
    assert artists_sentence(ranked) == "Most shaken: Klee (50 %), Monet (50 %). Steadiest: Degas (0 %)."
    assert artists_sentence([("Klee", 0.5)]) == "" == artists_sentence([("Klee", 0.0), ("Monet", 0.0)])
