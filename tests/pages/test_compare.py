"""Compare: leaderboard, curves, costs, two runs against each other, and runs that cannot be compared."""

import json

import pytest

from core.evaluation.comparing import compare_runs
from core.evaluation.predictions import PREDICTIONS_FILE
from core.runs import folder as files
from core.training import TrainConfig
from dashboard.saved_choices import read_choices
from tests.fabricated_results import answers_for, fabricate_results
from tests.pages.test_runs import links, said

VIEWS = ("leaderboard", "pair", "pairs", "curves", "cost", "seeds")
NAMES = {"a": "Alpha", "b": "Beta", "c": "Gamma"}


@pytest.fixture
def answers(dataset):
    return {name: answers_for(dataset, skill=1.5, seed=seed) for seed, name in enumerate(NAMES)}


@pytest.fixture
def runs(dataset, answers):
    """Three runs on the same split that differ in their seeds alone; their folders."""
    return {
        name: fabricate_results(name, found, config=TrainConfig("tiny", seed=seed), notes={"title": NAMES[name]})
        for seed, (name, found) in enumerate(answers.items())
    }


def accuracies(runs) -> dict[str, float]:
    documents = {NAMES[name]: json.loads((folder / files.EVALUATION).read_text()) for name, folder in runs.items()}
    return {name: document["test"]["accuracy"] for name, document in documents.items()}


def test_without_a_result_one_click_leads_to_the_runs(open_app, dataset):
    app = open_app("compare")
    assert "No run has a result yet" in said(app) and links(app) == ["Open the runs"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_from_its_address(view: str, open_app, dataset, runs):
    app = open_app("compare", compare__view=view)
    assert not app.error and app.segmented_control(key="compare.view.choice").value == view


def test_the_leaderboard_ranks_every_run_by_accuracy(open_app, dataset, runs):
    table = open_app("compare").dataframe[0].value
    expected = accuracies(runs)
    assert set(table["Run"]) == set(expected)
    assert table["Accuracy"].is_monotonic_decreasing
    assert table.set_index("Run")["Accuracy"].to_dict() == pytest.approx(expected, abs=1e-3)


def test_two_runs_in_the_address_open_their_paired_test(open_app, dataset, runs, answers):
    app = open_app("compare", runs="a,b")
    assert app.segmented_control(key="compare.view.choice").value == "pair"
    second, first = app.selectbox(key="compare.b.choice").value, app.selectbox(key="compare.a.choice").value
    expected = compare_runs({NAMES[first]: answers[first], NAMES[second]: answers[second]})
    assert expected.pairs[0].sentence in said(app)
    assert "They differ in" in app.expander[0].label


def test_filters_and_an_unknown_run_are_said(open_app, dataset, runs):
    app = open_app("compare", runs="a,b,gone", compare__view="leaderboard")
    assert "gone" in said(app) and len(app.dataframe[0].value) == 2
    app.button(key="compare.runs.all").click().run()
    assert len(app.dataframe[0].value) == 3
    app.text_input(key="compare.text").set_value("beta").run()
    assert list(app.dataframe[0].value["Run"]) == ["Beta"]
    app.text_input(key="compare.text").set_value("nothing of that").run()
    assert "No run is all of that" in said(app)
    app.button(key="compare.empty.clear").click().run()
    assert len(app.dataframe[0].value) == 3


def test_a_choice_can_be_kept_and_forgotten(dataset, runs):
    from dashboard.saved_choices import delete_choice, save_choice

    assert save_choice("  Best  two ", ["a", "b"]) == "Best two"
    assert read_choices() == {"Best two": ("a", "b")}
    assert delete_choice("Best two") == ("a", "b") and read_choices() == {}


def test_runs_with_other_test_pictures_are_refused_until_the_common_ones_are_asked_for(open_app, dataset, runs):
    fabricate_results("d", answers_for(dataset, seed=9, split_seed=2), notes={"title": "Delta"})
    app = open_app("compare", runs="a,d")
    assert "were not tested on the same pictures" in said(app)
    assert not app.error and "likely by chance" not in said(app).casefold()
    app.toggle(key="compare.common").set_value(True).run()
    assert "that all runs have in common" in said(app) and "Likely by chance" in said(app)
    assert "same letter" in said(open_app("compare"))


def test_every_pair_is_tested_and_corrected(open_app, dataset, runs, answers):
    table = open_app("compare", compare__view="pairs").dataframe[0].value
    expected = compare_runs({NAMES[name]: found for name, found in answers.items()})
    assert sorted(table["Likely by chance"]) == pytest.approx(sorted(pair.p_corrected for pair in expected.pairs))


def test_seeds_of_one_configuration_are_shown_as_spread(open_app, dataset, runs):
    table = open_app("compare", compare__view="seeds").dataframe[0].value
    assert table["Runs"].tolist() == [3]
    mean = sum(accuracies(runs).values()) / 3
    assert table["Mean"].tolist() == [f"{100 * mean:.1f} %"]


def test_a_damaged_run_is_listed_and_cannot_be_compared(open_app, dataset, runs):
    (runs["a"] / files.EVALUATION).write_text("{", "utf-8")
    (runs["a"] / PREDICTIONS_FILE).write_text("nonsense", "utf-8")
    table = open_app("compare").dataframe[0].value
    assert table.set_index("Run")["Accuracy"].isna().to_dict() == {"Alpha": True, "Beta": False, "Gamma": False}
    app = open_app("compare", runs="a,b")
    assert "damaged" in app.error[0].value


def test_any_number_of_runs_has_a_place(open_app, dataset, answers):
    for number in range(30):
        fabricate_results(f"r{number:02}", answers["a"], rounds=5, notes={"title": f"Run {number}"})
    for view in ("leaderboard", "curves", "cost"):
        app = open_app("compare", compare__view=view)
        assert not app.error
    assert len(open_app("compare").dataframe[0].value) == 30
