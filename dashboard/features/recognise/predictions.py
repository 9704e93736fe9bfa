"""Predictions and saliency of a run for one picture, cached in the browser tab."""

import contextlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.dataset.images.decoding import load_rgb
from core.dataset.images.uploads import Upload
from core.errors import AtelierError
from core.inference.questions import embed_pictures, explain_painting, explain_picture, warm
from core.inference.saliency_map import SaliencyMap
from core.language import _, counted, current_language
from core.models.encoders import ENCODERS
from core.progress import Progress
from core.recognition.collection_match import CollectionMatch, PictureQuery, Recognition, match_collection
from core.recognition.pipeline import recognise_painting, recognise_picture
from core.runs.folder import model_stamp
from core.runs.run import Run
from core.similarity.descriptors import descriptor_parts, open_parts
from core.similarity.similar import Picture
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import runs as run_queries
from dashboard.queries import similarity as similarity_queries
from dashboard.queries.results import artists_of
from dashboard.queries.runs import distinct_titles
from dashboard.state.session import Field

SIMILAR_WORKS = 5
SHOWN_PX = 1024

_MOST_KEPT = 24
_KEPT: Field[dict[tuple[object, ...], object]] = Field("recognise.answers.kept", {})
_AGAIN_AFTER_S = 120.0
_warmed: dict[tuple[str, str], float] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class RequestedPicture:
    """The picture to recognise: an upload, or a painting of the data set.

    Attributes:
        dataset: name of the current data set.
        painting_id: which painting; "" for an upload.
        upload: None for a painting.
    """

    dataset: str
    painting_id: str
    upload: Upload | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Key of the picture in caches."""
        version = dataset_queries.dataset(self.dataset).version
        return self.dataset, version, self.upload.sha256 if self.upload else self.painting_id

    @property
    def title(self) -> str:
        """Title; plain text."""
        return self.upload.name if self.upload else dataset_queries.title(self.dataset, self.painting_id)

    def pixels(self) -> Picture:
        """The picture for a screen: `(height, width, 3)` uint8 RGB.

        Raises:
            UnreadableImageError: the painting's file cannot be decoded.
        """
        if self.upload is not None:
            return self.upload.pixels
        path = dataset_queries.dataset(self.dataset).picture_path(
            dataset_queries.painting(self.dataset, self.painting_id).path
        )
        picture: Picture = load_rgb(path, long_side=SHOWN_PX)
        return picture


def recognise(requested: RequestedPicture, run: Run, descriptor: str, progress: Progress) -> Recognition:
    """The recognition by a run, cached.

    Raises:
        AtelierError: as `core.recognition`.
    """
    key = _answer_key(requested, run, descriptor)
    found = _kept(key)
    if not isinstance(found, Recognition):
        found = _run_recognition(requested, run, descriptor, progress)
        _keep(key, found)
    return found


def _answer_key(requested: RequestedPicture, run: Run, descriptor: str) -> tuple[object, ...]:
    """Cache key of a recognition; with the language, in which it explains similar works."""
    computed = similarity_queries.state(requested.dataset, descriptor).computed
    return "answer", *requested.key, run.id, model_stamp(run.folder), descriptor, computed, current_language()


def _run_recognition(requested: RequestedPicture, run: Run, descriptor: str, progress: Progress) -> Recognition:
    if requested.upload is None:
        dataset = dataset_queries.dataset(requested.dataset)
        return recognise_painting(dataset, requested.painting_id, run.id, descriptor, SIMILAR_WORKS, progress)
    upload = requested.upload
    return recognise_picture(upload.pixels, run.id, descriptor, SIMILAR_WORKS, progress, upload.sha256)


def match_without_run(requested: RequestedPicture, descriptor: str, progress: Progress) -> CollectionMatch:
    """The match of a picture with the collection, without a run."""
    computed = similarity_queries.state(requested.dataset, descriptor).computed
    key = ("likeness", *requested.key, descriptor, computed, current_language())
    found = _kept(key)
    if not isinstance(found, CollectionMatch):
        question = PictureQuery(descriptor, SIMILAR_WORKS, progress, painting_id=requested.painting_id or None)
        if requested.upload is not None:
            question = replace(question, picture=requested.upload.pixels, sha256=requested.upload.sha256)
        found = match_collection(dataset_queries.dataset(requested.dataset), question)
        _keep(key, found)
    return found


def explain(requested: RequestedPicture, run: Run, artist: str, progress: Progress) -> SaliencyMap:
    """The saliency map of a picture for an artist, cached.

    Raises:
        AtelierError: as `core.inference.questions`.
    """
    key = ("map", *requested.key, run.id, model_stamp(run.folder), artist)
    found = _kept(key)
    if not isinstance(found, SaliencyMap):
        if requested.upload is None and run.dataset == requested.dataset:
            found = explain_painting(run.id, requested.painting_id, artist, progress)
        else:
            found = explain_picture(run.id, requested.pixels(), artist, progress)
        _keep(key, found)
    return found


def _kept(key: tuple[object, ...]) -> object | None:
    return _KEPT.get().get(key)


def _keep(key: tuple[object, ...], value: object) -> None:
    kept = {**_KEPT.get(), key: value}
    while len(kept) > _MOST_KEPT:
        kept.pop(next(iter(kept)))
    _KEPT.set(kept)


def warm_soon(run_id: str, descriptor: str) -> None:
    """Start the model server in the background and preload the model and encoders.

    Failures are ignored here; the request itself reports them.

    Args:
        run_id: of a finished run.
        descriptor: of similar works.
    """
    with _lock:
        now = time.monotonic()
        if now - _warmed.get((run_id, descriptor), -_AGAIN_AFTER_S) < _AGAIN_AFTER_S:
            return
        _warmed[run_id, descriptor] = now
    threading.Thread(target=_warm, args=(run_id, descriptor), daemon=True).start()


def _warm(run_id: str, descriptor: str) -> None:
    with contextlib.suppress(AtelierError, OSError):
        warm(run_id)
        for name in descriptor_parts(descriptor):
            if ENCODERS[name].kind != "descriptor":
                open_parts(name)  # fail here: a missing file of weights would be downloaded in silence
                embed_pictures(name, [np.zeros((8, 8, 3), np.uint8)])


def run_labels(runs: Sequence[Run]) -> dict[str, str]:
    """As in "Frozen ResNet50 (10 artists, 77 % right)", by id; plain text."""
    summaries = {run.id: run_queries.summary(run) for run in runs}
    titles = distinct_titles(list(summaries.values()))
    labels = {}
    for run in runs:
        artists, accuracy = artists_of(run), summaries[run.id].accuracy
        facts = [counted(artists, "artist", "artists")] if artists else []
        facts += [] if accuracy is None else [_("{percent:.0f} % right").format(percent=100 * accuracy)]
        labels[run.id] = f"{titles[run.id]} ({', '.join(facts)})" if facts else titles[run.id]
    return labels
