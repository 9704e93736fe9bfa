"""`atelier evaluate` and `atelier compare`: documents for scripts, sentences for people, one line for faults."""

import json

import numpy as np
import typer
from typer.testing import CliRunner

from core.cli.evaluate import compare_command, evaluate_command
from core.errors import InvalidInputError, NotFoundError
from core.evaluation.predictions import make_predictions, write_predictions
from core.runs.store import RunStore
from core.training.config.config import TrainConfig

app = typer.Typer()
app.command("evaluate")(evaluate_command)
app.command("compare")(compare_command)


def invoke(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def finished_run(dataset, seed: int, *, skill: float, test: slice = slice(8, 12), model: str = "cnn") -> str:
    """A run whose predictions were drawn; 12 pictures by 3 painters."""
    run = RunStore(keep_queue_going=False).create(TrainConfig(dataset=dataset.name, model=model, seed=seed))
    catalog = dataset.catalog()
    painters = catalog["artist_id"].to_numpy(int)
    logits = np.random.default_rng(seed).normal(size=(12, 3))
    logits[np.arange(12), painters] += skill
    odds = np.exp(logits)
    sides = np.array(["train"] * 12, object)
    sides[test], sides[[0, 1]] = "test", "val"
    table = odds / odds.sum(axis=1, keepdims=True)
    names = [artist.name for artist in dataset.artists()]
    write_predictions(
        run.folder / "predictions.parquet", make_predictions(catalog["painting_id"], sides, painters, table, names)
    )
    return run.id


def test_evaluate_prints_the_document_it_writes(dataset):
    run_id = finished_run(dataset, 1, skill=1)
    result = invoke("evaluate", run_id, "--rounds", "50", "--json")
    document = json.loads(result.stdout)
    written = json.loads((RunStore(keep_queue_going=False).get(run_id).folder / "evaluation.json").read_text("utf-8"))
    assert document == {"id": run_id, **written}
    assert document["rounds"] == 50
    assert document["test"]["pictures"] == 4


def test_evaluate_tells_people(dataset):
    lines = invoke("evaluate", finished_run(dataset, 1, skill=1), "--rounds", "50").stdout
    assert lines.startswith("Measure")
    assert "test (4 pictures)" in lines
    assert "Top 5" in lines and "–" in lines
    assert "Test pictures whose work appears in training" in lines


def test_a_demo_that_may_not_be_changed_computes_and_writes_nothing(dataset, monkeypatch):
    run_id = finished_run(dataset, 1, skill=1)
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    assert json.loads(invoke("evaluate", run_id, "--json").stdout)["test"]["pictures"] == 4
    assert not (RunStore(keep_queue_going=False).get(run_id).folder / "evaluation.json").exists()


def test_compare_gives_figures_tests_settings_and_seeds(dataset):
    first, second = finished_run(dataset, 1, skill=0), finished_run(dataset, 2, skill=9)
    document = json.loads(invoke("compare", first, second, "--rounds", "50", "--json").stdout)
    assert [row["run"] for row in document["runs"]] == [first, second]
    assert document["pictures"] == 4
    assert document["pairs"][0]["second"] == second
    assert document["settings"] == [{"setting": "seed", "first": 1, "second": 2}]
    assert document["seeds"][0]["runs"] == [first, second]
    words = invoke("compare", first, second).stdout
    assert "All runs were evaluated on the same 4 test pictures." in words
    assert "2 runs differ only in their seeds" in words


def test_compare_refuses_other_test_sides_unless_told(dataset):
    first, second = finished_run(dataset, 1, skill=9), finished_run(dataset, 2, skill=9, test=slice(6, 10))
    refused = invoke("compare", first, second)
    assert isinstance(refused.exception, InvalidInputError)
    assert "2 in common" in str(refused.exception)
    assert json.loads(invoke("compare", first, second, "--common", "--json").stdout)["pictures"] == 2


def test_runs_and_predictions_that_are_not_there_are_named(dataset):
    first, second = finished_run(dataset, 1, skill=1), finished_run(dataset, 2, skill=1)
    (RunStore(keep_queue_going=False).get(second).folder / "predictions.parquet").unlink()
    for arguments in (["evaluate", second], ["compare", first, second]):
        fault = invoke(*arguments).exception
        assert isinstance(fault, NotFoundError)
        assert "has no predictions.parquet" in str(fault)
    for arguments in (["evaluate", "none"], ["compare", first, "none"]):
        fault = invoke(*arguments).exception
        assert isinstance(fault, NotFoundError)
        assert "There is no run “none”" in str(fault)


def test_one_run_is_no_comparison(dataset):
    run_id = finished_run(dataset, 1, skill=1)
    for arguments in ([run_id], [run_id, run_id]):
        assert "needs two runs or more" in str(invoke("compare", *arguments).exception)
