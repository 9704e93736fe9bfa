"""`atelier embed`, `similar` and `predict`: documents for scripts, sentences for people, one line for faults."""

import json

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from core.cli.similar import embed_command, predict_command, similar_command
from core.errors import NotFoundError, UnreadableImageError
from core.inference.questions import Answers
from core.recognition import pipeline
from core.runs.store import RunStore
from core.training import TrainConfig

app = typer.Typer()
app.command("embed")(embed_command)
app.command("similar")(similar_command)
app.command("predict")(predict_command)


def invoke(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def run_id(dataset, monkeypatch):
    answer = Answers(("Claude Monet", "Paul Klee"), np.array([[0.25, 0.75]], np.float32))
    for name in ("predict_pictures", "predict_paintings"):
        monkeypatch.setattr(pipeline, name, lambda *_: answer)
    return RunStore(keep_queue_going=False).create(TrainConfig(dataset=dataset.name)).id


def file_of(dataset, painting_id) -> str:
    rows = dataset.catalog().set_index("painting_id")
    return str(dataset.picture_path(rows.at[painting_id, "path"]))


def test_embed_tells_how_many_are_new(dataset):
    document = json.loads(invoke("embed", "--dataset", "tiny", "--backbone", "palette_texture", "--json").stdout)
    assert (document["pictures"], document["computed"], document["descriptor"]) == (12, 12, "palette_texture")
    assert "12 pictures have features of palette_texture; 0 features were computed." in invoke("embed").stdout


def test_similar_takes_a_painting_or_a_file(dataset):
    painting = json.loads(invoke("similar", "Paul_Klee_1", "--dataset", "tiny", "-k", "3", "--json").stdout)
    assert len(painting["results"]) == 3
    assert {"painting_id", "artist", "score", "why"} <= set(painting["results"][0])
    file = file_of(dataset, "Paul_Klee_1")
    itself = json.loads(invoke("similar", file, "-k", "1", "--same-work", "--json").stdout)
    assert itself["results"][0]["painting_id"] == "Paul_Klee_1"
    told = invoke("similar", file, "-k", "1", "--json")
    nearest = [answer["results"][0]["painting_id"] for answer in (json.loads(told.stdout), painting)]
    assert nearest[0] == nearest[1], "as for the painting that the file is"
    assert "It shows Paul_Klee_1 of tiny." in told.stderr
    assert "Paul_Klee" in invoke("similar", "Paul_Klee_1").stdout


def test_predict_prints_the_document_that_scripts_rely_on(dataset, run_id):
    document = json.loads(invoke("predict", file_of(dataset, "Paul_Klee_1"), "--run", run_id, "--json").stdout)
    assert (document["artist"], document["probability"]) == ("Paul Klee", pytest.approx(0.75))
    assert document["candidates"][1] == {"artist": "Claude Monet", "probability": pytest.approx(0.25)}
    assert document["movement"] in {"Expressionism", "Abstractionism", "Surrealism"}
    assert document["known"] is True
    assert document["painting"]["painting_id"] == "Paul_Klee_1"
    assert len(document["similar"]) == 5


def test_predict_tells_people(dataset, run_id):
    lines = invoke("predict", "Paul_Klee_1", "--run", run_id).stdout.splitlines()
    assert lines[0] == "This is Paul_Klee_1, not among the pictures of this run."
    assert lines[1].split() == ["75.0", "%", "Paul", "Klee"]
    assert any(line.startswith("Movement: ") for line in lines)


def test_what_is_neither_a_file_nor_a_painting_is_told_in_a_line(dataset, run_id):
    for command in (["similar", "nowhere.jpg"], ["predict", "nowhere.jpg", "--run", run_id]):
        found = invoke(*command).exception
        assert isinstance(found, NotFoundError)
        assert "neither a file nor a painting of tiny" in str(found)


def test_a_file_that_is_no_picture_is_refused_whatever_it_is_called(dataset, tmp_path):
    path = tmp_path / "picture.jpg"
    path.write_text("no picture")
    assert isinstance(invoke("similar", str(path)).exception, UnreadableImageError)
    assert isinstance(invoke("similar", str(tmp_path)).exception, Exception)
