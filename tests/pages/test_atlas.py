"""Atlas: the map of the collection, what its colours mean, and the pictures that a line was drawn round."""

import base64
import json

import numpy as np
import pytest

from core.evaluation.confusions import list_pictures
from core.jobs import JobStore
from core.jobs.store import JobStatus
from core.processes.status import write_status
from core.similarity.embedding import embed
from dashboard.charts.atlas import NO_PREDICTION, RIGHT, WRONG
from dashboard.components.atlas.component import AtlasPoints, _take_lasso, _take_only
from tests.fabricated_results import answers_for, fabricate_results
from tests.pages.pictures import hung
from tests.pages.test_runs import links, said

EVERYWHERE = "-100.-100~1100.-100~1100.1100~-100.1100"


@pytest.fixture
def described(dataset):
    embed(dataset, "palette_texture")
    return dataset


def parts(app) -> list[dict]:
    return [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json]


def drawing(app) -> dict:
    (found,) = [part for part in parts(app) if "groupOf" in part]
    return found


def points(app) -> dict:
    (found,) = [part for part in parts(app) if "positions" in part]
    return found


def labels_of_points(app) -> list[str]:
    data = drawing(app)
    places = np.frombuffer(base64.b64decode(data["groupOf"]), "<u2")
    return [data["groups"][place]["label"] for place in places]


def test_before_the_pictures_are_described_one_press_has_it_done(open_app, dataset, monkeypatch):
    started = []
    monkeypatch.setattr("dashboard.ui.describing.start_job", lambda *asked: started.append(asked))
    app = open_app("atlas")
    assert "are not described by “Palette and texture” yet" in said(app)
    app.button(key="atlas.describe").click().run()
    assert started == [("embed", {"dataset": dataset.name, "descriptor": "palette_texture"})]


def fake_job(arguments: dict, state: str, **more) -> None:
    folder = JobStore().root / "20260101-000000-embed-000000"
    folder.mkdir(parents=True)
    (folder / "job.json").write_text(json.dumps({"kind": "embed", "arguments": arguments}))
    write_status(JobStatus(folder.name, "embed", arguments, state=state, **more), folder / "status.json")


def test_a_description_that_failed_says_why_and_can_be_started_again(open_app, dataset):
    fake_job({"dataset": dataset.name, "descriptor": "palette_texture"}, "failed", message="The disk is full.")
    app = open_app("atlas")
    assert "The disk is full." in app.error[0].value.replace("\\", "")
    assert [button.label for button in app.button if button.key == "atlas.describe"] == ["Describe the pictures"]


def test_the_map_has_every_picture_with_its_painter(open_app, described):
    data = points(open_app("atlas"))
    catalog = described.catalog()
    assert data["ids"] == catalog["painting_id"].tolist()
    names = {artist.id: artist.name for artist in described.artists()}
    painters = np.frombuffer(base64.b64decode(data["artistOf"]), "<u2")
    assert [data["artists"][place] for place in painters] == [names[i] for i in catalog["artist_id"]]
    numbers = np.frombuffer(base64.b64decode(data["numbers"]), "<i4")
    assert numbers.tolist() == catalog["number"].astype(int).tolist()


@pytest.mark.parametrize("colour", ["artist", "movement", "century"])
def test_the_colour_is_in_the_address(colour, open_app, described):
    app = open_app("atlas", atlas__colour=colour)
    assert app.segmented_control(key="atlas.colour.choice").value == colour
    expected = {
        "artist": {"Claude Monet", "Albrecht Dürer", "Paul Klee"},
        "movement": {"Impressionism", "Northern Renaissance", "Expressionism"},
        "century": {"16th century", "19th century", "20th century"},
    }
    assert set(labels_of_points(app)) == expected[colour] and not app.error


def test_pictures_that_were_left_out_are_not_on_the_map(open_app, described):
    described.decide("exclude", ["Paul_Klee_2"], "Wrong artist")
    assert "Paul_Klee_2" not in points(open_app("atlas"))["ids"]


def test_without_a_run_answers_cannot_be_shown_and_one_press_leads_on(open_app, described):
    app = open_app("atlas", atlas__colour="mistake")
    assert "No model has answered for these pictures yet" in said(app)
    assert "Open the runs" in links(app) and set(labels_of_points(app)) >= {"Paul Klee"}


