"""Confusion: everything about the mistakes of one run, down to what is left of a damaged folder."""

import json
import shutil

import pytest

from core.evaluation.confusions import list_pictures
from core.evaluation.predictions import PREDICTIONS_FILE
from core.runs import folder as files
from tests.fabricated_results import answers_for, fabricate_results
from tests.fabricated_runs import fabricate_run
from tests.pages.test_runs import links, said

VIEWS = ("matrix", "artists", "mistakes", "confidence", "movements")


@pytest.fixture
def run(dataset):
    """A run on the tiny data set that is right about as often as not; its folder."""
    answers = answers_for(dataset, skill=1.0, seed=4)
    return fabricate_results("r", answers, artists=dataset.artists())


def evaluation(folder) -> dict:
    return json.loads((folder / files.EVALUATION).read_text("utf-8"))


def test_without_a_result_one_click_leads_to_the_runs(open_app, dataset):
    app = open_app("confusion")
    assert "No run has a result yet" in said(app) and links(app) == ["Open the runs"]


def test_a_run_that_is_gone_is_named(open_app, dataset, run):
    app = open_app("confusion", run="gone")
    assert "There is no run “gone”" in said(app) and not app.error


def test_the_figures_are_those_of_the_evaluation(open_app, dataset, run):
    test = evaluation(run)["test"]
    shown = said(open_app("confusion", run="r"))
    assert f"{100 * test['accuracy']:.1f} %" in shown and f"{test['log_loss']:.3f}" in shown
    assert f"{test['pictures']:,}" in shown and "Leak meter" in shown


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_from_its_address(view: str, open_app, dataset, run):
    app = open_app("confusion", run="r", confusion__view=view)
    assert not app.error and app.segmented_control(key="confusion.view.choice").value == view


@pytest.mark.parametrize("side", ["train", "val", "test"])
def test_the_side_is_in_the_address_and_changes_the_figures(side: str, open_app, dataset, run):
    shown = said(open_app("confusion", run="r", confusion__side=side))
    assert f"{100 * evaluation(run)[side]['accuracy']:.1f} %" in shown
    assert ("Leak meter" in shown) == (side == "test")


def test_a_cell_in_the_address_shows_its_pictures_with_confidences(open_app, dataset, run):
    rows = list_pictures(answers_for(dataset, skill=1.0, seed=4))
    row = rows[rows["side"] == "train"].iloc[0]
    app = open_app(
        "confusion",
        run="r",
        confusion__side="train",
        confusion__painter=row["painter"],
        confusion__answer=row["answer"],
    )
    assert f"{row['answer']} {100 * row['confidence']:.0f} %" in said(app)
    app.button(key="confusion.cell.close").click().run()
    assert "Select a cell" in said(app) and "confusion.painter" not in app.query_params


def test_maps_are_asked_for_the_answer_and_whom_one_chooses(open_app, dataset, run, requested_maps):
    app = open_app(
        "confusion", run="r", confusion__view="mistakes", confusion__mistakes="sure", confusion__side="train"
    )
    app.toggle(key="confusion.looked").set_value(True).run()
    assert "No model here" in app.error[0].value
    assert {(request.run_id, request.artist) for request in requested_maps} == {("r", None)}


def test_the_table_that_is_saved_holds_what_is_shown():
    from dashboard.features.results.matrix_view import matrix_table
    from dashboard.queries.matrices import ordered_matrix
    from dashboard.theme import LIGHT

    expected = {"counts": [[3, 1], [0, 0]], "by_true": [[0.75, 0.25], None], "by_predicted": [[1.0, 1.0], [0.0, 0.0]]}
    for reading, rows in expected.items():
        matrix = ordered_matrix(["Ann", "Bob"], [[3, 1], [0, 0]], [], "name", reading, LIGHT)
        table = matrix_table(matrix, reading).set_index("Painter \\ answer")
        for name, row in zip(("Ann", "Bob"), rows, strict=True):
            assert table.loc[name].isna().all() if row is None else table.loc[name].tolist() == row


