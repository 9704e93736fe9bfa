"""What the result pages ask of runs, kept while the files of the run and its data set stay the same.

As in `dashboard.queries.runs` the key of every cached value is the path, time and size of what it was read from. Tables
are shared between sessions and must not be changed in place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from core.dataset.artists.artist import Artist
from core.errors import AtelierError
from core.evaluation import results as core_results
from core.evaluation.predictions import PREDICTIONS_FILE, Predictions, run_predictions
from core.evaluation.results import RunResults, run_results
from core.language import _, current_language
from core.runs import folder as files
from core.runs.folder import model_stamp
from core.runs.run import Run, count_encoder_parameters, count_parameters
from core.runs.store import RunStore
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import Stamp, stamps

PROBE_FILE = "probe.npz"
_RUNS = 200
_TABLES = 16


@dataclass(frozen=True)
class RunCosts:
    """What a model takes; None where it is not known.

    Attributes:
        parameters: of the whole model; of a probe including its encoders.
        frozen: those of them that belong to encoders, which a probe uses as they are; 0 for all other models.
        model_bytes: of the run's own file, which holds no encoder.
    """

    parameters: int | None
    frozen: int
    model_bytes: int | None


def has_results(run: Run) -> bool:
    """Whether there is a file that results can be read from; it may still be damaged."""
    return any((run.folder / name).is_file() for name in (files.EVALUATION, PREDICTIONS_FILE))


def results(run: Run) -> RunResults:
    """How good a run is. Never fails: what is wrong is said in `fault` and `notes`."""
    return _results(stamps(run, files.EVALUATION, PREDICTIONS_FILE), current_language(), run)


def stored_results(run: Run) -> RunResults | None:
    """What `evaluation.json` says; None where it is missing, damaged or not whole. Computes nothing."""
    return _stored(stamps(run, files.EVALUATION), current_language(), run)


def costs(run: Run) -> RunCosts:
    """How big the model of a run is."""
    return _costs(stamps(run, files.LAYERS, files.MODEL, PROBE_FILE), run)


def predictions(run: Run) -> Predictions:
    """What the model answered for every picture; do not change it.

    Raises:
        NotFoundError: the run has no predictions.
        InvalidInputError: they are damaged.
    """
    return _predictions(stamps(run, PREDICTIONS_FILE), str(run.folder))


def answered_pictures(run: Run) -> pd.DataFrame:
    """One row a picture as `core.evaluation.confusions.list_pictures` has it; do not change it.

    Raises:
        NotFoundError: the run has no predictions.
        InvalidInputError: they are damaged.
    """
    return _pictures(stamps(run, PREDICTIONS_FILE), run)


def known_artists(dataset: str) -> list[Artist]:
    """The artists of a data set; empty where it is gone or cannot be read."""
    try:
        return dataset_queries.artists(dataset) if dataset else []
    except AtelierError:
        return []


def known_paintings(dataset: str) -> frozenset[str]:
    """Painting ids of a data set; empty where it is gone or cannot be read."""
    try:
        return _ids(dataset, dataset_queries.dataset(dataset).version) if dataset else frozenset()
    except AtelierError:
        return frozenset()


def work_groups(dataset: str) -> Mapping[str, str] | None:
    """The work each picture shows, by painting id; None where that is not known."""
    try:
        return _groups(dataset, dataset_queries.dataset(dataset).version) if dataset else None
    except AtelierError:
        return None


def dataset_note(run: Run) -> str:
    """What a reader must know where the data set of a run is gone or has changed since; "" where it is the same."""
    if not run.dataset:
        return _("It is not known on which data set this run was trained, so its pictures cannot be shown.")
    try:
        catalog = dataset_queries.catalog(run.dataset)
    except AtelierError:
        return _(
            "The data set “{dataset}” is not here any more, so its pictures cannot be shown. Figures stay as they were."
        ).format(dataset=run.dataset)
    noted = run.facts().get("dataset")
    noted = noted if isinstance(noted, Mapping) else {}
    then = noted.get("paintings")
    if isinstance(then, int) and then != len(catalog):
        return _(
            "The data set “{dataset}” has changed since: {then:,} paintings then, {now:,} now. Figures stay as they "
            "were; pictures that are gone cannot be shown."
        ).format(dataset=run.dataset, then=then, now=len(catalog))
    fingerprint = noted.get("fingerprint")
    if fingerprint and fingerprint != dataset_queries.summary(run.dataset).fingerprint:
        return _(
            "The data set “{dataset}” has changed since: as many paintings, but not the same or not by the same "
            "painters. Figures stay as they were; pictures that are gone cannot be shown."
        ).format(dataset=run.dataset)
    return ""


@st.cache_resource(max_entries=_RUNS, show_spinner=False)
def _results(stamp: tuple[Stamp, ...], language: str, _run: Run) -> RunResults:
    found = stored_results(_run)
    if found is not None:
        return found
    with st.spinner(_("Computing the figures of this run from its predictions…")):
        return run_results(_run.folder, _run.dataset)


@st.cache_resource(max_entries=_RUNS, show_spinner=False)
def _stored(stamp: tuple[Stamp, ...], language: str, _run: Run) -> RunResults | None:
    return core_results.stored_results(_run.folder)


@st.cache_resource(max_entries=_RUNS, show_spinner=False)
def _costs(stamp: tuple[Stamp, ...], _run: Run) -> RunCosts:
    sizes = [size for _path, _time, size in stamp[1:] if size >= 0]
    return RunCosts(count_parameters(_run), count_encoder_parameters(_run) or 0, max(sizes, default=None))


@st.cache_resource(max_entries=_RUNS, show_spinner=False)
def _predictions(stamp: tuple[Stamp, ...], folder: str) -> Predictions:
    return run_predictions(Path(folder))


@st.cache_resource(max_entries=_TABLES, show_spinner=False)
def _pictures(stamp: tuple[Stamp, ...], _run: Run) -> pd.DataFrame:
    from core.evaluation.confusions import list_pictures

    return list_pictures(predictions(_run))


@st.cache_resource(max_entries=_TABLES, show_spinner=False)
def _ids(name: str, version: str) -> frozenset[str]:
    return frozenset(dataset_queries.catalog(name)["painting_id"].astype(str))


@st.cache_resource(max_entries=_TABLES, show_spinner=False)
def _groups(name: str, version: str) -> Mapping[str, str]:
    catalog = dataset_queries.catalog(name)
    return dict(zip(catalog["painting_id"].tolist(), catalog["work_group"].tolist(), strict=True))


def known_among(dataset: str, painting_ids: Sequence[str]) -> list[str]:
    """Those of some pictures that are still in the data set, in their order."""
    known = known_paintings(dataset)
    return [painting_id for painting_id in painting_ids if painting_id in known]


def best_first(runs: Iterable[Run]) -> list[Run]:
    """Runs by number of artists times accuracy, the highest first; stable among equals.

    Accuracy alone would prefer a model that knows two artists to one that knows fifty.
    """
    return sorted(runs, key=lambda run: -(run_queries.summary(run).accuracy or 0.0) * artists_of(run))


def artists_of(run: Run) -> int:
    """Among how many artists a run chooses; 0 where that is not known."""
    results = stored_results(run)
    return len(results.artists) if results else 0


def finished_runs(dataset: str) -> list[Run]:
    """The runs of a data set that are done and have results, newest first."""
    return [
        run
        for run in RunStore().list()
        if run.dataset == dataset and run.status.state == "finished" and has_results(run)
    ]


def askable_runs(name: str) -> list[Run]:
    """Finished runs of a data set that have a model, the best first."""
    runs = RunStore().list()
    ready = [run for run in runs if run.status.state == "finished" and run.dataset == name and model_stamp(run.folder)]
    return best_first(ready)
