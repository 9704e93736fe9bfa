"""Recognise: the ways to bring a picture, what is answered, and what nobody shall be fooled by."""

import io
import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.environment import PROJECT_ROOT
from core.errors import BusyError
from core.inference.saliency_map import GRAD_CAM, SaliencyMap
from core.recognition.collection_match import MOVEMENTS_NOTE, Candidate, KnownPainting, Recognition
from core.runs.folder import MODEL
from core.similarity.embedding import embed
from core.similarity.similar import SimilarWork
from dashboard.charts.probability_bars import percent_in_words
from dashboard.features.recognise import predictions
from dashboard.queries.results import askable_runs
from tests.fabricated_results import answers_for, fabricate_results
from tests.pages.pictures import hung
from tests.pages.test_runs import links
from tests.pages.test_runs import said as plainly_said

SIMILAR = SimilarWork("Paul_Klee_3", "Paul Klee", 0.8, "close in palette", {"palette": 0.97})
ANSWER = Recognition(
    artist="Claude Monet",
    probability=0.86,
    candidates=(Candidate("Claude Monet", 0.86), Candidate("Paul Klee", 0.1), Candidate("Albrecht Dürer", 0.04)),
    movements=(("Impressionism", 0.86), ("Expressionism", 0.1)),
    temperature=1.3,
    known=True,
    distance=0.31,
    threshold=0.5,
    refused_share=0.04,
    painting=None,
    similar=(SIMILAR,),
    descriptor="palette_texture",
)


def said(app) -> str:
    return plainly_said(app) + "\n".join(str(header.value) for header in app.header)


@pytest.fixture
def run(dataset, monkeypatch):
    """A finished run with a file where a model would be, which is not loaded."""
    monkeypatch.setattr(predictions, "_warm", lambda *_: None)
    folder = fabricate_results("r", answers_for(dataset, skill=1.0, seed=4), artists=dataset.artists())
    (folder / MODEL).write_bytes(b"a model")
    return folder


@pytest.fixture
def answered(run, monkeypatch):
    """Let the answer be the one above, or what a test puts in its place; tells what was asked."""
    asked = []
    state = {"answer": ANSWER}

    def answer(*arguments):
        asked.append(arguments)
        if isinstance(state["answer"], Exception):
            raise state["answer"]
        return state["answer"]

    monkeypatch.setattr(predictions, "recognise_picture", answer)
    monkeypatch.setattr(predictions, "recognise_painting", answer)
    state["asked"] = asked
    return state


def png(colour: str = "#336699") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "PNG")
    return file.getvalue()


def upload(app, data: bytes, name: str = "mine.png"):
    app.file_uploader(key="recognise.upload.file").upload(name, data, "image/png").run()
    assert not app.exception
    return app


def test_at_first_there_are_three_ways_and_some_paintings_to_try(open_app, dataset, run):
    app = open_app("recognise")
    assert list(app.segmented_control(key="recognise.source.choice").options) == [
        "Upload",
        "Camera",
        "A painting",
    ]
    assert all("recognise.painting=" in picture["href"] for picture in hung(app, "wall"))
    assert len(hung(app, "wall")) >= 3
    assert not app.get("camera_input"), "nobody is asked for the camera before it is chosen"
    app = open_app("recognise", recognise__source="camera")
    assert len(app.get("camera_input")) == 1 and "There is no camera, or the browser does not allow it" in said(app)


def test_the_painter_is_named_with_the_next_candidates_and_the_movement(open_app, dataset, answered):
    shown = said(open_app("recognise", recognise__painting="Claude_Monet_1"))
    assert "Claude Monet\n" in shown or shown.endswith("Claude Monet")
    assert "86 % sure · Impressionism 86 %" in shown
    for candidate in ANSWER.candidates:
        assert f"<span>{candidate.artist}</span><b>{percent_in_words(candidate.probability)}</b>" in shown
    assert MOVEMENTS_NOTE in shown
    assert "The threshold of 0.50 rejects 4 % of the held-out paintings" in shown


def test_similar_works_come_with_their_reason_and_lead_to_their_page(open_app, dataset, answered):
    embed(dataset, "palette_texture")
    app = open_app("recognise", recognise__painting="Claude_Monet_1")
    assert "<span>Close in palette</span>" in said(app) and 'title="Palette 97 %."' in said(app)
    (picture,) = hung(app, "large")
    assert picture["id"] == "Paul_Klee_3" and picture["href"].startswith("painting?")


