"""Matching a picture with a collection: the painting that it shows, and similar works.

A painting matches by its file, or by local features that are geometrically consistent and pixels that agree where the
pictures overlap: the verification that also finds same works within a collection.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
import pandas as pd

from core.dataset.images.decoding import center_crop
from core.dataset.same_work.features import LONG_SIDE, Features, extract_features, read_features
from core.dataset.same_work.verification import Verdict, compare
from core.dataset.store import Dataset
from core.errors import AtelierError, CancelledError, NotFoundError, UnreadableImageError
from core.language import N_, _
from core.progress import Progress
from core.similarity.collection import CollectionVectors, catalog_of, collection_vectors
from core.similarity.descriptors import WITHOUT_WEIGHTS, best_descriptor, descriptor_name, descriptor_parts
from core.similarity.indexes import index_of, why_search_is_slow
from core.similarity.similar import (
    Picture,
    Query,
    SimilarWork,
    describe_picture,
    features_of_painting,
    place_query,
    similar_works,
)
from core.similarity.space import Floats

MOVEMENTS_NOTE = N_(
    "The probability of a movement is the sum over its artists. An artist of several movements "
    "counts for each of them, so the sum may exceed 100 %."
)

CopyKind = Literal["file", "picture"]

_SENTENCES: Mapping[str | None, str] = {
    "train": N_("This is {painting}, a training picture of this run, which the model may have memorised."),
    "val": N_("This is {painting}, a validation picture of this run."),
    "test": N_("This is {painting}, a test picture of this run, which the model was not trained on."),
}
_NOT_IN_THE_RUN = N_("This is {painting}, not among the pictures of this run.")


@dataclass(frozen=True)
class Candidate:
    """A predicted artist.

    Attributes:
        artist: name in the run.
        probability: calibrated, 0 to 1.
    """

    artist: str
    probability: float


@dataclass(frozen=True)
class KnownPainting:
    """The painting of the collection that a picture shows.

    Attributes:
        painting_id: of the painting.
        artist: None where unknown.
        side: split of the run, "train", "val" or "test"; None where it is not in the run.
        by: "file" for the identical file, "picture" for the same work in another size, crop, tone or scan.
    """

    painting_id: str
    artist: str | None
    side: str | None
    by: CopyKind = "picture"

    @property
    def sentence(self) -> str:
        """A sentence that shows whether the model was trained on this painting."""
        return _(_SENTENCES.get(self.side, _NOT_IN_THE_RUN)).format(painting=self.painting_id)


@dataclass(frozen=True)
class Recognition:
    """The result of recognising a picture.

    Attributes:
        artist: the most probable artist.
        probability: of that artist, calibrated, 0 to 1.
        candidates: every artist of the run, the most probable first.
        movements: movement and probability, the most probable first; see `MOVEMENTS_NOTE`.
        temperature: of the calibration; 1 where the run does not determine it.
        known: False for "none of these": `distance` is above `threshold`.
        distance: novelty in spreads above the median of held-out paintings, negative is nearer; NaN where unknown.
        threshold: of the novelty; NaN where unknown.
        refused_share: share of held-out paintings beyond the threshold, 0 to 1; NaN where unknown.
        painting: the painting of the collection that it shows; None for none.
        similar: similar works, the nearest first.
        descriptor: used for similar works.
        notes: sentences about what is unavailable, and why.
    """

    artist: str
    probability: float
    candidates: tuple[Candidate, ...]
    movements: tuple[tuple[str, float], ...]
    temperature: float
    known: bool
    distance: float
    threshold: float
    refused_share: float
    painting: KnownPainting | None
    similar: tuple[SimilarWork, ...]
    descriptor: str
    notes: tuple[str, ...] = ()

    @property
    def movement(self) -> str | None:
        """The most probable movement; None without movements."""
        return self.movements[0][0] if self.movements else None

    @property
    def is_judged(self) -> bool:
        """Whether the novelty of the picture is known."""
        return math.isfinite(self.threshold) and math.isfinite(self.distance)


_LEAST_LIKE = 0.3
"""Smallest cosine of a candidate: phone photos of a painting reach 0.35 with it, other pictures rarely."""

_MARGIN = 0.2
"""Margin of the center crop: half of a phone photo may be wall. Of 20 such photos, 5 matched as a whole and 20 by
their center."""


@dataclass(frozen=True, eq=False)
class PictureQuery:
    """A query by an external picture or by a painting of the collection.

    Attributes:
        descriptor: for similar works; None selects the best complete one of the data set.
        k: number of similar works.
        on_progress: called with (stage, done, total).
        picture: `(height, width, 3)` uint8 RGB; None for a painting.
        sha256: of its file; "" where unknown.
        painting_id: the painting; None for a picture.
        same_work: whether other pictures of the same work count as similar.
    """

    descriptor: str | None
    k: int
    on_progress: Progress | None
    picture: Picture | None = None
    sha256: str = ""
    painting_id: str | None = None
    same_work: bool = False


@dataclass(frozen=True)
class CollectionMatch:
    """The match of a picture with the collection.

    Attributes:
        painting_id: the painting that it shows; None for none.
        similar: similar works, the nearest first; without that painting's own work unless requested.
        descriptor: used for similar works; "" where there are none.
        notes: sentences about what is unavailable, and why.
    """

    painting_id: str | None
    similar: tuple[SimilarWork, ...]
    descriptor: str
    notes: tuple[str, ...] = ()


def match_collection(dataset: Dataset, question: PictureQuery) -> CollectionMatch:
    """The painting that a picture shows, and similar works; what is unavailable is noted.

    Raises:
        CancelledError: the user cancelled.
    """
    same_file = question.painting_id or painting_of_file(dataset, question.sha256)
    try:
        name = descriptor_name(descriptor_parts(question.descriptor or best_descriptor(dataset)))
        collection = collection_vectors(dataset, name)  # raises what is missing before anything is computed
        features = _features(dataset, name, question)
    except CancelledError:
        raise
    except AtelierError as error:
        return CollectionMatch(same_file, (), "", (str(error),))
    painting_id = same_file or _shown(dataset, collection, place_query(collection, features, name), question)
    own = {work_of(dataset, painting_id)} if painting_id and not question.same_work else set()
    query = Query(features, own, only_nearest=not question.same_work)
    slow = why_search_is_slow(collection)
    return CollectionMatch(
        painting_id, tuple(similar_works(dataset, query, name, question.k)), name, (slow,) if slow else ()
    )


def known_painting(dataset: Dataset, painting_id: str, question: PictureQuery, side: str | None) -> KnownPainting:
    """The matched painting with its artist and the kind of match.

    Args:
        dataset: of the painting.
        painting_id: as in `CollectionMatch`.
        question: the query.
        side: the split of a run; None without a run.
    """
    catalog = catalog_of(dataset)
    painters = dict(zip(catalog["painting_id"], catalog["artist_id"].astype("Int64"), strict=True))
    names = {artist.id: artist.name for artist in dataset.artists()}
    artist: str | None = names.get(painters[painting_id]) if pd.notna(painters[painting_id]) else None
    is_file = painting_id in (question.painting_id, painting_of_file(dataset, question.sha256))
    return KnownPainting(painting_id, artist, side, "file" if is_file else "picture")


def work_of(dataset: Dataset, painting_id: str) -> str:
    """The work group of a painting."""
    catalog = catalog_of(dataset)
    return str(catalog.loc[catalog["painting_id"] == painting_id, "work_group"].iloc[0])


def _features(dataset: Dataset, descriptor: str, question: PictureQuery) -> dict[str, Floats]:
    if question.picture is None:
        return features_of_painting(dataset, question.painting_id or "", descriptor)
    return describe_picture(question.picture, (*descriptor_parts(descriptor), WITHOUT_WEIGHTS), question.on_progress)


def _shown(dataset: Dataset, collection: CollectionVectors, place: Floats, question: PictureQuery) -> str | None:
    """The painting that a picture shows, among those nearest to it or to its center."""
    if question.picture is None:
        return None
    in_turn = chain.from_iterable(zip_longest(_near(collection, place), _near_center(dataset, question.picture)))
    near = [painting_id for painting_id in dict.fromkeys(in_turn) if painting_id is not None]
    return painting_of_picture(dataset, question.picture, near) if near else None


def _near(collection: CollectionVectors, place: Floats) -> list[str]:
    """Paintings near a picture, the nearest first."""
    rows, scores = index_of(collection).search(place, MOST_COMPARED)
    return [collection.painting_ids[row] for row in np.asarray(rows[0])[scores[0] >= _LEAST_LIKE].tolist()]


def _near_center(dataset: Dataset, picture: Picture) -> list[str]:
    """As `_near` for the center, by the weight-free descriptor: a second network pass would double the time."""
    try:
        collection = collection_vectors(dataset, WITHOUT_WEIGHTS)
    except NotFoundError:
        return []
    features = describe_picture(center_crop(picture, _MARGIN), [WITHOUT_WEIGHTS])
    return _near(collection, place_query(collection, features, WITHOUT_WEIGHTS))


MOST_COMPARED = 8
_CERTAIN_INLIERS = 60


def painting_of_file(dataset: Dataset, sha256: str) -> str | None:
    """The painting whose file has this digest; None for none."""
    catalog = catalog_of(dataset)
    found = catalog.loc[catalog["sha256"] == sha256, "painting_id"] if sha256 else catalog["painting_id"][:0]
    return str(found.iloc[0]) if len(found) else None


def painting_of_picture(dataset: Dataset, picture: npt.NDArray[np.uint8], painting_ids: Sequence[str]) -> str | None:
    """The painting that a picture shows, among given candidates.

    Args:
        dataset: the data set.
        picture: `(height, width, 3)` uint8 RGB.
        painting_ids: candidates, the nearest first; only the first few are compared.
    """
    features = picture_features(picture)
    paths = dict(zip(*(catalog_of(dataset)[column] for column in ("painting_id", "path")), strict=True))
    best: tuple[int, str] | None = None
    for painting_id in painting_ids[:MOST_COMPARED]:
        verdict = _compare(features, dataset.picture_path(paths[painting_id]))
        if verdict is None or not verdict.is_same_work:
            continue
        if best is None or verdict.inliers > best[0]:
            best = verdict.inliers, painting_id
        if best[0] >= _CERTAIN_INLIERS:
            break
    return best[1] if best else None


def picture_features(picture: npt.NDArray[np.uint8]) -> Features:
    """Local features of a picture, computed as for files."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    scale = min(1.0, LONG_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return extract_features(np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8))


def _compare(features: Features, path: Path) -> Verdict | None:
    try:
        return compare(features, _features_of(path, path.stat().st_mtime_ns))
    except (OSError, UnreadableImageError):
        return None


@lru_cache(maxsize=64)
def _features_of(path: Path, changed: int) -> Features:
    return read_features(path)
