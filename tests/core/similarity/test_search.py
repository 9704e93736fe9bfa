"""Search finds what comparing one by one finds; the graph nearly always; without FAISS exactness stays."""

import numpy as np
import pytest

from core.errors import InvalidInputError
from core.similarity import search
from core.similarity.search import open_index


def directions(count, dimensions=16, seed=0):
    values = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def one_by_one(vectors, query, k):
    """The nearest, by sorting plain sums of products."""
    scores = [float(sum(a * b for a, b in zip(vector, query, strict=True))) for vector in vectors.tolist()]
    return sorted(range(len(scores)), key=lambda row: -scores[row])[:k]


def test_it_finds_what_comparing_one_by_one_finds():
    vectors, queries = directions(200), directions(3, seed=1)
    found, scores = open_index(vectors).search(queries, 7)
    assert (found.dtype, scores.dtype) == (np.int64, np.float32)
    assert found.tolist() == [one_by_one(vectors, query, 7) for query in queries.tolist()]
    assert (np.diff(scores, axis=1) <= 0).all()


def test_many_vectors_are_compared_block_by_block(monkeypatch):
    vectors, queries = directions(200), directions(3, seed=1)
    whole = open_index(vectors).search(queries, 50)
    monkeypatch.setattr(search, "_BLOCK", 33)
    for ours, expected in zip(open_index(vectors).search(queries, 50), whole, strict=True):
        np.testing.assert_allclose(ours, expected, atol=1e-6)


def test_of_equals_the_earlier_comes_first():
    vectors = np.repeat(directions(1), 5, axis=0)
    assert open_index(vectors).search(vectors[:1], 5)[0].tolist() == [[0, 1, 2, 3, 4]]


def test_there_are_never_more_than_there_are():
    assert open_index(directions(3)).search(directions(1), 10)[0].shape == (1, 3)


def test_no_vectors_cannot_be_searched():
    with pytest.raises(InvalidInputError, match="Compute the descriptor first"):
        open_index(np.empty((0, 4), np.float32))


def test_very_many_are_searched_through_a_graph_that_hardly_misses_any():
    pytest.importorskip("faiss", reason="needs the optional FAISS")
    centres = directions(50, 32)
    vectors = directions(4000, 32, seed=2) * 0.4 + centres[np.arange(4000) % 50]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    graph, exact = open_index(vectors, most_exact=1000), open_index(vectors)
    assert (graph.is_exact, exact.is_exact) == (False, True)
    (found, scores), (expected, true) = graph.search(vectors[:100], 10), exact.search(vectors[:100], 10)
    recall = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(found.tolist(), expected.tolist(), strict=True)])
    assert recall > 0.95
    np.testing.assert_allclose(scores[:, 0], true[:, 0], atol=2e-3)


def test_without_faiss_search_stays_exact(monkeypatch):
    monkeypatch.setattr(search, "load_faiss", lambda: None)
    assert open_index(directions(20), most_exact=10).is_exact
