"""The index of a collection, opened once and kept for the next question."""

from functools import lru_cache

from core.similarity.collection import CollectionVectors
from core.similarity.search import Index, open_index


@lru_cache(maxsize=4)
def index_of(collection: CollectionVectors) -> Index:
    """The index of the vectors of a collection; `collection_vectors` gives the same object as long as it is the same.

    Raises:
        InvalidInputError: there are no vectors.
    """
    return open_index(collection.vectors)
