"""Everything pages ask of core, kept while the data set on disk stays the same.

The key of every cached value is the data set's name and version; the version changes with its catalog. Tables are
shared between sessions and must not be changed in place.
"""

import base64
import contextlib
import threading
from collections.abc import Mapping, Sequence

import cv2
import numpy as np
import pandas as pd
import streamlit as st

from core.dataset.artists.artist import Artist
from core.dataset.health import HealthReport, health_report
from core.dataset.images.decoding import load_square
from core.dataset.images.pixels import training_paths
from core.dataset.listing import list_datasets
from core.dataset.manifest import Manifest
from core.dataset.same_work.pairs import WorkPair
from core.dataset.same_work.verification import match_points as find_match_points
from core.dataset.store import Dataset, DatasetSummary, open_dataset
from core.errors import AtelierError, NotFoundError, UnreadableImageError
from core.language import _, current_language
from core.palette import main_colours as find_main_colours
from dashboard.queries.paintings import Painting, paintings_of

PointPair = tuple[tuple[float, float], tuple[float, float]]

_DATASETS = 8
_AFTER_DRAWING_S = 0.3
_CANNOT_BE_SHOWN = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='320' height='240' viewBox='0 0 320 240'>"
    "<rect width='320' height='240' fill='#8C8C8C' fill-opacity='.18'/>"
    "<path d='M140 100l40 40m0-40l-40 40' stroke='#8C8C8C' stroke-width='3'/></svg>"
)


def dataset_names() -> list[str]:
    """Names of all data sets, the sample last."""
    return list_datasets()


def dataset(name: str) -> Dataset:
    """A handle on a data set.

    Raises:
        NotFoundError: there is none of that name.
    """
    return open_dataset(name)


def catalog(name: str) -> pd.DataFrame:
    """The catalog, one row a painting; do not change it."""
    return _catalog(name, dataset(name).version)


def paintings(name: str) -> Mapping[str, Painting]:
    """All paintings by id, for callers that need many; do not change it."""
    return _paintings(name, dataset(name).version)


def painting(name: str, painting_id: str) -> Painting:
    """One painting.

    Raises:
        NotFoundError: it is not in the catalog.
    """
    found = _paintings(name, dataset(name).version).get(painting_id)
    if found is None:
        gone = _("“{painting}” is not a painting of {dataset}. It may have been removed; reload the page.")
        raise NotFoundError(gone.format(painting=painting_id, dataset=name))
    return found


def title(name: str, painting_id: str) -> str:
    """Artist and number of a painting, its id where it is not in the catalog any more; plain text."""
    found = _paintings(name, dataset(name).version).get(painting_id)
    return found.title if found else painting_id


def artists(name: str) -> list[Artist]:
    """The artists table, in its own order."""
    return _artists(name, dataset(name).version)


def summary(name: str) -> DatasetSummary:
    """The counts that describe a data set."""
    return _summary(name, dataset(name).version)


def health(name: str) -> HealthReport:
    """What is odd or wrong with a data set."""
    return _health(name, dataset(name).version, current_language())


def manifest(name: str) -> Manifest:
    """What people decided about its pictures; always fresh, for it is a small file."""
    return dataset(name).manifest()


@st.cache_resource(max_entries=_DATASETS, show_spinner=False)
def _catalog(name: str, version: str) -> pd.DataFrame:
    return open_dataset(name).catalog()


@st.cache_resource(max_entries=_DATASETS, show_spinner=False)
def _paintings(name: str, version: str) -> dict[str, Painting]:
    return paintings_of(_catalog(name, version), _artists(name, version))


@st.cache_resource(max_entries=_DATASETS, show_spinner=False)
def _artists(name: str, version: str) -> list[Artist]:
    return open_dataset(name).artists()


@st.cache_resource(max_entries=_DATASETS, show_spinner=False)
def _summary(name: str, version: str) -> DatasetSummary:
    return open_dataset(name).summary()


@st.cache_resource(max_entries=_DATASETS, show_spinner=False)
def _health(name: str, version: str, language: str) -> HealthReport:
    return health_report(open_dataset(name))


