"""A graph of neighbours over very many vectors, through FAISS. Opened by `core.similarity.search.open_index`."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_NEIGHBOURS = 16
_BUILDING_BREADTH = 80
_SEARCH_BREADTH = 128
_CANDIDATES = 4
_LEAST_CANDIDATES = 40


class GraphIndex:
    """HNSW over bytes, its candidates ranked by half-precision vectors: a quarter of the memory of the vectors.

    Args:
        faiss: the module.
        vectors: `(n, d)` float32 of length 1.
    """

    is_exact = False

    def __init__(self, faiss: Any, vectors: Floats) -> None:  # noqa: ANN401 - a module without types
        self._vectors = vectors.astype(np.float16)
        self._graph = faiss.IndexHNSWSQ(
            vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT
        )
        self._graph.hnsw.efConstruction = _BUILDING_BREADTH
        self._graph.train(vectors[:: -(-len(vectors) // 50_000)])
        self._graph.add(vectors)

    def search(self, queries: Floats, k: int) -> tuple[Ints, Floats]:
        """As `core.similarity.search.Index.search`, though it may miss some."""
        k = min(k, len(self._vectors))
        candidates = min(max(_LEAST_CANDIDATES, _CANDIDATES * k), len(self._vectors))
        self._graph.hnsw.efSearch = max(_SEARCH_BREADTH, candidates)
        _, found = self._graph.search(np.ascontiguousarray(queries, np.float32), candidates)
        scores = np.einsum("qd,qcd->qc", queries, self._vectors[found].astype(np.float32))
        scores[found < 0] = -np.inf
        order = np.lexsort((found, -scores), axis=1)[:, :k]
        return np.take_along_axis(found, order, axis=1), np.take_along_axis(scores, order, axis=1)
