"""Whether confusions follow movements: the shuffles, the p-value and the graph."""

import math
from collections import Counter
from itertools import permutations

import numpy as np
import pytest

from core.evaluation.confusions import count_confusions
from core.evaluation.movements import confusion_graph, measure_affinity, shared_movements, shuffle_answers
from core.graph.building import build_trait_graph
from tests.core.evaluation.answers import artists_of, draw_answers, sure_answers


def legal_dealings(truth, answers):
    return [p for p in permutations(answers) if all(a != t for a, t in zip(p, truth, strict=True))]


def test_shuffles_keep_both_margins_and_never_answer_right():
    found = draw_answers(300, 6, seed=1)
    wrong = ~found.is_hit
    truth, answers = found.y_true[wrong], found.y_pred[wrong]
    dealt = shuffle_answers(truth, answers, 50, np.random.default_rng(0))
    assert (np.sort(dealt, axis=1) == np.sort(answers)).all()
    assert (dealt != truth).all()
    assert len({row.tobytes() for row in dealt}) == 50


@pytest.mark.parametrize(
    ("truth", "answers"), [([0, 1, 2], [1, 2, 0]), ([0, 0, 1, 2, 3], [1, 2, 0, 3, 0]), ([0, 1, 2, 3], [1, 0, 3, 2])]
)
def test_every_dealing_comes_equally_often(truth, answers):
    # Many hubs, for one hub's rounds share their sequence of moves.
    seen = Counter()
    for seed in range(200):
        rng = np.random.default_rng(seed)
        seen.update(tuple(row) for row in shuffle_answers(np.array(truth), np.array(answers), 20, rng).tolist())
    expected = Counter(legal_dealings(truth, answers))
    assert set(seen) == set(expected)
    for dealing, ways in expected.items():
        assert seen[dealing] / 4000 == pytest.approx(ways / expected.total(), abs=0.03)


def test_share_and_chance_against_all_dealings():
    artists = artists_of("Cubism", "Cubism", "Baroque", "Baroque")
    truth, answer = [0, 1, 2, 3, 0, 2], [1, 0, 3, 2, 2, 1]
    found = sure_answers([*truth, 0, 1], [*answer, 0, 1], 4)
    result = measure_affinity(found, artists, rounds=4000, seed=3)
    together = shared_movements("ABCD", artists)
    shares = [together[truth, list(dealing)].mean() for dealing in legal_dealings(truth, answer)]
    assert (result.confusions, result.inside, result.share) == (6, 4, pytest.approx(4 / 6))
    assert result.chance_share == pytest.approx(np.mean(shares), abs=0.02)
    assert result.p_value == pytest.approx(np.mean(np.array(shares) >= 4 / 6 - 1e-9), abs=0.03)


def test_mistakes_that_know_nothing_of_movements_are_seldom_called_art_history():
    artists = artists_of(*["Cubism"] * 3, *["Baroque"] * 3, "Pop Art", "")
    values = [measure_affinity(draw_answers(80, 8, seed=s, skill=0), artists, 99, s).p_value for s in range(200)]
    assert np.mean(np.array(values) <= 0.05) <= 0.09
    assert np.mean(values) == pytest.approx(0.5, abs=0.09)


def test_mistakes_inside_movements_are_found():
    artists = artists_of("Cubism", "Cubism", "Baroque", "Baroque")
    found = sure_answers(np.tile([0, 1, 2, 3], 25), np.tile([1, 0, 3, 2], 25), 4)
    result = measure_affinity(found, artists, 999)
    assert (result.share, result.p_value) == (1, 1 / 1000)
    assert result.chance_low < result.chance_share < result.chance_high < 0.6
    assert result.sentence.startswith("100 % of the confusions stay inside a shared movement; chance gives 3")
    assert result.sentence.endswith("The mistakes follow movements more than chance explains.")


def test_where_nothing_can_follow_the_value_is_undefined():
    artists = artists_of("Cubism", "Cubism", "Baroque")
    right = measure_affinity(sure_answers([0, 1], [0, 1], 3), artists)
    assert (right.confusions, right.sentence) == (0, "There are no confusions.")
    assert math.isnan(right.share) and math.isnan(right.p_value)
    single = measure_affinity(sure_answers([0], [1], 3), artists)
    assert single.share == 1 and math.isnan(single.p_value)
    unknown = measure_affinity(sure_answers([0], [1], 3), artists_of("", "", ""))
    assert math.isnan(unknown.share) and "No movement" in unknown.sentence


def test_movements_are_shared_however_they_are_spelled():
    shared = shared_movements(["A", "B", "C", "Z"], artists_of("Post-Impressionism", "post impressionism,Cubism", ""))
    assert shared.tolist() == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_the_graph_lays_confusions_over_artists_and_movements():
    artists = artists_of("Cubism", "Cubism,Fauvism", "Baroque", "Pop Art")
    found = sure_answers([0, 0, 0, 1, 1, 2, 2], [0, 1, 1, 0, 2, 2, 2], 4)
    graph = confusion_graph(count_confusions(found), found.artists, artists)
    plain = build_trait_graph(artists, {0: 3, 1: 2, 2: 2})
    assert set(graph) == set(plain)
    assert {frozenset(edge) for edge in plain.edges} < {frozenset(edge) for edge in graph.edges}
    edge = graph.edges["artist:0", "artist:1"]
    assert edge == {
        "kind": "confusion", "weight": 3, "there": 2, "back": 1, "painter": "artist:0", "answer": "artist:1",
        "inside": True, "shared": "Cubism",
    }  # fmt: skip
    assert graph.edges["artist:1", "artist:2"]["inside"] is False
    assert not graph.has_edge("artist:0", "artist:3")
    assert graph.nodes["artist:0"]["recall"] == pytest.approx(1 / 3)
    assert (graph.nodes["artist:0"]["hits"], graph.nodes["artist:0"]["mistakes"]) == (1, 2)
    assert "recall" not in graph.nodes["artist:3"]


def test_artists_whom_the_data_set_no_longer_has_stand_alone():
    graph = confusion_graph([[1, 1], [0, 1]], ["A", "Gone"], artists_of("Cubism"))
    assert sorted(graph.nodes) == ["artist:0", "artist:2", "movement:cubism"]
    assert graph.nodes["artist:2"]["label"] == "Gone"
    assert graph.edges["artist:0", "artist:2"]["weight"] == 1
