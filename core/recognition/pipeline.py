"""The recognition pipeline: one picture to artists, movements, similar works, match and novelty."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.dataset.artists.artist import Artist
from core.dataset.images.decoding import load_rgb
from core.dataset.store import Dataset, open_dataset
from core.errors import NotFoundError
from core.evaluation.calibration import fit_temperature, with_temperature
from core.evaluation.predictions import cached_predictions, make_predictions
from core.features.computing import known_features
from core.graph import build_trait_graph
from core.graph.traits import artist_node
from core.inference.paintings import find_painting, find_run
from core.inference.questions import predict_paintings, predict_pictures
from core.language import N_, _
from core.models.encoders import open_encoder
from core.progress import Progress
from core.recognition.collection_match import (
    Candidate,
    PictureQuery,
    Recognition,
    known_painting,
    match_collection,
    work_of,
)
from core.recognition.novelty_threshold import NoveltyThreshold, run_novelty_threshold
from core.runs.run import Run
from core.similarity.collection import catalog_of
from core.similarity.descriptors import WITHOUT_WEIGHTS
from core.similarity.similar import Picture

NOT_JUDGED = N_(
    "The distance from the training data is unknown: too few pictures of the run have palette and "
    "texture features. Compute the features of the data set first."
)


def recognise_picture(
    picture: Picture,
    run_id: str,
    descriptor: str | None = None,
    k: int = 5,
    on_progress: Progress | None = None,
    sha256: str = "",
) -> Recognition:
    """Recognise a picture with the model of a run, and match it with the run's data set.

    Args:
        picture: `(height, width, 3)` uint8 RGB of any size.
        run_id: a finished run.
        descriptor: for similar works; None selects the best complete one of the data set.
        k: number of similar works.
        on_progress: called with (stage, done, total).
        sha256: of its file, which identifies a painting of the collection directly.

    Raises:
        NotFoundError: there is no such run, or it has no model.
        InferenceError: the model server ended.
        BusyError: the model server did not answer in time.
    """
    run = find_run(run_id)
    answers = predict_pictures(run_id, [picture], on_progress)
    base = _by_model(run, answers.artists, answers.probabilities[0])
    return _complete(base, run, PictureQuery(descriptor, k, on_progress, picture=picture, sha256=sha256))


def recognise_painting(
    dataset: Dataset,
    painting_id: str,
    run_id: str,
    descriptor: str | None = None,
    k: int = 5,
    on_progress: Progress | None = None,
) -> Recognition:
    """As `recognise_picture` for a painting of a data set; stored predictions of the run are used where there are any.

    Args:
        dataset: of the painting.
        painting_id: of the painting.
        run_id: a finished run.
        descriptor: as in `recognise_picture`.
        k: number of similar works.
        on_progress: called with (stage, done, total).

    Raises:
        NotFoundError: there is no such painting or run.
        AtelierError: as `recognise_picture`.
    """
    run = find_run(run_id)
    find_painting(dataset.name, painting_id)
    if run.dataset != dataset.name:
        return recognise_picture(_load(dataset, painting_id), run_id, descriptor, k, on_progress)
    base = _by_model(run, *_answer_for_painting(run, painting_id, on_progress))
    return _complete(base, run, PictureQuery(descriptor, k, on_progress, painting_id=painting_id))


def _answer_for_painting(
    run: Run, painting_id: str, on_progress: Progress | None
) -> tuple[Sequence[str], npt.NDArray[np.floating]]:
    predictions = cached_predictions(run.folder)
    if predictions is not None:
        found = np.flatnonzero(predictions.painting_id == painting_id)
        if len(found):
            return predictions.artists, predictions.probabilities[found[0]]
    answers = predict_paintings(run.id, [painting_id], on_progress)
    return answers.artists, answers.probabilities[0]


def _by_model(run: Run, artists: Sequence[str], probabilities: npt.NDArray[np.floating]) -> Recognition:
    """The recognition by the model alone."""
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


def _complete(base: Recognition, run: Run, question: PictureQuery) -> Recognition:
    """Adds the match with the collection; what is unavailable is noted."""
    try:
        dataset = open_dataset(run.dataset)
    except NotFoundError as error:
        return replace(base, notes=(str(error),))
    found = match_collection(dataset, question)
    near = run_novelty_threshold(run, dataset)
    distance = _distance(near, dataset, question, found.painting_id) if near else math.nan
    shown = found.painting_id
    return replace(
        base,
        movements=tuple(movement_probabilities(base.candidates, dataset.artists())),
        known=shown is not None or near is None or not distance > near.threshold,
        distance=distance,
        threshold=near.threshold if near else math.nan,
        refused_share=near.refused_share if near else math.nan,
        painting=known_painting(dataset, shown, question, _side(run, dataset, shown)) if shown else None,
        similar=found.similar,
        descriptor=found.descriptor,
        notes=(*found.notes, *([] if math.isfinite(distance) else [_(NOT_JUDGED)])),
    )


def _distance(near: NoveltyThreshold, dataset: Dataset, question: PictureQuery, painting_id: str | None) -> float:
    own = work_of(dataset, painting_id) if painting_id else ""
    if question.picture is not None:
        return near.distance_of_picture(question.picture, {own})
    features, known = known_features(dataset, open_encoder(WITHOUT_WEIGHTS), [question.painting_id or ""])
    return near.distance_of_painting(features, own) if known.all() else math.nan


def _side(run: Run, dataset: Dataset, painting_id: str) -> str | None:
    """The split of a painting or of another picture of its work: a model trained on the other has seen this one."""
    split = run.split()
    if split is None:
        return None
    catalog = catalog_of(dataset)
    twins = catalog.loc[catalog["work_group"] == work_of(dataset, painting_id), "painting_id"]
    sides = set(split.loc[split["painting_id"].isin({painting_id, *twins}), "side"])
    return next((side for side in ("train", "val", "test") if side in sides), None)


def _load(dataset: Dataset, painting_id: str) -> Picture:
    catalog = catalog_of(dataset).set_index("painting_id")
    picture: Picture = load_rgb(dataset.picture_path(str(catalog.at[painting_id, "path"])), long_side=1024)
    return picture


def run_temperature(run: Run) -> float:
    """The temperature fitted on the validation set of a run; 1 where it is undetermined."""
    predictions = cached_predictions(run.folder)
    found = fit_temperature(predictions.on("val")) if predictions is not None else math.nan
    return 1.0 if math.isnan(found) else found


def calibrated(artists: Sequence[str], probabilities: npt.NDArray[np.floating], temperature: float) -> list[Candidate]:
    """Artists with calibrated probabilities, the most probable first.

    Args:
        artists: k names.
        probabilities: `(k,)`, uncalibrated.
        temperature: above 0.
    """
    answer = make_predictions(["picture"], ["test"], [0], probabilities[np.newaxis], artists)
    scaled = with_temperature(answer, temperature).probabilities[0]
    order = np.argsort(-scaled, kind="stable")
    return [Candidate(artists[position], float(scaled[position])) for position in order]


def movement_probabilities(candidates: Sequence[Candidate], artists: Sequence[Artist]) -> list[tuple[str, float]]:
    """How probable it is that the painter belongs to each movement, the most probable first.

    An artist's probability counts in full for each movement that the graph joins the artist to, so that the answer
    to "is this an Impressionist?" does not depend on what else a painter was. These may add up to more than 1.

    Args:
        candidates: every artist of the run.
        artists: of the data set, with their movements.
    """
    chance: Mapping[str, float] = {candidate.artist: candidate.probability for candidate in candidates}
    people = {artist_node(artist.id): chance[artist.name] for artist in artists if artist.name in chance}
    graph = build_trait_graph([artist for artist in artists if artist.name in chance], {})
    found = [
        (str(facts["label"]), min(1.0, math.fsum(people[painter] for painter in graph.neighbors(node))))
        for node, facts in graph.nodes(data=True)
        if facts["kind"] == "movement"
    ]
    return sorted(found, key=lambda entry: (-entry[1], entry[0]))
