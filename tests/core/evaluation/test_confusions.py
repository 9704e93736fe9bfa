"""The confusion matrix in its readings and orders, and the pictures behind it."""

import math

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from core.evaluation.confusions import (
    ORDERS,
    confident_mistakes,
    confused_pairs,
    count_confusions,
    list_pictures,
    normalise_matrix,
    order_artists,
    uncertain_hits,
)
from tests.core.evaluation.answers import answers, artist_names, artists_of, draw_answers

COUNTS = [[3, 1, 0], [0, 0, 0], [2, 2, 0]]


@pytest.mark.parametrize(("reading", "normalize"), [("counts", None), ("by_true", "true"), ("by_predicted", "pred")])
def test_the_readings_are_scikit_learns_where_defined(reading, normalize):
    found = draw_answers(400, 6)
    expected = confusion_matrix(found.y_true, found.y_pred, normalize=normalize)
    np.testing.assert_allclose(normalise_matrix(count_confusions(found), reading), expected)


def test_rows_without_pictures_and_columns_never_answered_are_undefined():
    by_true, by_predicted = normalise_matrix(COUNTS, "by_true"), normalise_matrix(COUNTS, "by_predicted")
    assert by_true[0].tolist() == [0.75, 0.25, 0]
    assert np.isnan(by_true[1]).all()
    assert by_predicted[:, 0].tolist() == [0.6, 0, 0.4]
    assert np.isnan(by_predicted[:, 2]).all()


def test_pairs_come_most_frequent_first():
    pairs = confused_pairs(COUNTS, ["A", "B", "C"])
    assert pairs.values.tolist() == [["C", "A", 2, 0.5], ["C", "B", 2, 0.5], ["A", "B", 1, 0.25]]
    assert confused_pairs([[5]], ["A"]).empty


def test_pictures_tell_confidence_and_margin():
    found = answers([0, 1, 1], [[0.6, 0.3, 0.1], [0.5, 0.1, 0.4], [0.3, 0.4, 0.3]], ids=["x", "y", "z"])
    pictures = list_pictures(found)
    assert pictures["painter"].tolist() == ["A", "B", "B"]
    assert pictures["answer"].tolist() == ["A", "A", "B"]
    assert pictures["confidence"].tolist() == pytest.approx([0.6, 0.5, 0.4])
    assert pictures["painter_probability"].tolist() == pytest.approx([0.6, 0.1, 0.4])
    assert pictures["margin"].tolist() == pytest.approx([0.3, 0.1, 0.1])
    assert confident_mistakes(pictures, 5)["painting_id"].tolist() == ["y"]
    assert uncertain_hits(pictures, 1)["painting_id"].tolist() == ["z"]
    assert math.isnan(list_pictures(answers([0], [[1.0]]))["margin"][0])


def test_orders():
    names = ["Miró", "Klee", "arp"]
    counts = [[1, 0, 0], [0, 5, 0], [2, 0, 0]]
    artists = artists_of("Surrealism", "", "Abstract")
    assert order_artists("name", names, counts) == [2, 1, 0]
    assert order_artists("size", names, counts) == [1, 2, 0]
    assert order_artists("movement", ["A", "B", "C"], counts, artists) == [2, 0, 1]


def test_clusters_stand_together():
    k = 12
    block = np.arange(k) % 3
    counts = 40 * np.eye(k, dtype=int) + 10 * (block[:, np.newaxis] == block)
    order = order_artists("clustered", artist_names(k), counts)
    blocks = block[order]
    assert (np.diff(blocks) != 0).sum() == 2


@pytest.mark.parametrize("how", ORDERS)
@pytest.mark.parametrize("k", [1, 2, 3, 50])
def test_every_order_has_every_artist_once(how, k):
    counts = count_confusions(draw_answers(40, k, seed=k))
    assert sorted(order_artists(how, artist_names(k), counts, artists_of(*["Cubism", ""] * k)[:k])) == list(range(k))
