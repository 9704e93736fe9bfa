"""`atelier dataset …`: make the sample, import pictures, list, show and check data sets."""

from typing import Annotated

import typer

from core.cli.output import JsonOption, print_facts, print_json, print_table, terminal_progress
from core.errors import AtelierError

commands = typer.Typer(help="Make, import, list, show and check data sets.", no_args_is_help=True)

NameOption = Annotated[str, typer.Option("--name", help="Name of the data set: letters, digits, . _ and -.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A data set; see `atelier dataset list`.")]


@commands.command("sample")
def make_sample_command(
    seed: Annotated[int | None, typer.Option(help="Random seed of the pictures.", min=0)] = None,
    name: NameOption = "sample",
    if_none: Annotated[bool, typer.Option("--if-none", help="Only if there is no data set yet.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Paint the built-in sample: about 600 pastiches in the manner of ten artists."""
    from core.dataset.listing import has_interrupted_imports, list_datasets
    from core.environment import is_read_only

    if has_interrupted_imports():
        from core.dataset.importing.dataset_import import restore_all_interrupted
        from core.environment import data_root

        restore_all_interrupted(data_root())
    if if_none and (list_datasets() or is_read_only()):
        if as_json:
            print_json({"made": False, "datasets": list_datasets()})
        return
    from core.sample import DEFAULT_SEED
    from core.workflows.prepare_dataset import make_sample

    summary = make_sample(DEFAULT_SEED if seed is None else seed, name, terminal_progress())
    if as_json:
        print_json(summary.to_dict())
    else:
        print(f"Painted {summary.paintings:,} pastiches in the manner of {summary.artists_with_paintings} artists.")


@commands.command("import")
def import_command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A folder, a zip of the Kaggle set, or “kaggle”.")],
    name: NameOption,
    add: Annotated[bool, typer.Option("--add", help="Add the pictures to a data set that exists.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Import pictures and their artists; the source is only read."""
    from core.workflows.prepare_dataset import import_and_prepare

    summary = import_and_prepare(source, name, add=add, progress=terminal_progress())
    if as_json:
        print_json(summary.to_dict())
    else:
        print(
            f"“{name}” has {summary.paintings:,} paintings by {summary.artists_with_paintings} of "
            f"{summary.artists} artists; {summary.unlabelled:,} have no artist in the table."
        )


@commands.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """List the data sets."""
    from core.dataset.listing import list_datasets
    from core.dataset.store import open_dataset

    summaries, broken = [], {}
    for name in list_datasets():
        try:
            summaries.append(open_dataset(name).summary())
        except AtelierError as error:
            broken[name] = str(error)
    if as_json:
        unusable = [{"name": name, "problem": problem} for name, problem in broken.items()]
        print_json({"datasets": [summary.to_dict() for summary in summaries], "unusable": unusable})
        return
    if summaries:
        rows = [(summary.name, summary.paintings, summary.artists_with_paintings) for summary in summaries]
        print_table(("name", "paintings", "artists"), rows)
    for name, problem in broken.items():
        print(f"{name} cannot be used: {problem}")
    if summaries or broken:
        return
    print("No data set yet. `atelier dataset sample` paints one; `atelier dataset import` brings your own.")


@commands.command("show")
def show_command(name: NameArgument, as_json: JsonOption = False) -> None:
    """Show what a data set holds."""
    from core.dataset.store import open_dataset

    summary = open_dataset(name).summary().to_dict()
    if as_json:
        print_json(summary)
    else:
        print_facts((key.replace("_", " "), value) for key, value in summary.items())


@commands.command("check")
def check_command(
    name: NameArgument,
    quick: Annotated[bool, typer.Option("--quick", help="Do not search for pictures of the same work.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Rescan the files and report problems."""
    from core.dataset.health import health_report
    from core.dataset.store import open_dataset
    from core.environment import is_read_only
    from core.workflows.prepare_dataset import prepare

    progress = terminal_progress()
    dataset = open_dataset(name)
    if quick or is_read_only():
        dataset.rescan(progress)
    else:
        prepare(name, progress=progress)
    report = health_report(dataset)
    if as_json:
        print_json(report.to_dict())
    else:
        rows = [(finding.title, finding.count, finding.unit) for finding in report.findings]
        print_table(("finding", "count", "of"), rows)
