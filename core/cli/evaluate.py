"""`atelier evaluate`, `atelier compare` and `atelier report`: metrics, significance tests, and an HTML report."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.output import JsonOption, print_facts, print_json, print_table, terminal_progress
from core.errors import AtelierError

if TYPE_CHECKING:
    from core.evaluation.comparing import Comparison
    from core.evaluation.configurations import SeedSpread, SettingDifference
    from core.evaluation.predictions import Predictions
    from core.runs.run import Run


_UNDEFINED = "–"

RoundsOption = Annotated[int, typer.Option(help="Bootstrap rounds for the intervals.", min=1, max=100_000)]


def evaluate_command(
    run_id: Annotated[str, typer.Argument(metavar="ID", help="A run; see `atelier runs list`.")],
    rounds: RoundsOption = 1000,
    as_json: JsonOption = False,
) -> None:
    """Compute the results of a run from its predictions, and write evaluation.json."""
    from core.environment import is_read_only
    from core.evaluation.evaluating import evaluate_on_dataset, evaluate_run
    from core.evaluation.predictions import run_predictions
    from core.runs.store import RunStore

    run = RunStore(keep_queue_going=False).get(run_id)
    if is_read_only():
        document = evaluate_on_dataset(run_predictions(run.folder), run.dataset, rounds)
    else:
        document = evaluate_run(run.folder, run.dataset, rounds)
    if as_json:
        print_json({"id": run.id, **document})
    else:
        _print_evaluation(document)


def compare_command(
    run_ids: Annotated[list[str], typer.Argument(metavar="ID ID …", help="Two runs or more.")],
    common: Annotated[
        bool, typer.Option("--common", help="Where test sides differ, compare on the pictures all runs have in common.")
    ] = False,
    rounds: RoundsOption = 1000,
    as_json: JsonOption = False,
) -> None:
    """Compare runs on the same test pictures: which is better, by how much, and is it significant?"""
    from core.evaluation.comparing import compare_runs
    from core.evaluation.configurations import differing_settings, seed_spreads
    from core.evaluation.evaluating import without_nan
    from core.evaluation.run_dataset import dataset_facts, dataset_identity, split_hash_of
    from core.runs.store import RunStore

    store = RunStore(keep_queue_going=False)
    runs = {run_id: store.get(run_id) for run_id in run_ids}
    predictions = {run_id: _predictions_of(run) for run_id, run in runs.items()}
    groups: dict[str, str] = {}
    for name in dict.fromkeys(run.dataset for run in runs.values()):
        groups = {**(dataset_facts(name).work_groups or {}), **groups}
    facts = {run_id: run.facts() for run_id, run in runs.items()}
    origins = {run_id: dataset_identity(run.dataset, facts[run_id]) for run_id, run in runs.items()}
    comparison = compare_runs(predictions, groups, on_common=common, rounds=rounds, origins=origins)
    settings = {run_id: run.config.to_dict() for run_id, run in runs.items() if run.config is not None}
    splits = {run_id: split_hash_of(facts[run_id]) for run_id in runs}
    spreads = seed_spreads(settings, {figures.run: figures.accuracy for figures in comparison.runs}, splits)
    differences = differing_settings(*settings.values()) if len(settings) == len(runs) == 2 else []
    if as_json:
        extra = {"settings": [asdict(row) for row in differences], "seeds": [asdict(row) for row in spreads]}
        print_json(without_nan({**asdict(comparison), **extra}))
    else:
        _print_comparison(comparison, differences, spreads)


def _predictions_of(run: "Run") -> "Predictions":
    """The predictions of a run; errors name the run, because there are several."""
    from core.evaluation.predictions import run_predictions

    try:
        return run_predictions(run.folder)
    except AtelierError as error:
        raise type(error)(f"“{run.id}” cannot be compared. {error}") from error


def _print_evaluation(document: Mapping[str, Any]) -> None:
    from core.evaluation.labels import MEASURES

    sides = [side for side in ("train", "val", "test") if document[side] is not None]
    rows = [
        [text.name, *(_with_interval(document[side], name, text.is_share) for side in sides)]
        for name, text in MEASURES.items()
    ]
    print_table(["Measure", *(f"{side} ({document[side]['pictures']:,} pictures)" for side in sides)], rows)
    leak = document["leak"]
    if leak is not None:
        print()
        print_facts(
            [
                ("Test pictures whose work appears in training", leak["leaking"]),
                ("Expected under a random split", f"{leak['leaking_if_random']:.1f}"),
                ("Accuracy on the other test pictures", _number(leak["accuracy_rest"], is_share=True)),
            ]
        )
    if document["movements"] is not None:
        print(f"\n{document['movements']['sentence']}")
    for note in document["notes"]:
        print(f"\n{note}")


def _print_comparison(
    comparison: "Comparison", differences: "list[SettingDifference]", spreads: "list[SeedSpread]"
) -> None:
    print_table(
        ["Run", "Accuracy", "95 % interval", "F1, macro", "95 % interval"],
        [
            [
                figures.run,
                _number(figures.accuracy, is_share=True),
                _range(figures.accuracy_interval, is_share=True),
                _number(figures.f1_macro, is_share=True),
                _range(figures.f1_macro_interval, is_share=True),
            ]
            for figures in comparison.runs
        ],
    )
    print(f"\n{comparison.note}\n")
    for pair in comparison.pairs:
        print(pair.sentence)
    if differences:
        print()
        print_table(
            ["Setting", *(figures.run for figures in comparison.runs)], [[*asdict(d).values()] for d in differences]
        )
    for spread in spreads:
        print(
            f"\n{len(spread.runs)} runs differ only in their seeds: accuracy {_number(spread.mean, is_share=True)} "
            f"on average, from {_number(spread.lowest, is_share=True)} to {_number(spread.highest, is_share=True)}."
        )


def _with_interval(side: Mapping[str, Any], name: str, is_share: bool) -> str:
    found = side["intervals"][name]
    return _number(side[name], is_share) + (f" ({_range(found, is_share)})" if found else "")


def _range(found: tuple[float, float] | None, is_share: bool) -> str:
    if found is None:
        return _UNDEFINED
    low, high = (_number(bound, is_share).removesuffix(" %") for bound in found)
    return f"{low} to {high}"


def _number(value: float | None, is_share: bool) -> str:
    if value is None or math.isnan(value):
        return _UNDEFINED
    return f"{100 * value:.1f} %" if is_share else f"{value:.4f}"


DEFAULT_OUTPUT = Path("report.html")


def report_command(
    run_ids: Annotated[list[str], typer.Argument(metavar="ID …", help="Runs; see `atelier runs list`.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; an existing one is replaced.")] = (
        DEFAULT_OUTPUT
    ),
    title: Annotated[str, typer.Option("--title", help="Title of the report.")] = "",
    rounds: Annotated[int, typer.Option(help="Bootstrap rounds for the comparison.", min=1, max=100_000)] = 1000,
    as_json: JsonOption = False,
) -> None:
    """Write one self-contained HTML file: data, split, settings, curves, comparison, mistakes, how to reproduce."""
    from core.report import build_report, write_report

    report = build_report(run_ids, title, rounds=rounds, progress=terminal_progress())
    size = write_report(report, output)
    if as_json:
        print_json({"output": str(output), "runs": list(report.run_ids), "bytes": size})
    else:
        print(f"Wrote {output}: {report.title}, {size / 1e6:.1f} MB. It opens in any browser and needs no network.")
