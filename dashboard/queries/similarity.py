"""What pages ask about likeness, kept while the data set and its descriptors stay the same.

As in `dashboard.queries.datasets` the key holds the data set's name and version, and how many pictures a descriptor
covers, which changes while it is being computed.
"""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.dataset.store import open_dataset
from core.language import current_language
from core.similarity.descriptors import DescriptorState, best_descriptor, descriptor_state, descriptor_states
from core.similarity.map import CollectionMap, MapMethod, collection_map, known_map
from core.similarity.similar import SimilarWork, similar_to_painting
from dashboard.components.atlas.component import AtlasPoints
from dashboard.queries import datasets as dataset_queries

_MAPS, _PAINTINGS = 12, 400


def states(name: str) -> list[DescriptorState]:
    """Every descriptor and how far it is computed, in the order in which to offer them; always fresh."""
    return descriptor_states(dataset_queries.dataset(name))


def state(name: str, descriptor: str) -> DescriptorState:
    """How far one descriptor is computed; always fresh.

    Raises:
        AtelierError: there is no such descriptor.
    """
    return descriptor_state(dataset_queries.dataset(name), descriptor)


def usual_descriptor(name: str) -> str:
    """The one to ask where none is chosen: the best of those that are there."""
    return best_descriptor(dataset_queries.dataset(name))


def atlas_points(name: str, descriptor: str, method: MapMethod) -> tuple[CollectionMap, AtlasPoints] | None:
    """The map and its points, pictures that were left out not among them; None where it has to be made first.

    A map by PCA is made at once.

    Raises:
        NotFoundError: nothing is described yet.
    """
    computed = state(name, descriptor).computed
    if method == "umap" and known_map(dataset_queries.dataset(name), descriptor, method) is None:
        return None
    return _atlas_points(name, dataset_queries.dataset(name).version, descriptor, method, computed)


@st.cache_resource(max_entries=_MAPS, show_spinner=False)
def _atlas_points(
    name: str, version: str, descriptor: str, method: MapMethod, computed: int
) -> tuple[CollectionMap, AtlasPoints]:
    found = collection_map(open_dataset(name), descriptor, method)
    catalog = dataset_queries.catalog(name)
    rows = catalog[~catalog["excluded"].astype(bool)].set_index("painting_id")
    names = {artist.id: artist.name for artist in dataset_queries.artists(name)}
    kept = [place for place, painting_id in enumerate(found.painting_ids) if painting_id in rows.index]
    ids = [found.painting_ids[place] for place in kept]
    shown = rows.loc[ids]
    numbers = tuple(None if number != number else int(number) for number in shown["number"].astype(float).tolist())
    return found, AtlasPoints(
        painting_ids=tuple(ids),
        positions=np.asarray(found.positions[kept], np.float32),
        painters=tuple(names.get(artist_id, "") for artist_id in shown["artist_id"].tolist()),
        numbers=numbers,
    )


def similar_works(name: str, painting_id: str, descriptor: str, number: int) -> Sequence[SimilarWork]:
    """Works like a painting, without other pictures of its own work.

    Raises:
        NotFoundError: nothing is described yet, or there is no such painting.
    """
    computed = state(name, descriptor).computed
    version = dataset_queries.dataset(name).version
    return _similar(name, version, painting_id, descriptor, number, computed, current_language())


@st.cache_resource(max_entries=_PAINTINGS, show_spinner=False)
def _similar(
    name: str, version: str, painting_id: str, descriptor: str, number: int, computed: int, language: str
) -> tuple[SimilarWork, ...]:
    return tuple(similar_to_painting(open_dataset(name), painting_id, descriptor, number))


def has_pictures(name: str) -> bool:
    """Whether any picture of a data set can be read."""
    return bool((dataset_queries.catalog(name)["status"] != "unreadable").any())
