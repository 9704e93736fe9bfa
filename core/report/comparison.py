"""Which run is better, for a report: compared on the pictures that runs of one data set have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import AtelierError
from core.evaluation.comparing import Comparison, compare_runs
from core.evaluation.configurations import SeedSpread, seed_spreads
from core.evaluation.knowledge import know_dataset
from core.evaluation.origin import split_hash_of
from core.language import _
from core.report.gathering import ReportRun


@dataclass(frozen=True)
class ComparedRuns:
    """The runs of one data set against each other.

    Attributes:
        dataset: name of the data set.
        comparison: None where there is none, and `fault` says why.
        fault: a sentence, or "".
        left_out: sentences about runs without predictions.
        spreads: what chance in training does, where runs differ in their seeds alone.
    """

    dataset: str
    comparison: Comparison | None
    fault: str = ""
    left_out: tuple[str, ...] = ()
    spreads: tuple[SeedSpread, ...] = ()


def compare_by_dataset(runs: Sequence[ReportRun], rounds: int) -> list[ComparedRuns]:
    """One comparison a data set that several of the runs were trained on."""
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
        groups = know_dataset(dataset).work_groups
        comparison = compare_runs(answers, groups, on_common=True, rounds=rounds)
    except AtelierError as error:
        return ComparedRuns(dataset, None, str(error), left_out)
    return ComparedRuns(dataset, comparison, "", left_out, tuple(_spreads(runs, comparison)))


def _spreads(runs: Sequence[ReportRun], comparison: Comparison) -> list[SeedSpread]:
    settings = {found.title: found.run.config.to_dict() for found in runs if found.run.config is not None}
    splits = {found.title: split_hash_of(found.facts) for found in runs}
    return seed_spreads(settings, {figures.run: figures.accuracy for figures in comparison.runs}, splits)
