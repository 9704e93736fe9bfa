"""Compare: leaderboard, curves, costs, two runs against each other, and runs that cannot be compared."""

import json
import re

import pytest

from core.evaluation.comparing import compare_runs
from core.evaluation.predictions import PREDICTIONS_FILE
from core.runs import folder as files
from core.training import TrainConfig
from dashboard.features.results.run_set import read_choices
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


def test_runs_that_are_level_share_the_first_place(open_app, dataset, answers):
    for name, title in (("a", "Alpha"), ("b", "Beta")):
        fabricate_results(name, answers["a"], config=TrainConfig("tiny"), notes={"title": title})
    words = said(open_app("compare"))
    assert re.search(r"Level at the top, with \d.*: (Alpha, Beta|Beta, Alpha)\.", words)
    assert "right most often" not in words


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
    assert "No run matches these filters" in said(app)
    app.button(key="compare.empty.clear").click().run()
    assert len(app.dataframe[0].value) == 3


def test_a_choice_is_kept_opened_and_forgotten_on_the_page(open_app, dataset, runs):
    app = open_app("compare", runs="a,b")
    app.text_input(key="compare.choice.name").set_value("Best two")
    app.button(key="compare.choice.save").click().run()
    assert {name: sorted(kept) for name, kept in read_choices().items()} == {"Best two": ["a", "b"]}
    app = open_app("compare")
    app.button(key="compare.choice.open.Best two").click().run()
    assert sorted("".join(app.query_params["runs"]).split(",")) == ["a", "b"]
    app.button(key="compare.choice.delete.Best two").click().run()
    assert read_choices() == {}


def test_runs_of_different_data_sets_are_refused_even_where_ids_agree(open_app, dataset, runs):
    folder = fabricate_results("d", answers_for(dataset, seed=8), config=TrainConfig("other"), notes={"title": "Delta"})
    change_facts(folder, dataset={"name": "other", "fingerprint": "77", "paintings": 12})
    app = open_app("compare", runs="a,d")
    assert "was trained on the data set" in app.error[0].value and "p-value" not in said(app)
    shown = said(app)
    assert shown.count("not here any more") == 1 and "Delta: The data set “other”" in shown


def change_facts(folder, **facts):
    document = json.loads((folder / files.CONFIG).read_text("utf-8"))
    (folder / files.CONFIG).write_text(json.dumps({**document, **facts}), "utf-8")


def test_a_data_set_that_changed_since_is_said_once(open_app, dataset, runs):
    summary = dataset.summary()
    same = {"name": "tiny", "fingerprint": summary.fingerprint, "paintings": summary.paintings}
    for folder in runs.values():
        change_facts(folder, dataset=same)
    assert "has changed since" not in said(open_app("compare"))
    change_facts(runs["b"], dataset={**same, "fingerprint": "0f3a"})
    shown = said(open_app("compare", compare__view="pair"))
    assert shown.count("has changed since: as many paintings") == 1 and "Beta: The data set" in shown


def test_maps_of_both_runs_are_asked_for_on_compare(open_app, dataset, runs, requested_maps):
    for name, skill in (("right", 40), ("wrong", -40)):
        fabricate_results(name, answers_for(dataset, skill=skill))
    app = open_app("compare", runs="right,wrong", compare__only="second")
    app.toggle(key="compare.looked").set_value(True).run()
    assert {request.run_id for request in requested_maps} == {"right", "wrong"} and "No model here" in app.error[
        0
    ].value


def test_parameters_of_a_probe_hold_those_of_its_encoders(open_app, dataset, answers):
    probe = TrainConfig("tiny", model="probe", encoders=("palette_texture", "resnet50"))
    fabricate_results("p", answers["a"], config=probe)
    table = open_app("compare").dataframe[0].value
    assert table["Parameters"].tolist() == [1061 + 23_587_712]
    assert "includes its frozen encoders" in said(open_app("compare", compare__view="cost", compare__cost="parameters"))


def test_a_choice_can_be_kept_and_forgotten(dataset, runs):
    from dashboard.features.results.run_set import delete_choice, save_choice

    assert save_choice("  Best  two ", ["a", "b"]) == "Best two"
    assert read_choices() == {"Best two": ("a", "b")}
    assert delete_choice("Best two") == ("a", "b") and read_choices() == {}


def test_runs_with_other_test_pictures_are_refused_until_the_common_ones_are_asked_for(open_app, dataset, runs):
    fabricate_results("d", answers_for(dataset, seed=9, split_seed=2), notes={"title": "Delta"})
    app = open_app("compare", runs="a,d")
    assert "were not tested on the same pictures" in said(app)
    assert not app.error and "likely by chance" not in said(app).casefold()
    app.toggle(key="compare.common").set_value(True).run()
    assert "that all runs have in common" in said(app) and "p-value" in said(app)
    assert "same letter" in said(open_app("compare"))


def test_every_pair_is_tested_and_corrected(open_app, dataset, runs, answers):
    table = open_app("compare", compare__view="pairs").dataframe[0].value
    expected = compare_runs({NAMES[name]: found for name, found in answers.items()})
    assert sorted(table["p-value"]) == pytest.approx(sorted(pair.p_corrected for pair in expected.pairs))


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
    assert "No result on this split: Alpha." in said(open_app("compare"))
    app = open_app("compare", runs="a,b")
    assert "damaged" in app.error[0].value


def test_any_number_of_runs_has_a_place(open_app, dataset, answers):
    for number in range(30):
        fabricate_results(f"r{number:02}", answers["a"], rounds=5, notes={"title": f"Run {number}"})
    for view in ("leaderboard", "curves", "cost"):
        app = open_app("compare", compare__view=view)
        assert not app.error
    assert len(open_app("compare").dataframe[0].value) == 30
