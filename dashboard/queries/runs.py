"""What pages ask of runs, kept while the files of the run stay the same.

The key of every cached value is a file's path with its time and size. States are never cached: a run is what it truly
is at every look. Tables are shared between sessions and must not be changed in place.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.environment import artifacts_root
from core.errors import AtelierError
from core.language import _, current_language
from core.models.registry import MODELS
from core.runs import folder as files
from core.runs.run import Run
from core.runs.status import RunStatus
from core.runs.store import RunStore
from core.training import TrainConfig
from core.training.estimate.rates import Estimate, cached_estimate, side_counts
from dashboard.queries import datasets as dataset_queries

Stamp = tuple[str, int, int]

ESTIMATES = "estimates.json"


@dataclass(frozen=True)
class RunSummary:
    """One run as a list shows it; every text is data, to be escaped where it is shown.

    Attributes:
        run_id: name of its folder.
        title: what people call it.
        status: as it truly is.
        model: name of the model; "" where the settings cannot be read.
        model_title: the same as people read it.
        dataset: name of the data set.
        artists: which artists, in words.
        tags: words people gave it.
        accuracy: on the test pictures, 0 to 1; None before, or where it is not defined.
        f1: macro F1, 0 to 1.
        fault: why its settings cannot be read; "" when they can.
        note: what people wrote about it.
    """

    run_id: str
    title: str
    status: RunStatus
    model: str
    model_title: str
    dataset: str
    artists: str
    tags: tuple[str, ...]
    accuracy: float | None
    f1: float | None
    fault: str
    note: str

    @property
    def words(self) -> str:
        """Everything a search looks through, in small letters."""
        texts = (self.title, self.run_id, self.model, self.model_title, self.dataset, self.artists, self.note)
        return " ".join((*texts, *self.tags)).casefold()


@dataclass(frozen=True)
class _Static:
    """What a run's files say about it, apart from its state."""

    title: str
    model: str
    dataset: str
    artists: str
    tags: tuple[str, ...]
    note: str
    fault: str


def summaries() -> list[RunSummary]:
    """All runs, newest first."""
    return [summary(run) for run in RunStore().list()]


def summary(run: Run) -> RunSummary:
    """One run as a list shows it."""
    static = _static(stamps(run, files.CONFIG, files.NOTES), current_language(), run)
    accuracy, f1 = _test_scores(stamps(run, files.EVALUATION), run)
    entry = MODELS.get(static.model)
    model_title = _(entry.title) if entry else static.model
    return RunSummary(
        run.id,
        static.title or _made_title(model_title, static.dataset) or run.id,
        run.status,
        static.model,
        model_title,
        static.dataset,
        static.artists,
        static.tags,
        accuracy,
        f1,
        static.fault,
        static.note,
    )


def _made_title(model: str, dataset: str) -> str:
    """The default title of a run; "" if its settings cannot be read."""
    return _("{model} on {dataset}").format(model=model, dataset=dataset) if model and dataset else ""


def metrics(run: Run) -> pd.DataFrame:
    """One row an epoch, `core.runs.folder.METRIC_COLUMNS`; do not change it."""
    return _metrics(stamps(run, files.METRICS), run)


def layers(run: Run) -> dict[str, Any] | None:
    """What `layers.json` says; None where there is none or it is damaged."""
    return _layers(stamps(run, files.LAYERS), run)


def sides(run: Run) -> dict[str, int]:
    """Pictures on each side of the split; empty before it is drawn, or where it cannot be read."""
    return _sides(stamps(run, files.SPLIT), run)


def stamps(run: Run, *names: str) -> tuple[Stamp, ...]:
    """Path, time and size of files of a run; changes when any of them does."""
    return tuple(_stamp(run.folder / name) for name in names)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, -1
    return str(path), found.st_mtime_ns, found.st_size


@st.cache_resource(max_entries=2000, show_spinner=False)
def _static(stamp: tuple[Stamp, ...], language: str, _run: Run) -> _Static:
    config = _run.config
    words = config.selection.describe() if config else ""
    artists = words[:1].upper() + words[1:]
    return _Static(_run.notes.title, _run.model, _run.dataset, artists, _run.tags, _run.note, _run.config_fault)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _test_scores(stamp: tuple[Stamp, ...], _run: Run) -> tuple[float | None, float | None]:
    try:
        found = _run.evaluation() or {}
    except AtelierError:
        return None, None
    test = found.get("test")
    values = test if isinstance(test, dict) else {}
    return _number(values.get("accuracy")), _number(values.get("f1_macro"))


@st.cache_resource(max_entries=64, show_spinner=False)
def _metrics(stamp: tuple[Stamp, ...], _run: Run) -> pd.DataFrame:
    return _run.metrics()


@st.cache_resource(max_entries=64, show_spinner=False)
def _layers(stamp: tuple[Stamp, ...], _run: Run) -> dict[str, Any] | None:
    try:
        return _run.layers()
    except AtelierError:
        return None


@st.cache_resource(max_entries=64, show_spinner=False)
def _sides(stamp: tuple[Stamp, ...], _run: Run) -> dict[str, int]:
    try:
        split = _run.split()
    except AtelierError:
        return {}
    if split is None or "side" not in split:
        return {}
    return {str(side): int(number) for side, number in split["side"].value_counts().items()}


def pictures_of(config: TrainConfig) -> dict[str, int]:
    """Pictures that a run would have on each side, balancing reckoned in.

    Raises:
        AtelierError: the selection selects nothing, or the data set is gone.
    """
    key = str((config.selection.to_dict(), config.split.to_dict()))
    return _pictures_of(config.dataset, dataset_queries.dataset(config.dataset).version, key, config)


@st.cache_resource(max_entries=64, show_spinner=False)
def _pictures_of(name: str, version: str, key: str, _config: TrainConfig) -> dict[str, int]:
    return side_counts(_config)


def estimate(config: TrainConfig) -> Estimate | None:
    """How long a run would take on this computer; None where nothing like it was measured yet.

    Raises:
        AtelierError: the selection selects nothing, or the data set is gone.
    """
    features = (
        dataset_queries.dataset(config.dataset).artifacts_dir / "features"
    )  # what is in there need not be computed
    known = (_stamp(artifacts_root() / ESTIMATES), *(_stamp(folder) for folder in sorted(features.glob("*"))))
    return _estimate(known, dataset_queries.dataset(config.dataset).version, str(config.to_dict()), config)


@st.cache_resource(max_entries=64, show_spinner=False)
def _estimate(known: tuple[Stamp, ...], version: str, key: str, _config: TrainConfig) -> Estimate | None:
    return cached_estimate(_config)


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return float(value) if is_number else None  # type: ignore[arg-type]


def newest(runs: Sequence[RunSummary], dataset: str, most: int) -> list[RunSummary]:
    """The newest runs on a data set."""
    return [run for run in runs if run.dataset == dataset][:most]


_SHORT_ID = 6


def distinct_titles(runs: Sequence[RunSummary]) -> dict[str, str]:
    """A title for every run by its id; those that would be called the same get the end of their id."""
    times = Counter(run.title for run in runs)
    return {
        run.run_id: run.title if times[run.title] == 1 else f"{run.title} ({run.run_id[-_SHORT_ID:]})" for run in runs
    }
