"""Reads everything a report needs of its runs, and compares them; a sentence replaces what cannot be read."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from core.errors import AtelierError, InvalidInputError
from core.evaluation.comparing import Comparison, compare_runs
from core.evaluation.configurations import SeedSpread, seed_spreads
from core.evaluation.predictions import Predictions, run_predictions
from core.evaluation.results import RunResults, run_results
from core.evaluation.run_dataset import dataset_facts, split_hash_of
from core.language import _
from core.models.registry import MODELS
from core.progress import Progress, track
from core.runs import folder as files
from core.runs.run import Run, count_parameters
from core.runs.store import RunStore

_ID_END = 6


@dataclass(frozen=True)
class ReportRun:
    """One run of a report.

    Attributes:
        run: the run.
        number: position in the report, from 1.
        title: unique in the report; plain text.
        model: title of its model; "" where its settings cannot be read.
        results: evaluation; `results.fault` says why there is none.
        predictions: None where they are missing or damaged, with the reason in `predictions_fault`.
        predictions_fault: a sentence, or "".
        metrics: one row per epoch.
        facts: as `Run.facts` returns them.
        parameters: of the whole model, encoders included; None where unknown.
        gone: a sentence where the run was deleted while it was read, else "".
    """

    run: Run
    number: int
    title: str
    model: str
    results: RunResults
    predictions: Predictions | None
    predictions_fault: str
    metrics: pd.DataFrame
    facts: Mapping[str, Any]
    parameters: int | None
    gone: str = ""

    @property
    def test(self) -> Mapping[str, Any] | None:
        """Results on the test set; None without."""
        return self.results.sides.get("test")


def gather_runs(run_ids: Sequence[str], store: RunStore, progress: Progress) -> list[ReportRun]:
    """Read runs, each once, in the order given.

    Raises:
        InvalidInputError: no run is given.
        NotFoundError: no run has this id.
    """
    wanted = list(dict.fromkeys(run_ids))
    if not wanted:
        raise InvalidInputError(_("A report needs one run or more. Add some; see `atelier runs list`."))
    runs = [store.get(run_id) for run_id in wanted]
    titles = _titles(runs)
    return [
        _gather(run, number, titles[run.id])
        for number, run in enumerate(track(runs, len(runs), _("Reading runs"), progress), start=1)
    ]


def _titles(runs: Sequence[Run]) -> dict[str, str]:
    """Titles by id; equal titles get the end of their id, or all of it."""
    plain = {run.id: run.notes.title or _made_title(run) for run in runs}
    ended = _disambiguated(plain, lambda run_id: run_id[-_ID_END:])
    return ended if len(set(ended.values())) == len(ended) else _disambiguated(plain, str)


def _disambiguated(titles: Mapping[str, str], end_of: Callable[[str], str]) -> dict[str, str]:
    times = Counter(titles.values())
    return {id_: title if times[title] == 1 else f"{title} ({end_of(id_)})" for id_, title in titles.items()}


def _made_title(run: Run) -> str:
    if not run.model or not run.dataset:
        return run.id
    return _("{model} on {dataset}").format(model=_model_title(run), dataset=run.dataset)


def _model_title(run: Run) -> str:
    return _(MODELS[run.model].title) if run.model in MODELS else run.model


def _gather(run: Run, number: int, title: str) -> ReportRun:
    predictions, fault = _predictions(run)
    found = ReportRun(
        run=run,
        number=number,
        title=title,
        model=_model_title(run),
        results=run_results(run.folder, run.dataset),
        predictions=predictions,
        predictions_fault=fault,
        metrics=_metrics(run),
        facts=run.facts(),
        parameters=count_parameters(run),
    )
    if run.folder.is_dir():
        return found
    return replace(found, gone=_("This run was deleted while the report was made, so parts of it may be missing."))


def _predictions(run: Run) -> tuple[Predictions | None, str]:
    try:
        return run_predictions(run.folder), ""
    except AtelierError as error:
        return None, str(error)


def _metrics(run: Run) -> pd.DataFrame:
    try:
        return run.metrics()
    except OSError:
        return pd.DataFrame(columns=list(files.METRIC_COLUMNS))


@dataclass(frozen=True)
class ComparedRuns:
    """The comparison of the runs of one data set.

    Attributes:
        dataset: name of the data set.
        comparison: None where there is none, with the reason in `fault`.
        fault: a sentence, or "".
        left_out: sentences about runs without predictions.
        spreads: over seeds, where runs differ only in their seeds.
    """

    dataset: str
    comparison: Comparison | None
    fault: str = ""
    left_out: tuple[str, ...] = ()
    spreads: tuple[SeedSpread, ...] = ()


def compare_by_dataset(runs: Sequence[ReportRun], rounds: int) -> list[ComparedRuns]:
    """One comparison per data set that several of the runs were trained on."""
    names = dict.fromkeys(found.run.dataset for found in runs)
    groups = {name: [found for found in runs if found.run.dataset == name] for name in names}
    return [_compare(name, members, rounds) for name, members in groups.items() if len(members) > 1]


def _compare(dataset: str, runs: Sequence[ReportRun], rounds: int) -> ComparedRuns:
    answers = {found.title: found.predictions for found in runs if found.predictions is not None}
    left_out = tuple(
        _("“{run}” is not compared: {fault}").format(run=found.title, fault=found.predictions_fault)
        for found in runs
        if found.predictions is None
    )
    if len(answers) < 2:
        fault = _("Fewer than two runs have predictions, so nothing is compared.")
        return ComparedRuns(dataset, None, fault, left_out)
    try:
        groups = dataset_facts(dataset).work_groups
        comparison = compare_runs(answers, groups, on_common=True, rounds=rounds)
    except AtelierError as error:
        return ComparedRuns(dataset, None, str(error), left_out)
    return ComparedRuns(dataset, comparison, "", left_out, tuple(_spreads(runs, comparison)))


def _spreads(runs: Sequence[ReportRun], comparison: Comparison) -> list[SeedSpread]:
    settings = {found.title: found.run.config.to_dict() for found in runs if found.run.config is not None}
    splits = {found.title: split_hash_of(found.facts) for found in runs}
    return seed_spreads(settings, {figures.run: figures.accuracy for figures in comparison.runs}, splits)
