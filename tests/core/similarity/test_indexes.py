"""The graph over very many pictures is built where they are described, kept, read again, and never missed."""

import pytest

from core.errors import CancelledError
from core.recognition.collection_match import PictureQuery, match_collection
from core.similarity import indexes, search
from core.similarity import search as graph_index
from core.similarity.collection import FOLDER, collection_vectors
from core.similarity.embedding import embed
from core.similarity.indexes import INDEXING, index_of, why_search_is_slow

DESCRIPTOR = "palette_texture"


@pytest.fixture
def many(dataset, monkeypatch):
    """Twelve pictures where five are many already; described before they were."""
    embed(dataset, DESCRIPTOR)
    monkeypatch.setattr(search, "MOST_EXACT", 5)
    return dataset


def graphs(dataset):
    return sorted((dataset.artifacts_dir / FOLDER).glob("*.faiss"))


def notes(dataset):
    painting_id = dataset.catalog()["painting_id"][0]
    return match_collection(dataset, PictureQuery(DESCRIPTOR, 3, None, painting_id=painting_id)).notes


def test_describing_builds_the_graph_once_and_questions_read_it(many, monkeypatch):
    pytest.importorskip("faiss", reason="needs the optional FAISS")
    assert index_of(collection_vectors(many, DESCRIPTOR)).is_exact, "a question builds nothing"
    assert "search index is not built yet" in notes(many)[0]
    reports = []
    embed(many, DESCRIPTOR, lambda *report: reports.append(report))
    assert (INDEXING, 12, 12) in reports and len(graphs(many)) == 1

    monkeypatch.setattr(graph_index, "build_graph", lambda *_: pytest.fail("built again"))
    embed(many, DESCRIPTOR)
    indexes._opened.cache_clear()
    collection = collection_vectors(many, DESCRIPTOR)
    assert not index_of(collection).is_exact and notes(many) == ()
    assert index_of(collection).search(collection.vectors[:3], 1)[0].ravel().tolist() == [0, 1, 2]


def test_a_graph_that_is_damaged_or_of_other_pictures_is_not_used(many):
    pytest.importorskip("faiss", reason="needs the optional FAISS")
    embed(many, DESCRIPTOR)
    many.decide("exclude", ["Paul_Klee_2"], "frame")
    assert index_of(collection_vectors(many, DESCRIPTOR)).is_exact
    embed(many, DESCRIPTOR)
    assert len(graphs(many)) == 2, "the one of every picture is wanted again when that is undone"
    for path in graphs(many):
        path.write_bytes(b"half a graph")
    indexes._opened.cache_clear()
    assert index_of(collection_vectors(many, DESCRIPTOR)).is_exact


def test_building_that_is_stopped_keeps_nothing(many):
    pytest.importorskip("faiss", reason="needs the optional FAISS")

    def stop(stage, done, total):
        if stage == INDEXING:
            raise CancelledError("Enough.")

    with pytest.raises(CancelledError):
        embed(many, DESCRIPTOR, stop)
    assert graphs(many) == []


def test_without_faiss_search_is_exact_and_says_so(many, monkeypatch):
    monkeypatch.setattr(indexes, "load_faiss", lambda: None)
    embed(many, DESCRIPTOR)
    assert index_of(collection_vectors(many, DESCRIPTOR)).is_exact and graphs(many) == []
    assert "FAISS, which is faster, is not installed" in notes(many)[0]
    monkeypatch.setattr(search, "MOST_EXACT", 100)
    assert why_search_is_slow(collection_vectors(many, DESCRIPTOR)) == ""
