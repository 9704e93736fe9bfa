"""Nearest-neighbour search: exact by matrix product, or approximate through an HNSW graph.

Up to 100,000 vectors the exact product is fast enough. Beyond, FAISS searches an HNSW graph that is built once; its
candidates are ranked by their exact cosines.

Source: Y. Malkov, D. Yashunin, Efficient and robust approximate nearest neighbor search using hierarchical navigable
small world graphs, 2016.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from core.errors import InvalidInputError
from core.language import _

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

MOST_EXACT = 100_000
"""Largest number of vectors with exact search."""

_BLOCK = 65_536


class Index(Protocol):
    """Finds the nearest of a fixed set of vectors."""

    @property
    def is_exact(self) -> bool:
        """Whether every nearest vector is found."""

    def search(self, queries: Floats, k: int) -> tuple[Ints, Floats]:
        """The k nearest of each query, best first.

        Args:
            queries: `(q, d)` float32 of length 1.
            k: number of results; fewer where there are fewer vectors.

        Returns:
            `(q, k)` int64 positions and `(q, k)` float32 cosines; ties in order of position.
        """


class ExactIndex:
    """Compares with every vector."""

    is_exact = True

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors

    def search(self, queries: Floats, k: int) -> tuple[Ints, Floats]:
        """As `Index.search`."""
        k = min(k, len(self._vectors))
        starts = range(0, len(self._vectors), _BLOCK)
        parts = [_best(queries @ self._vectors[start : start + _BLOCK].T, k, start) for start in starts]
        positions, scores = (np.concatenate(some, axis=1) for some in zip(*parts, strict=True))
        return _ordered(positions, scores, k)


def _best(scores: Floats, k: int, start: int) -> tuple[Ints, Floats]:
    """The k best of each row, in no order."""
    chosen = np.argpartition(-scores, min(k, scores.shape[1]) - 1, axis=1)[:, :k]
    return chosen + start, np.take_along_axis(scores, chosen, axis=1)


def _ordered(positions: Ints, scores: Floats, k: int) -> tuple[Ints, Floats]:
    order = np.lexsort((positions, -scores), axis=1)[:, :k]
    return np.take_along_axis(positions, order, axis=1), np.take_along_axis(scores, order, axis=1)


def open_index(vectors: Floats, most_exact: int = MOST_EXACT) -> Index:
    """An index of vectors.

    Args:
        vectors: `(n, d)` float32 of length 1, n from 1.
        most_exact: largest number of vectors with exact search.

    Returns:
        A graph index for more vectors; without FAISS an exact one, which is slow.

    Raises:
        InvalidInputError: there is no vector.
    """
    if vectors.ndim != 2 or not len(vectors):
        raise InvalidInputError(_("There are no vectors to search. Compute the descriptor first."))
    faiss = None if len(vectors) <= most_exact else load_faiss()
    if faiss is None:
        return ExactIndex(vectors)

    return GraphIndex(build_graph(faiss, vectors), vectors)


def load_faiss() -> Any:  # noqa: ANN401 - a module without types
    """FAISS where it is installed, None where it is not."""
    try:
        import faiss
    except ImportError:
        return None
    return faiss


_NEIGHBOURS = 16
_BUILDING_BREADTH = 80
_SEARCH_BREADTH = 128
_CANDIDATES = 4
_LEAST_CANDIDATES = 40
_BUILD_BLOCK = 20_000


def build_graph(faiss: Any, vectors: Floats, on_added: Callable[[int, int], None] = lambda done, total: None) -> Any:  # noqa: ANN401 - a module and its objects without types
    """Build the HNSW graph; a million vectors take minutes.

    Args:
        faiss: the module.
        vectors: `(n, d)` float32 of length 1.
        on_added: called with (done, total) after each block.
    """
    graph = faiss.IndexHNSWSQ(vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = _BUILDING_BREADTH
    graph.train(vectors[:: -(-len(vectors) // 50_000)])
    for start in range(0, len(vectors), _BUILD_BLOCK):
        on_added(start, len(vectors))
        graph.add(vectors[start : start + _BUILD_BLOCK])
    on_added(len(vectors), len(vectors))
    return graph


def read_graph(faiss: Any, vectors: Floats, path: Path) -> Any | None:  # noqa: ANN401 - FAISS has no types
    """A stored graph; None where the file is damaged or of other vectors."""
    try:
        graph = faiss.read_index(str(path))
    except RuntimeError:
        return None
    return graph if (graph.ntotal, graph.d) == vectors.shape and hasattr(graph, "hnsw") else None


class GraphIndex:
    """HNSW over 8-bit codes, with candidates ranked by half-precision vectors: a quarter of the memory of the vectors.

    Args:
        graph: of `build_graph`.
        vectors: those it was built from.
    """

    is_exact = False

    def __init__(self, graph: Any, vectors: Floats) -> None:  # noqa: ANN401 - FAISS has no types
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
