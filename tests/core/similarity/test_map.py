"""The map: principal components as another program computes them, the same every time, kept on disk."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.decomposition import PCA

from core.errors import InvalidInputError, MissingDependencyError, NotFoundError
from core.progress import no_progress
from core.similarity import collection
from core.similarity import map as maps
from core.similarity.collection import FOLDER, Memory, collection_vectors
from core.similarity.embedding import embed
from core.similarity.map import collection_map, known_map

DESCRIPTOR = "palette_texture"


@pytest.fixture
def described(dataset):
    embed(dataset, DESCRIPTOR)
    return dataset


def test_it_shows_the_two_directions_of_most_variance(described):
    found = collection_map(described, DESCRIPTOR)
    peer = PCA(2).fit(collection_vectors(described, DESCRIPTOR).vectors)
    expected = peer.transform(collection_vectors(described, DESCRIPTOR).vectors)
    np.testing.assert_allclose(found.explained, peer.explained_variance_ratio_, atol=1e-4)
    for direction in (0, 1):
        assert abs(np.corrcoef(found.positions[:, direction], expected[:, direction])[0, 1]) > 0.9999


def test_it_fills_the_unit_square_in_proportion(described):
    positions = collection_map(described, DESCRIPTOR).positions
    low, high = positions.min(axis=0), positions.max(axis=0)
    assert positions.dtype == np.float32
    np.testing.assert_allclose((high - low).max(), 1, atol=1e-6)
    np.testing.assert_allclose(low + high, 1, atol=1e-6)


def test_it_is_drawn_once(described, monkeypatch):
    assert known_map(described, DESCRIPTOR) is None
    drawn = collection_map(described, DESCRIPTOR)
    monkeypatch.setitem(maps._DRAWN, "pca", lambda *_: pytest.fail("drawn again"))
    for again in (collection_map(described, DESCRIPTOR), known_map(described, DESCRIPTOR)):
        np.testing.assert_array_equal(again.positions, drawn.positions)
        assert (again.painting_ids, again.explained) == (drawn.painting_ids, drawn.explained)


def test_another_choice_of_pictures_is_another_map(described):
    collection_map(described, DESCRIPTOR)
    described.decide("exclude", ["Paul_Klee_2"], "frame")
    assert known_map(described, DESCRIPTOR) is None
    assert len(collection_map(described, DESCRIPTOR).positions) == 11


def test_a_map_of_other_features_is_forgotten_and_one_of_another_choice_is_not(described, monkeypatch):
    def kept():
        return {path.name for path in (described.artifacts_dir / FOLDER).glob("map-*.npz")}

    collection_map(described, DESCRIPTOR)
    described.decide("exclude", ["Paul_Klee_2"], "frame")
    collection_map(described, DESCRIPTOR)
    before = kept()
    assert len(before) == 2, "the first is wanted again when the exclusion is undone"
    monkeypatch.setattr(collection, "VERSION", "another way to place pictures")
    monkeypatch.setattr(collection, "_memory", Memory(4))
    collection_map(described, DESCRIPTOR)
    assert len(kept()) == 1 and not kept() & before


def test_what_cannot_be_drawn_says_why(described, dataset, monkeypatch):
    with pytest.raises(InvalidInputError, match="pca, umap"):
        collection_map(described, DESCRIPTOR, "tsne")
    monkeypatch.setattr(maps, "import_module", missing)
    with pytest.raises(MissingDependencyError, match="atelier\\[umap\\]"):
        collection_map(described, DESCRIPTOR, "umap")


def missing(name):
    raise ImportError(name)


def test_nothing_described_says_what_to_do(dataset):
    with pytest.raises(NotFoundError, match="Compute them first"):
        collection_map(dataset, DESCRIPTOR)


def test_umap_is_asked_with_a_seed_and_its_map_is_kept(described, monkeypatch):
    asked = []

    class Drawing:
        def __init__(self, **settings):
            asked.append(settings)

        def fit_transform(self, vectors):
            return np.random.default_rng(asked[-1]["random_state"]).normal(size=(len(vectors), 2))

    monkeypatch.setattr(maps, "import_module", lambda name: SimpleNamespace(UMAP=Drawing))
    found = collection_map(described, DESCRIPTOR, "umap", seed=3)
    assert (found.method, found.explained, found.positions.shape) == ("umap", None, (12, 2))
    np.testing.assert_array_equal(collection_map(described, DESCRIPTOR, "umap", seed=3).positions, found.positions)
    assert [settings["random_state"] for settings in asked] == [3]
    assert known_map(described, DESCRIPTOR, "umap", seed=4) is None


@pytest.mark.slow
def test_umap_draws_the_same_map_for_the_same_seed():
    pytest.importorskip("umap", reason="needs the optional UMAP")
    vectors = np.random.default_rng(0).normal(size=(60, 8)).astype(np.float32)
    pictures = SimpleNamespace(painting_ids=tuple(map(str, range(60))), vectors=vectors)
    first, again, other = (maps._umap(pictures, seed, no_progress).positions for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
