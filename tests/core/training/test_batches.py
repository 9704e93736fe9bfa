"""Batches depend on seed, epoch and place alone."""

import numpy as np
import pytest

from core.augment.config import AugmentConfig
from core.training import TrainConfig
from core.training.config.overrides import with_settings
from core.training.data.batches import Batches, ahead
from core.training.data.sources import FeatureSource, PixelSource
from core.training.data.split_rows import balanced, picture_weights

PIXELS = np.random.default_rng(0).integers(0, 256, (20, 12, 12, 3), dtype=np.uint8)
LABELS = np.repeat([0, 1], [14, 6])


def batches_of(config: AugmentConfig | None = None, seed: int | None = 1, size: int = 6) -> Batches:
    return Batches(PixelSource(PIXELS, config, 7), np.arange(20), LABELS, size, seed=seed)


def test_an_epoch_shows_every_picture_once_and_each_epoch_in_another_order():
    batches, orders = batches_of(), []
    for epoch in (0, 1):
        batches.begin(epoch)
        shown = np.concatenate([pictures for pictures, _, _ in ahead(batches)])
        orders.append([int(np.flatnonzero((picture == PIXELS).all(axis=(1, 2, 3)))[0]) for picture in shown])
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(20))
    assert orders[0] != orders[1]
    assert [len(labels) for _, labels, _ in ahead(batches)] == [6, 6, 6, 2]


def test_batches_made_ahead_from_the_middle_are_those_of_the_whole_epoch():
    config = AugmentConfig(rotation_range=30, brightness_range=(0.5, 1.5))
    one, other = batches_of(config), batches_of(config)
    one.begin(3)
    other.begin(3)
    whole = list(ahead(one))
    for (pictures, labels, _), (expected, expected_labels, _) in zip(ahead(other, 2), whole[2:], strict=True):
        np.testing.assert_array_equal(pictures, expected)
        np.testing.assert_array_equal(labels, expected_labels)
    assert whole[0][0].dtype == np.uint8


def test_an_epoch_left_early_leaves_no_thread_waiting():
    for _ in ahead(batches_of()):
        break


def test_without_a_seed_pictures_keep_their_order_and_are_not_bent():
    shown = np.concatenate([pictures for pictures, _, _ in ahead(batches_of(seed=None))])
    np.testing.assert_array_equal(shown, PIXELS)


def test_each_picture_goes_through_all_of_its_views():
    features = np.arange(3 * 4, dtype=np.float32).reshape(3, 4, 1)
    source = FeatureSource(features)
    seen = np.stack([source.take(np.arange(4), epoch, 0)[:, 0] for epoch in range(3)])
    for picture in range(4):
        assert sorted(seen[:, picture]) == features[:, picture, 0].tolist()
    assert len({int(value) // 4 for value in seen[0]}) == 3


@pytest.mark.parametrize(
    ("balancing", "counts"), [("none", [14, 6]), ("cap", [5, 5]), ("oversample", [14, 14]), ("class_weights", [14, 6])]
)
def test_training_pictures_are_balanced_as_chosen(balancing, counts):
    changes = {"balancing": balancing, **({"cap": "5"} if balancing == "cap" else {})}
    config = with_settings(TrainConfig("x"), changes)
    chosen = balanced(LABELS, config)
    assert np.bincount(LABELS[chosen]).tolist() == counts
    weights = picture_weights(LABELS[chosen], config)
    if balancing == "class_weights":
        assert np.bincount(LABELS, weights).tolist() == pytest.approx([10, 10])
    else:
        assert weights is None
