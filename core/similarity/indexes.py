"""Search indexes of collections: built once, cached in memory and on disk.

The HNSW graph of a very large collection takes minutes to build. It is built when features are computed, with
progress, and stored beside the vectors. Queries read it, or search exactly where there is none.
"""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from core.environment import is_read_only
from core.files import write_atomically
from core.language import N_, _
from core.progress import Progress, no_progress
from core.similarity import search
from core.similarity.collection import CollectionVectors, forget_derived
from core.similarity.search import Index, load_faiss, open_index

INDEXING = N_("Building the search index")

_KIND = "index"


def index_of(collection: CollectionVectors) -> Index:
    """The index of a collection: the stored graph, or exact search; never builds a graph.

    Raises:
        InvalidInputError: there are no vectors.
    """
    path = _path(collection)
    return _opened(collection, path.stat().st_mtime_ns if _is_large(collection) and path.is_file() else None)


def build_index(collection: CollectionVectors, progress: Progress = no_progress) -> None:
    """Build and store the graph of a large collection, unless it exists.

    Args:
        collection: the pictures.
        progress: called with (stage, done, total); on `CancelledError` nothing is stored.
    """
    faiss = load_faiss() if _is_large(collection) and not is_read_only() else None
    if faiss is None or not index_of(collection).is_exact:
        return
    from core.similarity.search import build_graph

    graph = build_graph(faiss, collection.vectors, lambda done, total: progress(_(INDEXING), done, total))
    with suppress(OSError):  # it can be built again, so a full disk is no error
        write_atomically(_path(collection), lambda file: file.write(faiss.serialize_index(graph).data), durable=False)
        forget_derived(_KIND, collection)


def why_search_is_slow(collection: CollectionVectors) -> str:
    """A sentence where a large collection is searched exactly for lack of an index; "" otherwise."""
    if not (_is_large(collection) and index_of(collection).is_exact):
        return ""
    if load_faiss() is None:
        sentence = _(
            "The picture was compared with all {n:,} one by one, because FAISS, which is faster, is not "
            "installed. Install it with: pip install 'atelier[faiss]'."
        )
    else:
        sentence = _(
            "The picture was compared with all {n:,} one by one, because their search index is not built "
            "yet. “atelier embed” builds it."
        )
    return sentence.format(n=len(collection.vectors))


def _is_large(collection: CollectionVectors) -> bool:
    return len(collection.vectors) > search.MOST_EXACT


@lru_cache(maxsize=4)
def _opened(collection: CollectionVectors, built_ns: int | None) -> Index:
    """Cached by identity: `collection_vectors` returns the same object until the collection changes."""
    if built_ns is not None and (faiss := load_faiss()) is not None:
        from core.similarity.search import GraphIndex, read_graph

        graph = read_graph(faiss, collection.vectors, _path(collection))
        if graph is not None:
            return GraphIndex(graph, collection.vectors)
    return open_index(collection.vectors, most_exact=len(collection.vectors))


def _path(collection: CollectionVectors) -> Path:
    return collection.file.parent / f"{_KIND}-{collection.file.stem}-{collection.fingerprint}.faiss"
