"""From one picture to its painter, the movement, similar works, and whether it is known at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.dataset.images import load_rgb
from core.dataset.store import Dataset, open_dataset
from core.errors import AtelierError, CancelledError, NotFoundError
from core.features import known_features
from core.inference.paintings import find_painting, find_run
from core.inference.questions import predict_paintings, predict_pictures
from core.models.encoders import open_encoder
from core.progress import Progress
from core.recognition.familiarity import Familiarity
from core.recognition.familiarity_files import run_familiarity
from core.recognition.known_paintings import MOST_COMPARED, painting_of_file, painting_of_picture
from core.recognition.probabilities import calibrated, movement_probabilities, run_temperature
from core.recognition.recognition import KnownPainting, Recognition
from core.recognition.run_answers import known_predictions
from core.runs import Run
from core.similarity.collection import CollectionVectors, catalog_of, collection_vectors
from core.similarity.descriptors import WITHOUT_WEIGHTS, best_descriptor, descriptor_name, descriptor_parts
from core.similarity.indexes import index_of
from core.similarity.querying import Picture, describe_picture
from core.similarity.similar import Query, SimilarWork, features_of_painting, place_query, similar_works
from core.similarity.space import Floats

_LEAST_LIKE = 0.3
"""A telephone picture of a painting has a cosine of 0.35 and more with it, other pictures rarely so much."""


def recognise_picture(
    picture: Picture,
    run_id: str,
    descriptor: str | None = None,
    k: int = 5,
    on_progress: Progress | None = None,
    sha256: str = "",
) -> Recognition:
    """Say who painted a picture, in a run's opinion, and what it is like in the run's data set.

    Args:
        picture: `(height, width, 3)` uint8 RGB of any size.
        run_id: a finished run.
        descriptor: by which similar works are found; None takes the best that the data set has.
        k: how many similar works.
        on_progress: told how far it is.
        sha256: of the file it came from, by which a painting of the collection is told at once.

    Raises:
        NotFoundError: there is no such run, or it has no model.
        InferenceError: the process that holds the models ended.
        BusyError: no answer in time.
    """
    run = find_run(run_id)
    answers = predict_pictures(run_id, [picture], on_progress)
    bare = _bare(run, answers.artists, answers.probabilities[0])
    return _complete(bare, run, _Asked(descriptor, k, on_progress, picture=picture, sha256=sha256))


def recognise_painting(
    dataset: Dataset,
    painting_id: str,
    run_id: str,
    descriptor: str | None = None,
    k: int = 5,
    on_progress: Progress | None = None,
) -> Recognition:
    """The same for a painting of a data set; where it is the run's, the answer given when it was trained is read.

    Args:
        dataset: of the painting.
        painting_id: which.
        run_id: a finished run.
        descriptor: as in `recognise_picture`.
        k: how many similar works.
        on_progress: told how far it is.

    Raises:
        NotFoundError: there is no such painting or run.
        AtelierError: as `recognise_picture`.
    """
    run = find_run(run_id)
    find_painting(dataset.name, painting_id)
    if run.dataset != dataset.name:
        return recognise_picture(_load(dataset, painting_id), run_id, descriptor, k, on_progress)
    bare = _bare(run, *_answer_for_painting(run, painting_id, on_progress))
    return _complete(bare, run, _Asked(descriptor, k, on_progress, painting_id=painting_id))


@dataclass(frozen=True, eq=False)
class _Asked:
    """A question: about a picture, or about a painting of the run's data set."""

    descriptor: str | None
    k: int
    on_progress: Progress | None
    picture: Picture | None = None
    sha256: str = ""
    painting_id: str | None = None


@dataclass(frozen=True)
class _Compared:
    """What the collection says."""

    painting_id: str | None
    similar: tuple[SimilarWork, ...]
    descriptor: str
    notes: tuple[str, ...] = ()


def _answer_for_painting(
    run: Run, painting_id: str, on_progress: Progress | None
) -> tuple[Sequence[str], npt.NDArray[np.floating]]:
    predictions = known_predictions(run)
    if predictions is not None:
        found = np.flatnonzero(predictions.painting_id == painting_id)
        if len(found):
            return predictions.artists, predictions.probabilities[found[0]]
    answers = predict_paintings(run.id, [painting_id], on_progress)
    return answers.artists, answers.probabilities[0]