def found_pairs(name: str, painting_ids: Sequence[str]) -> list[WorkPair]:
    """The pairs the same-work search found among some paintings, the surest first."""
    wanted = set(painting_ids)
    pairs = [pair for pair in _pairs(name, dataset(name).version) if wanted.issuperset((pair.first, pair.second))]
    return sorted(pairs, key=lambda pair: -pair.inliers)


@st.cache_resource(max_entries=_DATASETS, show_spinner=False)
def _pairs(name: str, version: str) -> list[WorkPair]:
    return open_dataset(name).pairs()


def match_points(name: str, first: str, second: str) -> list[PointPair]:
    """Points of one picture found again in another, as fractions of width and height; see `core.dataset.same_work`."""
    return _match_points(name, *(painting(name, painting_id).path for painting_id in (first, second)))


@st.cache_resource(max_entries=500, show_spinner=False)
def _match_points(name: str, first_path: str, second_path: str) -> list[PointPair]:
    handle = open_dataset(name)
    points = find_match_points(handle.picture_path(first_path), handle.picture_path(second_path))
    return [
        ((float(x1), float(y1)), (float(x2), float(y2)))
        for (x1, y1), (x2, y2) in zip(points.first, points.second, strict=True)
    ]


def thumbnail(name: str, painting_id: str, long_side: int = 320) -> bytes | None:
    """A small WebP of a painting; None where its file cannot be decoded."""
    shown = painting(name, painting_id)
    try:
        return dataset(name).thumbnail(shown.path, shown.sha256, long_side)
    except UnreadableImageError:
        return None


def thumbnail_urls(name: str, painting_ids: Sequence[str], long_side: int = 320) -> list[str]:
    """Addresses that an `img` shows at once, in the requested order.

    They hold the picture itself: given bytes, Streamlit would decode every WebP and write it as a JPEG again.
    """
    return [_as_url(thumbnail(name, painting_id, long_side)) for painting_id in painting_ids]


def _as_url(webp: bytes | None) -> str:
    if webp is None:
        return f"data:image/svg+xml;base64,{base64.b64encode(_CANNOT_BE_SHOWN.encode()).decode()}"
    return f"data:image/webp;base64,{base64.b64encode(webp).decode()}"


def prepare_thumbnail(name: str, painting_id: str, long_side: int) -> None:
    """Make a small WebP soon, in the background: for a picture that may be shown next."""
    handle, shown = dataset(name), painting(name, painting_id)

    def prepare() -> None:
        with contextlib.suppress(AtelierError, OSError):  # said where the picture is shown
            handle.thumbnail(shown.path, shown.sha256, long_side)

    threading.Timer(_AFTER_DRAWING_S, prepare).start()


def network_view_urls(name: str, painting_ids: Sequence[str], size: int) -> list[str]:
    """Addresses of the squares that a network is fed, `size` pixels a side, in the requested order."""
    version = dataset(name).version
    return [_network_view(name, version, painting_id, size) for painting_id in painting_ids]


@st.cache_resource(max_entries=3000, show_spinner=False)
def _network_view(name: str, version: str, painting_id: str, size: int) -> str:
    fed = _training_paths(name, version).get(painting_id, "")
    try:
        square = load_square(open_dataset(name).picture_path(fed), size)
    except UnreadableImageError:
        return _as_url(None)
    flags = [cv2.IMWRITE_JPEG_QUALITY, 95, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    _done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(square, cv2.COLOR_RGB2BGR), flags)
    return f"data:image/jpeg;base64,{base64.b64encode(bytes(jpeg)).decode()}"


@st.cache_resource(max_entries=_DATASETS, show_spinner=False)
def _training_paths(name: str, version: str) -> dict[str, str]:
    rows = _catalog(name, version)
    return dict(zip(rows["painting_id"], training_paths(rows), strict=True))


def main_colours(name: str, painting_id: str) -> list[tuple[str, float]]:
    """The main colours of a painting with their shares; none where it cannot be read. See `core.palette`."""
    return _main_colours(name, dataset(name).version, painting_id)


@st.cache_resource(max_entries=500, show_spinner=False)
def _main_colours(name: str, version: str, painting_id: str) -> list[tuple[str, float]]:
    webp = thumbnail(name, painting_id)
    if webp is None:
        return []
    bgr = cv2.imdecode(np.frombuffer(webp, np.uint8), cv2.IMREAD_COLOR)
    return [] if bgr is None else find_main_colours(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB).astype(np.uint8))