def test_the_table_of_artists_has_every_artist_and_leaves_undefined_values_out(open_app, dataset, run):
    app = open_app("confusion", run="r", confusion__view="artists")
    (table,) = [shown.value for shown in app.dataframe if "Artist" in shown.value]
    people = {row["artist"]: row for row in evaluation(run)["test"]["per_artist"]}
    assert set(table["Artist"]) == set(people)
    for row in table.to_dict("records"):
        expected = people[row["Artist"]]["f1"]
        assert row["F1"] != row["F1"] if expected is None else row["F1"] == pytest.approx(expected, abs=1e-3)


def test_without_predictions_the_matrix_stands_and_the_pictures_are_said_to_be_missing(open_app, dataset, run):
    (run / PREDICTIONS_FILE).unlink()
    artists = evaluation(run)["artists"]
    counts = evaluation(run)["train"]["confusion"]
    row, column = next((i, j) for i, line in enumerate(counts) for j, number in enumerate(line) if number)
    app = open_app(
        "confusion",
        run="r",
        confusion__side="train",
        confusion__painter=artists[row],
        confusion__answer=artists[column],
    )
    assert not app.error and "cannot be shown" in said(app) and "has no predictions.parquet" in said(app)


@pytest.mark.parametrize("text", [None, "{", '{"schema_version": 1, "test": {"accuracy": 1}}'])
def test_without_a_whole_evaluation_the_figures_come_from_the_predictions(text, open_app, dataset, run):
    expected = evaluation(run)["test"]["accuracy"]
    (run / files.EVALUATION).unlink()
    if text is not None:
        (run / files.EVALUATION).write_text(text, "utf-8")
    app = open_app("confusion", run="r")
    assert not app.error and f"{100 * expected:.1f} %" in said(app) and "computed again" in said(app)


def test_with_both_files_damaged_it_says_so_and_leads_to_the_runs(open_app, dataset, run):
    for name in (files.EVALUATION, PREDICTIONS_FILE):
        (run / name).write_text("nonsense", "utf-8")
    app = open_app("confusion", run="r")
    assert "damaged" in app.error[0].value and links(app) == ["Open the run", "Open the runs"]


def test_a_run_that_was_evaluated_by_other_means_says_what_it_lacks(open_app, dataset):
    fabricate_run("bare")
    app = open_app("confusion", run="bare")
    assert "no predictions.parquet" in app.error[0].value.replace("\\", "").replace("\u2060", "")


def test_a_data_set_that_is_gone_leaves_the_figures(open_app, dataset, run):
    shutil.rmtree(dataset.folder)
    app = open_app(
        "confusion", run="r", confusion__view="mistakes", confusion__mistakes="hair", confusion__side="train"
    )
    assert not app.error and "not here any more" in said(app)
    assert len(app.dataframe[0].value)


def test_pictures_that_were_removed_since_are_listed_by_name(open_app, dataset, run):
    catalog = dataset.catalog()
    gone = catalog["painting_id"].iloc[0]
    (dataset.folder / catalog["path"].iloc[0]).unlink()
    (dataset.folder / catalog["resized_path"].iloc[0]).unlink()
    dataset.rescan()
    app = open_app("confusion", run="r")
    assert not app.error and "has changed since" in said(app)
    rows = list_pictures(answers_for_run(run))
    row = rows[rows["painting_id"] == gone].iloc[0]
    app = open_app(
        "confusion",
        run="r",
        confusion__side=row["side"],
        confusion__painter=row["painter"],
        confusion__answer=row["answer"],
    )
    (table,) = [shown.value for shown in app.dataframe if "Picture" in shown.value]
    assert gone in set(table["Picture"])


def answers_for_run(folder):
    from core.evaluation.predictions import read_predictions

    return read_predictions(folder / PREDICTIONS_FILE)