def test_answers_and_mistakes_are_those_of_the_run_on_its_side(open_app, described):
    answers = answers_for(described, skill=1.0, seed=4)
    fabricate_results("r", answers, artists=described.artists())
    rows = list_pictures(answers).set_index("painting_id")
    for side in ("test", "train"):
        app = open_app("atlas", atlas__colour="mistake", run="r", atlas__side=side)
        shown = dict(zip(points(app)["ids"], labels_of_points(app), strict=True))
        for painting_id, label in shown.items():
            row = rows.loc[painting_id]
            assert label == (NO_PREDICTION if row["side"] != side else RIGHT if row["is_hit"] else WRONG)
    app = open_app("atlas", atlas__colour="answer", run="r", atlas__side="every")
    assert labels_of_points(app) == [rows.loc[one, "answer"] for one in points(app)["ids"]]


def test_an_area_in_the_address_hangs_its_pictures(open_app, described):
    app = open_app("atlas", atlas__area=EVERYWHERE)
    assert "12 pictures chosen" in said(app) and len(hung(app, "wall")) == 12
    assert "Claude Monet 4" in said(app)
    assert "All by these 3 painters in the gallery" in links(app)
    app.button(key="atlas.area.clear").click().run()
    assert "atlas.area" not in app.query_params and hung(app, "wall") == []


def test_what_the_legend_and_the_search_leave_out_is_not_chosen(open_app, described):
    app = open_app("atlas", atlas__area=EVERYWHERE, atlas__only="Paul Klee")
    assert drawing(app)["only"] == ["Paul Klee"]
    assert {picture["id"].rsplit("_", 1)[0] for picture in hung(app, "wall")} == {"Paul_Klee"}
    app = open_app("atlas", atlas__area=EVERYWHERE, atlas__artist="Claude Monet")
    assert points(app)["artists"][drawing(app)["focus"]] == "Claude Monet"
    assert {picture["id"].rsplit("_", 1)[0] for picture in hung(app, "wall")} == {"Claude_Monet"}


def test_an_area_without_pictures_says_so(open_app, described):
    app = open_app("atlas", atlas__area="-400.-400~-390.-400~-390.-390")
    assert "0 pictures chosen" in said(app) and "No highlighted picture" in said(app)


@pytest.mark.parametrize("area", ["x", "1.2~3.4", "<script>"])
def test_an_area_that_is_none_is_as_if_it_were_not_there(area, open_app, described):
    app = open_app("atlas", atlas__area=area)
    assert "chosen" not in said(app) and not app.error


def test_a_map_by_umap_is_made_in_the_background(open_app, described, monkeypatch):
    started = []
    monkeypatch.setattr("dashboard.ui.describing.start_job", lambda *asked: started.append(asked))
    app = open_app("atlas", atlas__method="umap")
    assert "This map has not been made yet" in said(app)
    app.button(key="atlas.make").click().run()
    assert [(kind, found["descriptor"]) for kind, found in started] == [("map", "palette_texture")]


def test_a_descriptor_without_its_file_says_which_one_and_fetches_what_has_an_address(
    open_app, described, monkeypatch, tmp_path
):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    started = []
    monkeypatch.setattr("dashboard.ui.describing.start_job", lambda *asked: started.append(asked))
    app = open_app("atlas", atlas__descriptor="dinov2_vits14")
    assert "needs a file of weights" in said(app) and not app.error
    assert not [button for button in app.button if button.key == "atlas.weights"]
    app = open_app("atlas", atlas__descriptor="resnet50")
    assert "needs its ImageNet weights" in said(app)
    app.button(key="atlas.weights").click().run()
    assert started == [("weights", {"descriptor": "resnet50"})]


def test_what_the_browser_tells_is_checked():
    heard = []
    _take_lasso({"lasso": {"corners": [[0, 0], [1, 0], [1, 1]]}}, heard.append)
    for nonsense in ({}, {"lasso": None}, {"lasso": {"corners": "abc"}}, {"lasso": {"corners": [[0, 0]]}}):
        _take_lasso(nonsense, heard.append)
    assert heard == [((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))]
    heard.clear()
    _take_only({"only": {"labels": ["Monet", "<b>", 3]}}, {"Monet"}, heard.append)
    assert heard == [["Monet"]]


def test_points_keep_their_places_to_a_pixel():
    positions = np.random.default_rng(0).uniform(0, 1, (50, 2)).astype(np.float32)
    data = AtlasPoints(tuple(map(str, range(50))), positions, ("",) * 50, (None,) * 50).as_data
    read = np.frombuffer(base64.b64decode(data["positions"]), "<u2").reshape(-1, 2) / 65_535
    assert np.abs(read - positions).max() < 1 / 10_000
    assert set(np.frombuffer(base64.b64decode(data["artistOf"]), "<u2")) == {65_535}