def _bare(run: Run, artists: Sequence[str], probabilities: npt.NDArray[np.floating]) -> Recognition:
    """What the model alone says."""
    temperature = run_temperature(run)
    candidates = tuple(calibrated(artists, probabilities, temperature))
    return Recognition(
        artist=candidates[0].artist,
        probability=candidates[0].probability,
        candidates=candidates,
        movements=(),
        temperature=temperature,
        known=True,
        distance=math.nan,
        threshold=math.nan,
        refused_share=math.nan,
        painting=None,
        similar=(),
        descriptor="",
    )


def _complete(bare: Recognition, run: Run, asked: _Asked) -> Recognition:
    """With what the collection adds; what it cannot add is noted."""
    try:
        dataset = open_dataset(run.dataset)
    except NotFoundError as error:
        return replace(bare, notes=(str(error),))
    found = _compare(dataset, asked)
    near = run_familiarity(run, dataset)
    distance = _distance(near, dataset, asked, found.painting_id) if near else math.nan
    return replace(
        bare,
        movements=tuple(movement_probabilities(bare.candidates, dataset.artists())),
        known=found.painting_id is not None or near is None or not distance > near.threshold,
        distance=distance,
        threshold=near.threshold if near else math.nan,
        refused_share=near.refused_share if near else math.nan,
        painting=_known(run, dataset, found.painting_id, asked) if found.painting_id else None,
        similar=found.similar,
        descriptor=found.descriptor,
        notes=found.notes,
    )


def _compare(dataset: Dataset, asked: _Asked) -> _Compared:
    """Which painting it is, and what is like it."""
    same_file = asked.painting_id or painting_of_file(dataset, asked.sha256)
    try:
        name = descriptor_name(descriptor_parts(asked.descriptor or best_descriptor(dataset)))
        collection = collection_vectors(dataset, name)  # says what is missing before anything is computed
        features = _features(dataset, name, asked)
    except CancelledError:
        raise
    except AtelierError as error:
        return _Compared(same_file, (), "", (str(error),))
    painting_id = same_file or _shown(dataset, collection, place_query(collection, features, name), asked)
    own = {_work(dataset, painting_id)} if painting_id else set()
    return _Compared(painting_id, tuple(similar_works(dataset, Query(features, own), name, asked.k)), name)


def _features(dataset: Dataset, descriptor: str, asked: _Asked) -> dict[str, Floats]:
    if asked.picture is None:
        return features_of_painting(dataset, asked.painting_id or "", descriptor)
    return describe_picture(asked.picture, (*descriptor_parts(descriptor), WITHOUT_WEIGHTS), asked.on_progress)


def _shown(dataset: Dataset, collection: CollectionVectors, place: Floats, asked: _Asked) -> str | None:
    """The painting that a picture shows, looked for among those that are most like it."""
    rows, scores = index_of(collection).search(place, MOST_COMPARED)
    near = [collection.painting_ids[row] for row in rows[0][scores[0] >= _LEAST_LIKE].tolist()]
    return painting_of_picture(dataset, asked.picture, near) if near and asked.picture is not None else None


def _distance(near: Familiarity, dataset: Dataset, asked: _Asked, painting_id: str | None) -> float:
    own = _work(dataset, painting_id) if painting_id else ""
    if asked.picture is not None:
        return near.distance_of_picture(asked.picture, {own})
    features, known = known_features(dataset, open_encoder(WITHOUT_WEIGHTS), [asked.painting_id or ""])
    return near.distance_of_painting(features, own) if known.all() else math.nan


def _work(dataset: Dataset, painting_id: str) -> str:
    catalog = catalog_of(dataset)
    return str(catalog.loc[catalog["painting_id"] == painting_id, "work_group"].iloc[0])


def _known(run: Run, dataset: Dataset, painting_id: str, asked: _Asked) -> KnownPainting:
    catalog = catalog_of(dataset)
    painters = dict(zip(catalog["painting_id"], catalog["artist_id"].astype("Int64"), strict=True))
    names = {artist.id: artist.name for artist in dataset.artists()}
    artist: str | None = names.get(painters[painting_id]) if pd.notna(painters[painting_id]) else None
    is_file = painting_id in (asked.painting_id, painting_of_file(dataset, asked.sha256))
    return KnownPainting(painting_id, artist, _side(run, painting_id), "file" if is_file else "picture")


def _side(run: Run, painting_id: str) -> str | None:
    split = run.split()
    if split is None:
        return None
    found = split.loc[split["painting_id"] == painting_id, "side"]
    return str(found.iloc[0]) if len(found) else None


def _load(dataset: Dataset, painting_id: str) -> Picture:
    catalog = catalog_of(dataset).set_index("painting_id")
    picture: Picture = load_rgb(dataset.picture_path(str(catalog.at[painting_id, "path"])), long_side=1024)
    return picture
