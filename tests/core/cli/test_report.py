"""`atelier report`: a file, one JSON document, one line for faults."""

import json

import typer
from typer.testing import CliRunner

from core.cli.evaluate import report_command
from core.errors import NotFoundError
from tests.fabricated_results import answers_for, fabricate_results

app = typer.Typer()
app.command("report")(report_command)


def invoke(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_it_writes_the_file_and_says_what_it_wrote(dataset, tmp_path):
    for seed, name in enumerate("ab"):
        fabricate_results(name, answers_for(dataset, seed=seed))
    output = tmp_path / "report.html"
    result = invoke("a", "b", "--output", str(output), "--title", "Two nets", "--rounds", "20", "--json")
    size = output.stat().st_size
    assert json.loads(result.stdout) == {"output": str(output), "runs": ["a", "b"], "bytes": size}
    assert "<title>Two nets</title>" in output.read_text("utf-8")
    told = invoke("a", "-o", str(output), "--rounds", "20").stdout
    assert told.startswith(f"Wrote {output}: 1 run on tiny")


def test_unknown_runs_are_refused_and_nothing_is_written(tmp_path):
    fault = invoke("none", "-o", str(tmp_path / "report.html")).exception
    assert isinstance(fault, NotFoundError) and "There is no run “none”" in str(fault)
    assert not list(tmp_path.iterdir())
