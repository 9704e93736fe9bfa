"""Features of pictures of a data set, from the cache where they are there and computed where not.

Reading what is there loads no network library. Computing loads the encoder's, so it belongs in a worker process.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from filelock import FileLock, Timeout

from core.augment.config import AugmentConfig
from core.dataset.images.pixels import decode_squares, training_paths
from core.dataset.store import Dataset
from core.errors import InvalidInputError, NotFoundError
from core.features.store import FeatureStore
from core.features.views import AugmentedView, TilesView, View, WholeView, feature_key
from core.files import translate_os_errors
from core.language import N_, _
from core.models.encoders import Encoder
from core.permissions import require_writable
from core.progress import Progress, no_progress

Images = npt.NDArray[np.uint8]


def picture_digests(catalog: pd.DataFrame) -> list[str]:
    """What the pixels of each row come from: other pixels, another digest."""
    resized = catalog["resized_bytes"].astype("Int64")
    pairs = zip(catalog["sha256"], catalog["resized_path"].notna(), resized, strict=True)
    return [f"{sha256}-{size}" if is_resized else str(sha256) for sha256, is_resized, size in pairs]


class Pictures:
    """The pictures of some rows of a catalog, as squares.

    Args:
        dataset: where they are.
        catalog: of that data set.
        rows: positions in the catalog.
        size: side of the squares in pixels.
    """

    def __init__(self, dataset: Dataset, catalog: pd.DataFrame, rows: Sequence[int], size: int) -> None:
        self._rows = list(rows)
        self._size = size
        self._store: Images | None = None
        if (dataset.artifacts_dir / f"pixels_{size}.npy").is_file():
            self._store = dataset.pixels(size)
        else:
            files = training_paths(catalog)
            self._paths = [dataset.picture_path(files[row]) for row in rows]

    def chunks(self, pictures: int) -> Iterator[tuple[slice, Images]]:
        """Yield `(which, pixels)` with that many pictures each; the next one is prepared meanwhile.

        A picture that cannot be read is black.
        """
        parts = [slice(start, start + pictures) for start in range(0, len(self._rows), pictures)]
        with ThreadPoolExecutor(1) as ahead:
            coming: Future[Images] | None = None
            for number, part in enumerate(parts):
                pixels = coming.result() if coming else self._load(part)
                coming = ahead.submit(self._load, parts[number + 1]) if number + 1 < len(parts) else None
                yield part, pixels

    def _load(self, part: slice) -> Images:
        if self._store is not None:
            chosen: Images = self._store[self._rows[part]]
            return chosen
        paths = self._paths[part]
        pixels = np.empty((len(paths), self._size, self._size, 3), np.uint8)
        decode_squares(paths, range(len(paths)), pixels)
        return pixels


Features = npt.NDArray[np.float32]

PICTURES_A_CHUNK = 64
"""So many are lost at most when the process is killed."""

COMPUTING = N_("Computing features")

_LOCK_POLL_S = 0.5


def features(
    dataset: Dataset,
    encoder: Encoder,
    painting_ids: Sequence[str] | None = None,
    *,
    tiles: bool = False,
    progress: Progress = no_progress,
) -> Features:
    """Features of pictures, computed where they are not in the cache yet.

    Args:
        dataset: the data set.
        encoder: what turns pictures into vectors.
        painting_ids: which pictures, in which order; None for all of the catalog, in its order.
        tiles: join the picture's feature with the mean over its 2 × 2 quarters, seen at twice the size. Five times
            the work.
        progress: called for every chunk; after a `CancelledError`, finished chunks stay in the cache.

    Returns:
        `(n, d)` float32 in the requested order; d is the encoder's dimensions, twice those with `tiles`. An unreadable
        picture has the feature of a black one.

    Raises:
        NotFoundError: a painting is not in the catalog, or the encoder's weights cannot be had.
        ReadOnlyError: something would have to be computed in a read-only demo.
    """
    view: View = TilesView() if tiles else WholeView()
    return _view_features(dataset, encoder, painting_ids, view, progress)


def augmented_features(
    dataset: Dataset,
    encoder: Encoder,
    painting_ids: Sequence[str] | None,
    config: AugmentConfig,
    *,
    views: int,
    seed: int,
    progress: Progress = no_progress,
) -> Features:
    """Features of augmented pictures, several views of each, cached by recipe, seed and view.

    A view of a picture depends on nothing but that picture, the recipe, the seed and the number of the view.

    Args:
        dataset: the data set.
        encoder: what turns pictures into vectors.
        painting_ids: as in `features`.
        config: the ranges drawn from.
        views: how many of each picture, 1 or more.
        seed: of the drawing, 0 or more.
        progress: as in `features`, over all views together.

    Returns:
        `(views, n, d)` float32.

    Raises:
        InvalidInputError: `views` is below 1.
    """
    if views < 1:
        raise InvalidInputError(
            _("The number of augmented views is {views}; it must be 1 or more.").format(views=views)
        )
    found = []
    for number in range(views):
        report = _share_of(progress, number, views)
        found.append(_view_features(dataset, encoder, painting_ids, AugmentedView(config, seed, number), report))
    return np.stack(found)


def known_features(
    dataset: Dataset, encoder: Encoder, painting_ids: Sequence[str] | None = None
) -> tuple[Features, npt.NDArray[np.bool_]]:
    """Features that are in the cache; computes nothing.

    Returns:
        `(n, d)` float32 in the requested order, zeros where there is none; and `(n,)`, which are there.
    """
    return _store(dataset, encoder, WholeView()).load(_wanted(dataset, painting_ids).digests)


def known_pictures(dataset: Dataset, encoder: Encoder) -> npt.NDArray[np.bool_]:
    """Which pictures of the catalog have features in the cache, `(n,)`; quick, for the features are not read."""
    return _store(dataset, encoder, WholeView()).known(_wanted(dataset, None).digests)


def features_stamp(dataset: Dataset, encoder: Encoder) -> str:
    """Changes whenever features of whole pictures are added to the cache; a key for what is derived from them."""
    try:
        return f"{encoder.key}-{_folder(dataset, encoder, WholeView()).stat().st_mtime_ns}"
    except FileNotFoundError:
        return f"{encoder.key}-none"


def missing_features(
    dataset: Dataset, encoder: Encoder, painting_ids: Sequence[str] | None = None, *, tiles: bool = False
) -> int:
    """How many of these pictures `features` would have to compute."""
    digests = _wanted(dataset, painting_ids).digests
    view: View = TilesView() if tiles else WholeView()
    return int((~_store(dataset, encoder, view).known(digests)).sum())


def missing_augmented_features(
    dataset: Dataset,
    encoder: Encoder,
    painting_ids: Sequence[str] | None,
    config: AugmentConfig,
    *,
    views: int,
    seed: int,
) -> int:
    """How many views of these pictures `augmented_features` would have to compute."""
    digests = _wanted(dataset, painting_ids).digests
    stores = (_store(dataset, encoder, AugmentedView(config, seed, number)) for number in range(views))
    return sum(int((~store.known(digests)).sum()) for store in stores)


@dataclass(frozen=True)
class _Wanted:
    """The request: digest and catalog row of each picture."""

    catalog: pd.DataFrame
    digests: list[str]
    rows: list[int]


def _wanted(dataset: Dataset, painting_ids: Sequence[str] | None) -> _Wanted:
    catalog = dataset.catalog()
    digests = picture_digests(catalog)
    if painting_ids is None:
        return _Wanted(catalog, digests, list(range(len(catalog))))
    row_of = {painting_id: row for row, painting_id in enumerate(catalog["painting_id"])}
    unknown = [painting_id for painting_id in painting_ids if painting_id not in row_of]
    if unknown:
        sentence = _("“{painting}” is not a painting of {dataset}.")
        raise NotFoundError(sentence.format(painting=unknown[0], dataset=dataset.name))
    rows = [row_of[painting_id] for painting_id in painting_ids]
    return _Wanted(catalog, [digests[row] for row in rows], rows)


def _view_features(
    dataset: Dataset, encoder: Encoder, painting_ids: Sequence[str] | None, view: View, progress: Progress
) -> Features:
    wanted = _wanted(dataset, painting_ids)
    store = _store(dataset, encoder, view)
    found, known = store.load(wanted.digests)
    if known.all():
        return found
    require_writable(_("compute features of pictures"))
    with translate_os_errors(_("computing features")), _locked(_folder(dataset, encoder, view), progress):
        # Another process may have computed them while this one waited.
        _found, known = store.load(wanted.digests)
        missing = {wanted.digests[place]: wanted.rows[place] for place in np.flatnonzero(~known)}
        pictures = Pictures(dataset, wanted.catalog, list(missing.values()), encoder.image_size * view.enlargement)
        _compute(encoder, view, store, pictures, list(missing), progress)
        store.join_files()
        return store.load(wanted.digests)[0]


def _compute(
    encoder: Encoder, view: View, store: FeatureStore, pictures: Pictures, digests: list[str], progress: Progress
) -> None:
    """Compute the features of different pictures and write them chunk by chunk."""
    progress(_(COMPUTING), 0, len(digests))
    for part, pixels in pictures.chunks(PICTURES_A_CHUNK):
        encoded = encoder.encode(view.prepare(pixels, digests[part]))
        store.add(digests[part], view.combine(encoded, len(pixels)))
        progress(_(COMPUTING), min(part.stop, len(digests)), len(digests))


def _folder(dataset: Dataset, encoder: Encoder, view: View) -> Path:
    return dataset.artifacts_dir / "features" / feature_key(encoder, view)


def _store(dataset: Dataset, encoder: Encoder, view: View) -> FeatureStore:
    return FeatureStore(_folder(dataset, encoder, view), encoder.dimensions * view.factor)


def _share_of(progress: Progress, number: int, views: int) -> Progress:
    """Report one view's work as its share of all views' work."""
    return lambda stage, done, total: progress(stage, number * total + done, views * total)


@contextmanager
def _locked(folder: Path, progress: Progress) -> Iterator[None]:
    """Hold the folder's lock; while another process has it, wait for as long as the person waits."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    while True:
        try:
            lock.acquire(timeout=_LOCK_POLL_S)
            break
        except Timeout:
            progress(_("Waiting for another process that computes the same features"), 0, 1)
    try:
        yield
    finally:
        lock.release()
