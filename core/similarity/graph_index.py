"""A graph of neighbours over very many vectors, through FAISS. Imported only where FAISS is."""

from collections.abc import Callable
from pathlib import Path
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
_BLOCK = 20_000


def build_graph(faiss: Any, vectors: Floats, on_added: Callable[[int, int], None] = lambda done, total: None) -> Any:  # noqa: ANN401 - a module and its objects without types
    """Join each vector with its neighbours; a million of them take minutes.

    Args:
        faiss: the module.
        vectors: `(n, d)` float32 of length 1.
        on_added: told how many of how many are in it, block by block.
    """
    graph = faiss.IndexHNSWSQ(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = _BUILDING_BREADTH
    graph.train(vectors[:: -(-len(vectors) // 50_000)])
    for start in range(0, len(vectors), _BLOCK):
        on_added(start, len(vectors))
        graph.add(vectors[start : start + _BLOCK])
    on_added(len(vectors), len(vectors))
    return graph


def read_graph(faiss: Any, vectors: Floats, path: Path) -> Any | None:  # noqa: ANN401 - likewise
    """A graph that was kept; None where the file is damaged or of other vectors."""
    try:
        graph = faiss.read_index(str(path))
    except RuntimeError:
        return None
    return graph if (graph.ntotal, graph.d) == vectors.shape and hasattr(graph, "hnsw") else None


class GraphIndex:
    """HNSW over bytes, its candidates ranked by half-precision vectors: a quarter of the memory of the vectors.

    Args:
        graph: of `build_graph`.
        vectors: those it was built from.
    """

    is_exact = False

    def __init__(self, graph: Any, vectors: Floats) -> None:  # noqa: ANN401 - likewise
        self._vectors = vectors.astype(np.float16)
        self._graph = graph

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
