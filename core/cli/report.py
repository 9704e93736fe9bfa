"""`atelier report`: runs and their data set as one HTML file to hand out."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli.output import JsonOption, print_json, terminal_progress

DEFAULT_OUTPUT = Path("report.html")


def report_command(
    run_ids: Annotated[list[str], typer.Argument(metavar="ID …", help="Runs; `atelier runs list` names them.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; an old one is replaced.")] = (
        DEFAULT_OUTPUT
    ),
    title: Annotated[str, typer.Option("--title", help="What the report is called.")] = "",
    rounds: Annotated[
        int, typer.Option(help="Rounds of the bootstrap behind the comparison.", min=1, max=100_000)
    ] = 1000,
    as_json: JsonOption = False,
) -> None:
    """Write one self-contained HTML file: data, split, settings, curves, comparison, mistakes, how to reproduce."""
    from core.report import build_report, write_report

    report = build_report(run_ids, title, rounds=rounds, progress=terminal_progress())
    size = write_report(report, output)
    if as_json:
        print_json({"output": str(output), "runs": list(report.run_ids), "bytes": size})
    else:
        print(f"Wrote {output}: {report.title}, {size / 1e6:.1f} MB. It opens in any browser, without a network.")
