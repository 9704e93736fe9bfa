"""The pictures of a data set as vectors in the space of a descriptor, derived from computed features.

Derived vectors are cached in memory and on disk, keyed by the features they come from, so they are never outdated.
"""

import hashlib
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.dataset.store import Dataset
from core.environment import is_read_only
from core.errors import NotFoundError
from core.features.computing import features_stamp, known_features, known_pictures, picture_digests
from core.files import write_arrays_atomically
from core.language import _
from core.models.encoders import Encoder
from core.similarity.descriptors import descriptor_name, descriptor_parts, descriptor_title, open_parts
from core.similarity.space import VERSION, Floats, Space, fit_space

T = TypeVar("T")


class Memory(Generic[T]):
    """Keeps the most recently used values. Concurrent callers wait for a value that is being computed.

    Args:
        most: capacity.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under `key`, computed by `make` on a miss; a failure stores nothing."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]


FOLDER = "similarity"

_FAULTS = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Aspect:
    """The columns of the features to compare.

    Attributes:
        name: for file names.
        descriptor: of the features.
        start: first column; 0 with `stop` None for all.
        stop: after the last column.
        widths: columns per equally weighted group; None for one group per encoder.
        dimensions: of the space, at most.
    """

    name: str
    descriptor: str
    start: int = 0
    stop: int | None = None
    widths: tuple[int, ...] | None = None
    dimensions: int = 256


@dataclass(frozen=True, eq=False)
class CollectionVectors:
    """Pictures of a data set in the space of a descriptor.

    Attributes:
        painting_ids: n, in catalog order, without unreadable and excluded ones.
        vectors: `(n, m)` float32 unit vectors; a dot product is a cosine.
        fingerprint: changes with pictures, features or exclusions.
        file: cache file, which includes excluded pictures; changes with pictures or features.
        space: projects further features.
        works: work group of each picture.
        artists: artist of each picture, None where unknown.
    """

    painting_ids: tuple[str, ...]
    vectors: Floats
    fingerprint: str
    file: Path
    space: Space
    works: tuple[str, ...]
    artists: tuple[str | None, ...]

    def rows_of(self, painting_ids: Sequence[str]) -> npt.NDArray[np.int64]:
        """Positions of paintings, -1 where one has no features."""
        return pd.Index(self.painting_ids).get_indexer(pd.Index(painting_ids)).astype(np.int64)


_memory: Memory[CollectionVectors] = Memory(16)
_catalogs: Memory[pd.DataFrame] = Memory(4)


def catalog_of(dataset: Dataset) -> pd.DataFrame:
    """The catalog of a data set, cached until it changes; read-only."""
    if dataset.version == "none":
        return dataset.catalog()
    return _catalogs.get((str(dataset.folder), str(dataset.artifacts_dir), dataset.version), dataset.catalog)


def collection_vectors(dataset: Dataset, descriptor: str) -> CollectionVectors:
    """The pictures of a data set that have features, in the space of a descriptor.

    Args:
        dataset: the data set.
        descriptor: names of encoders joined with "+".

    Raises:
        NotFoundError: no picture has features yet, there is no such encoder, or its weights are missing.
    """
    return aspect_vectors(dataset, Aspect(descriptor_name(descriptor_parts(descriptor)), descriptor))


def aspect_vectors(dataset: Dataset, aspect: Aspect) -> CollectionVectors:
    """As `collection_vectors`, for some of the columns."""
    encoders = open_parts(aspect.descriptor)
    stamps = [features_stamp(dataset, encoder) for encoder in encoders]
    key = (str(dataset.folder), str(dataset.artifacts_dir), dataset.version, aspect, *stamps)
    return _memory.get(key, lambda: _derive(dataset, aspect, encoders))


def _derive(dataset: Dataset, aspect: Aspect, encoders: Sequence[Encoder]) -> CollectionVectors:
    catalog = catalog_of(dataset)
    there = np.logical_and.reduce([known_pictures(dataset, encoder) for encoder in encoders])
    there &= (catalog["status"] != "unreadable").to_numpy()
    if not there.any():
        sentence = _(
            "No picture of {dataset} has features of {title} yet. Compute them first: atelier embed "
            "--dataset {dataset} --backbone {descriptor}."
        )
        title = descriptor_title(aspect.descriptor)
        raise NotFoundError(sentence.format(dataset=dataset.name, title=title, descriptor=aspect.descriptor))
    digests = np.array(picture_digests(catalog))[there].tolist()
    mark = _mark([VERSION, aspect, *(encoder.key for encoder in encoders), *digests])
    path = dataset.artifacts_dir / FOLDER / f"{aspect.name}-{mark}.npz"
    kept = _read(path)
    if kept is None:
        found = [known_features(dataset, encoder)[0][there] for encoder in encoders]
        values = np.concatenate(found, axis=1)[:, aspect.start : aspect.stop]
        space = fit_space(values, aspect.widths or [encoder.dimensions for encoder in encoders], aspect.dimensions)
        kept = space, space.place(values)
        _write(path, aspect, *kept)
    return _shown(dataset, catalog[there], *kept, path)


def _shown(dataset: Dataset, described: pd.DataFrame, space: Space, vectors: Floats, file: Path) -> CollectionVectors:
    """Without excluded pictures, with works and artists."""
    kept = ~described["excluded"].to_numpy(bool)
    rows = described[kept]
    if rows.empty:
        sentence = _("Every picture of {dataset} that has features is excluded. Include some again.")
        raise NotFoundError(sentence.format(dataset=dataset.name))
    names = {artist.id: artist.name for artist in dataset.artists()}
    chosen = vectors if kept.all() else np.ascontiguousarray(vectors[kept])
    chosen.setflags(write=False)
    return CollectionVectors(
        tuple(rows["painting_id"]),
        chosen,
        _mark([file.stem.rpartition("-")[2], *rows["painting_id"]]),
        file,
        space,
        tuple(rows["work_group"]),
        tuple(None if pd.isna(artist) else names.get(int(artist)) for artist in rows["artist_id"]),
    )


def forget_derived(kind: str, collection: CollectionVectors) -> None:
    """Remove files derived from outdated features of the same descriptor.

    Args:
        kind: of file; `<kind>-<stem of collection.file>-<anything>` is kept.
        collection: in its current state.
    """
    descriptor = collection.file.stem.rpartition("-")[0]
    for old in collection.file.parent.glob(f"{kind}-{descriptor}-*"):
        if not old.name.startswith(f"{kind}-{collection.file.stem}-"):
            old.unlink(missing_ok=True)


def _mark(parts: Sequence[object]) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:24]


def _read(path: Path) -> tuple[Space, Floats] | None:
    try:
        with np.load(path, allow_pickle=False) as file:
            space = Space(tuple(file["widths"].tolist()), file["mean"], file["scale"], file["axes"])
            vectors: Floats = file["vectors"]
    except _FAULTS:
        return None
    return space, vectors


def _write(path: Path, aspect: Aspect, space: Space, vectors: Floats) -> None:
    """Store it and remove outdated files; it can be derived again, so a full disk is no error."""
    if is_read_only():
        return
    content = {"widths": np.array(space.widths), "vectors": vectors}
    content |= {"mean": space.mean, "scale": space.scale, "axes": space.axes}
    with suppress(OSError):
        write_arrays_atomically(path, content, durable=False)
        for old in path.parent.glob(f"{aspect.name}-*.npz"):
            if old != path and len(old.stem) == len(path.stem):
                old.unlink(missing_ok=True)
