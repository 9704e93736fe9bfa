"""Two-dimensional maps of a collection, by PCA or UMAP.

PCA is instant and shows the main directions of variance. UMAP preserves neighbourhoods; it takes longer and runs in a
job.

Source: L. McInnes, J. Healy, J. Melville, UMAP: Uniform Manifold Approximation and Projection, 2018.
"""

import hashlib
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from core.dataset.store import Dataset
from core.environment import is_read_only
from core.errors import InvalidInputError, MissingDependencyError
from core.files import write_arrays_atomically
from core.language import N_, _
from core.progress import Progress, no_progress
from core.similarity.collection import CollectionVectors, collection_vectors, forget_derived
from core.similarity.descriptors import descriptor_name, descriptor_parts

Floats = npt.NDArray[np.float32]
MapMethod = Literal["pca", "umap"]

MAPPING = N_("Drawing the map")
_VERSION = 1
_NEIGHBOURS = 15
_LEAST_FOR_UMAP = 5
_FAULTS = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)


@dataclass(frozen=True, eq=False)
class CollectionMap:
    """The position of each picture.

    Attributes:
        painting_ids: n, in catalog order.
        positions: `(n, 2)` float32, 0 to 1 with the aspect ratio preserved.
        method: "pca" or "umap".
        explained: for "pca", the share of variance per axis, 0 to 1; None for "umap".
    """

    painting_ids: tuple[str, ...]
    positions: Floats
    method: str
    explained: tuple[float, float] | None


def collection_map(
    dataset: Dataset, descriptor: str, method: str = "pca", seed: int = 0, progress: Progress = no_progress
) -> CollectionMap:
    """The map of the pictures that have features, computed once and then read.

    Args:
        dataset: the data set.
        descriptor: names of encoders joined with "+".
        method: "pca" or "umap".
        seed: of UMAP; PCA is deterministic.
        progress: called with (stage, done, total) when UMAP begins and ends.

    Raises:
        NotFoundError: no picture has features yet.
        InvalidInputError: unknown method.
        MissingDependencyError: UMAP is not installed.
    """
    collection = collection_vectors(dataset, descriptor)
    path = _path(descriptor, collection, _checked(method), seed)
    found = _read(path, collection, method)
    if found is None:
        found = _DRAWN[_checked(method)](collection, seed, progress)
        _write(path, found, collection)
    return found


def known_map(dataset: Dataset, descriptor: str, method: str = "pca", seed: int = 0) -> CollectionMap | None:
    """The stored map; None where it was not computed. Raises as `collection_map`."""
    collection = collection_vectors(dataset, descriptor)
    return _read(_path(descriptor, collection, _checked(method), seed), collection, method)


def _checked(method: str) -> MapMethod:
    for known in get_args(MapMethod):
        if method == known:
            return known  # type: ignore[no-any-return]
    raise InvalidInputError(f"There is no map by “{method}”; there are {', '.join(get_args(MapMethod))}.")


def _pca(collection: CollectionVectors, seed: int, progress: Progress) -> CollectionMap:
    centred = collection.vectors.astype(np.float64) - collection.vectors.mean(axis=0, dtype=np.float64)
    values, axes = np.linalg.eigh(centred.T @ centred)
    axes, values = axes[:, ::-1][:, :2], values[::-1]
    # The sign of an axis is arbitrary; fixed, the same pictures always give the same map.
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1, 1)
    flat = np.zeros((len(centred), 2))
    flat[:, : axes.shape[1]] = centred @ axes
    shares = np.zeros(2)
    if values.sum() > 0:
        shares[: len(values[:2])] = np.maximum(values[:2], 0) / values.sum()
    return CollectionMap(collection.painting_ids, _framed(flat), "pca", (float(shares[0]), float(shares[1])))


def _umap(collection: CollectionVectors, seed: int, progress: Progress) -> CollectionMap:
    if len(collection.painting_ids) < _LEAST_FOR_UMAP:
        sentence = _("UMAP needs {least} pictures; there are {n}.")
        raise InvalidInputError(sentence.format(least=_LEAST_FOR_UMAP, n=len(collection.painting_ids)))
    try:
        umap = import_module("umap")
    except ImportError as error:
        raise MissingDependencyError(
            _("UMAP is not installed. Install it with: pip install 'atelier[umap]', or choose the map by PCA.")
        ) from error
    progress(_(MAPPING), 0, 1)
    neighbours = min(_NEIGHBOURS, len(collection.painting_ids) - 1)
    drawing = umap.UMAP(n_neighbors=neighbours, min_dist=0.15, metric="cosine", random_state=seed, n_jobs=1)
    flat = drawing.fit_transform(collection.vectors)
    progress(_(MAPPING), 1, 1)
    return CollectionMap(collection.painting_ids, _framed(flat), "umap", None)


_DRAWN: dict[MapMethod, Callable[[CollectionVectors, int, Progress], CollectionMap]] = {"pca": _pca, "umap": _umap}


def _framed(flat: npt.NDArray[np.float64]) -> Floats:
    """Scaled and centred into the unit square, with the aspect ratio preserved."""
    low, high = flat.min(axis=0), flat.max(axis=0)
    side = float((high - low).max())
    middle = (low + high) / 2
    return np.asarray((flat - middle) / (side if side > 0 else 1) + 0.5, np.float32).clip(0, 1)


def _path(descriptor: str, collection: CollectionVectors, method: MapMethod, seed: int) -> Path:
    name = descriptor_name(descriptor_parts(descriptor))
    text = "\n".join([str(_VERSION), name, collection.fingerprint, method, str(0 if method == "pca" else seed)])
    mark = hashlib.sha256(text.encode()).hexdigest()[:32]
    return collection.file.parent / f"map-{collection.file.stem}-{mark}.npz"


def _read(path: Path, collection: CollectionVectors, method: str) -> CollectionMap | None:
    try:
        with np.load(path, allow_pickle=False) as file:
            positions, explained = file["positions"], file["explained"].tolist()
    except _FAULTS:
        return None
    if positions.shape != (len(collection.painting_ids), 2):
        return None
    return CollectionMap(
        collection.painting_ids, positions, method, (explained[0], explained[1]) if explained else None
    )


def _write(path: Path, found: CollectionMap, collection: CollectionVectors) -> None:
    """Keep it, and forget maps of other features; one of another choice of pictures is wanted when it is undone."""
    if is_read_only():
        return
    content = {"positions": found.positions, "explained": np.array(found.explained or ())}
    with suppress(OSError):
        write_arrays_atomically(path, content, durable=False)
        forget_derived("map", collection)