def test_what_is_far_from_everything_is_none_of_these(open_app, dataset, answered):
    answered["answer"] = replace(ANSWER, known=False, distance=0.8)
    shown = said(open_app("recognise", recognise__painting="Claude_Monet_1"))
    assert "None of these" in shown and "If the model had to choose, it would say Claude Monet" in shown
    assert "0.80 is too far from the training pictures" in shown


@pytest.mark.parametrize(
    ("side", "sentence"),
    [
        ("train", "in the training split of this run. The model was trained on this painting"),
        ("val", "in the validation split of this run. It is a validation picture: it helped to decide"),
        ("test", "in the test split of this run. The model has never seen it"),
        (None, "a painting of this collection. It was not among the pictures of this run"),
    ],
)
def test_a_painting_of_the_collection_is_called_so(side, sentence, open_app, dataset, answered):
    answered["answer"] = replace(ANSWER, painting=KnownPainting("Claude_Monet_1", "Claude Monet", side, "file"))
    app = open_app("recognise", recognise__painting="Claude_Monet_1")
    shown = said(app).replace("**", "")
    assert "This is Claude_Monet_1 by Claude Monet" in shown and sentence in shown
    assert "Open the painting" in links(app)


def test_a_painter_whom_the_model_does_not_know_cannot_be_named_by_it(open_app, dataset, answered):
    answered["answer"] = replace(ANSWER, painting=KnownPainting("x", "Edvard Munch", None, "picture"))
    shown = said(open_app("recognise", recognise__painting="Claude_Monet_1"))
    assert "This shows the same work as x" in shown and "The model does not know Edvard Munch" in shown


def test_an_upload_is_asked_about_once_and_kept_out_of_the_address(open_app, dataset, answered):
    app = upload(open_app("recognise"), png(), "<b>mine</b>.png")
    (asked,) = answered["asked"]
    assert asked[0].shape == (40, 60, 3) and asked[1] == "r"
    shown = said(app)
    assert "86 % sure" in shown and "<b>mine" not in shown and "Only this tab sees it" in shown
    app.run()
    assert len(answered["asked"]) == 1, "a redraw asks nothing"
    assert "recognise.painting" not in app.query_params
    upload(app, png("#990000"))
    assert len(answered["asked"]) == 2


def test_an_upload_that_is_no_picture_is_refused_with_a_sentence(open_app, dataset, answered):
    app = upload(open_app("recognise"), b"no picture", "photo.jpg")
    (error,) = app.error
    assert "photo" in error.value and "is not a picture" in error.value.replace("\\", "")
    assert answered["asked"] == []


def test_a_painting_in_place_of_an_upload(open_app, dataset, answered):
    app = upload(open_app("recognise"), png())
    app.button(key="recognise.random").click().run()
    assert answered["asked"][-1][1] == app.query_params["recognise.painting"]


def test_what_goes_wrong_is_one_sentence(open_app, dataset, answered):
    answered["answer"] = BusyError("The model did not answer in time. Try again in a moment.")
    app = open_app("recognise", recognise__painting="Claude_Monet_1")
    assert [error.value.replace("\\", "") for error in app.error] == [str(answered["answer"])]


def test_without_a_limit_nothing_is_said_of_it_and_notes_are(open_app, dataset, answered):
    answered["answer"] = replace(ANSWER, threshold=math.nan, distance=math.nan, notes=("Too few pictures held out.",))
    shown = said(open_app("recognise", recognise__painting="Claude_Monet_1"))
    assert "Novelty: is it like" not in shown and "Too few pictures held out." in shown


def test_what_spoke_for_an_artist_is_laid_over_the_picture_when_asked_for(open_app, dataset, answered, monkeypatch):
    asked = []

    def explain(run_id, painting_id, artist, progress):
        asked.append((run_id, painting_id, artist))
        return SaliencyMap(np.eye(8, dtype=np.float32), artist, 0.86, artist, GRAD_CAM)

    monkeypatch.setattr(predictions, "explain_painting", explain)
    app = open_app("recognise", recognise__painting="Claude_Monet_1")
    assert asked == [] and 'alt="The picture to recognise: Claude Monet, 1"' in said(app)
    app.toggle(key="recognise.saliency").set_value(True).run()
    assert asked == [("r", "Claude_Monet_1", "Claude Monet")]
    assert 'alt="Claude Monet, 1, coloured where it supports Claude Monet"' in said(app)
    assert "From violet to yellow" in said(app)
    app.selectbox(key="recognise.for.choice").select("Paul Klee").run()
    assert asked[-1] == ("r", "Claude_Monet_1", "Paul Klee")
    assert app.query_params["recognise.for"] in ("Paul Klee", ["Paul Klee"])
    linked = {"recognise__saliency": "true", "recognise__for": "Albrecht Dürer"}
    open_app("recognise", recognise__painting="Claude_Monet_1", **linked)
    assert asked[-1] == ("r", "Claude_Monet_1", "Albrecht Dürer")


def test_only_finished_runs_of_this_data_set_with_a_model_are_asked_the_best_first(open_app, dataset, answered):
    from tests.fabricated_runs import fabricate_run

    better = fabricate_results("better", answers_for(dataset, skill=9.0, seed=1), artists=dataset.artists())
    (better / MODEL).write_bytes(b"a model")
    fabricate_results("no-model", answers_for(dataset, skill=9.0, seed=1), artists=dataset.artists())
    (fabricate_run("running", state="failed") / MODEL).write_bytes(b"a model")
    assert [run.id for run in askable_runs(dataset.name)] == ["better", "r"]
    app = open_app("recognise", recognise__painting="Claude_Monet_1")
    assert app.selectbox(key="run.choice").value == "better" and answered["asked"][-1][2] == "better"
    app = open_app("recognise", recognise__painting="Claude_Monet_1", run="r")
    assert answered["asked"][-1][2] == "r"


def test_without_a_run_similar_works_are_shown_and_one_press_leads_to_training(open_app, dataset):
    app = open_app("recognise", recognise__painting="Claude_Monet_1")
    assert "This data set has no finished run with a model" in said(app) and "Train a model" in links(app)
    assert [button.label for button in app.button if button.key == "recognise.describe"] == ["Describe the pictures"]
    embed(dataset, "palette_texture")
    app = upload(open_app("recognise"), png())
    assert len(hung(app, "large")) == 5 and "atelier-reason" in said(app) and not app.error


def test_in_a_demo_without_a_model_nobody_is_sent_to_train_one(open_app, dataset, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app("recognise")
    assert "so the artist cannot be predicted" in said(app) and "Train a model" not in links(app)


@pytest.mark.parametrize("painting", ["gone", "<script>alert(1)</script>", "../../etc/passwd"])
def test_an_unknown_painting_gets_one_sentence(painting, open_app, dataset):
    app = open_app("recognise", recognise__painting=painting)
    assert "There is no painting “" in said(app)
    assert "<script>" not in "\n".join(markdown.value for markdown in app.markdown)


def test_names_are_text(open_app, dataset, answered):
    nasty = "<script>alert(1)</script> **bold**"
    candidates = (Candidate(nasty, 0.9), *ANSWER.candidates[1:])
    known = KnownPainting("Claude_Monet_1", nasty, "train", "file")
    answered["answer"] = replace(
        ANSWER, artist=nasty, candidates=candidates, movements=(("<i>x</i>", 1.0),), painting=known
    )
    app = open_app("recognise", recognise__painting="Claude_Monet_1")
    markdown = "\n".join(str(element.value) for kind in (app.markdown, app.header, app.caption) for element in kind)
    html = "\n".join(str(element.value) for element in app.html)
    assert "<script>" not in markdown + html and "<i>x" not in markdown + html and "**bold" not in markdown


@pytest.mark.parametrize(
    ("probability", "words"), [(0.864, "86 %"), (0.001, "< 1 %"), (0.9999, "> 99 %"), (0.995, "> 99 %"), (0.01, "1 %")]
)
def test_what_is_nearly_certain_is_not_called_certain(probability, words):
    assert percent_in_words(probability) == words


def test_an_answer_from_the_files_of_a_run_brings_no_tensorflow_into_the_server(dataset, run):
    """In a process of its own; the answer for a painting that the run was tested on is read, not computed."""
    embed(dataset, "palette_texture")
    script = f"""
import sys
from dashboard.features.recognise import predictions
predictions._warm = lambda *_: None
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(PROJECT_ROOT / "dashboard" / "app.py")!r}, default_timeout=60).run()
for page, painting in (("recognise", "recognise.painting"), ("painting", "painting"), ("atlas", "atlas.artist")):
    app.switch_page(f"../pages/{{page}}.py")
    app.query_params[painting] = "Claude_Monet_1"
    app.run()
    assert not app.exception and not app.error, (page, app.error)
    if page == "recognise":
        shown = " ".join(one.value for one in app.markdown).replace("\\\\", "")
        assert "This is Claude_Monet_1 by Claude Monet" in shown
    print(sorted({{"tensorflow", "keras", "torch", "onnxruntime"}} & set(sys.modules)))
"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT_ROOT)
    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stdout.split() == ["[]"] * 3
