"""Play: a whole game against fabricated answers, fair and with nothing given away."""

import json

import pandas as pd
import pytest

from core.evaluation.predictions import PREDICTIONS_FILE, read_predictions
from core.quiz import draw_quiz
from core.training import TrainConfig
from tests.fabricated_results import answers_for, fabricate_results
from tests.pages.conftest import texts
from tests.pages.test_runs import links, said

SEED = "11"


@pytest.fixture
def run(dataset):
    """One run with the sides as its split has them; its folder."""
    answers = answers_for(dataset, skill=1.0, seed=3)
    return fabricate_results("opponent", answers, config=TrainConfig("tiny"), artists=dataset.artists())


@pytest.fixture
def quiz(run, dataset):
    """The game that the page must play, drawn here anew."""
    groups = dict(zip(dataset.catalog()["painting_id"], dataset.catalog()["work_group"].astype(str), strict=True))
    return draw_quiz(read_predictions(run / PREDICTIONS_FILE), int(SEED), work_groups=groups)


def give(app, artist: str):
    buttons = [button for button in app.button if str(button.key).startswith("play.choice.")]
    next(button for button in buttons if button.label.endswith(artist)).click().run()


def test_without_a_run_one_sentence_leads_to_training(open_app, dataset):
    app = open_app("play")
    assert "No model of this data set is trained yet" in said(app) and "Open the runs" in links(app)


def test_a_whole_game_is_counted_and_ends_with_a_card(open_app, dataset, run, quiz):
    app = open_app("play", play__seed=SEED, run="opponent")
    person = 0
    for place, question in enumerate(quiz.questions):
        chosen = question.choices[place % len(question.choices)]
        person += chosen == question.painter
        give(app, chosen)
        assert ("Right." if chosen == question.painter else "No. You said") in texts(app)
        assert f"{100 * question.confidence:.0f} % sure" in texts(app)
        app.button(key="play.next").click().run()
    card = next(str(html.value) for html in app.html if "result-card" in str(html.value))
    network = sum(question.is_network_right for question in quiz.questions)
    total = len(quiz.questions)
    assert f"<dd>{person}<small> of {total}" in card and f"<dd>{network}<small> of {total}" in card
    assert card.count("<li>") == total and not app.error


def test_nothing_in_the_page_names_the_painting_before_the_answer(open_app, dataset, run, quiz):
    app = open_app("play", play__seed=SEED)
    question = quiz.questions[0]
    sent = (
        texts(app) + json.dumps([str(element.proto) for element in app.get("bidi_component")]) + str(app.query_params)
    )
    assert question.painting_id not in sent and question.painting_id.split("_")[0] not in sent
    give(app, question.painter)
    assert "About this painting" in links(app)


def test_the_same_address_asks_the_same_and_another_game_another(open_app, dataset, run):
    def first(seed: str) -> str:
        app = open_app("play", play__seed=seed)
        return next(str(html.value) for html in app.html if "play-painting" in str(html.value))

    assert first("1") == first("1")
    assert len({first("1"), first("2"), first("3")}) > 1


def test_an_address_without_a_usable_seed_gets_one(open_app, dataset, run):
    for seed in ("-1", "99999999999", "²"):
        app = open_app("play", play__seed=seed)
        assert not app.error and "".join(app.query_params["play.seed"]).isdecimal()


def test_a_second_press_on_an_answered_question_changes_nothing(open_app, dataset, run, quiz):
    app = open_app("play", play__seed=SEED)
    give(app, quiz.questions[0].painter)
    assert not [button for button in app.button if str(button.key).startswith("play.choice.")]
    assert "You <b>1</b>" in texts(app)


def test_a_work_that_training_shows_is_left_out_and_said(open_app, dataset, run):
    answers = read_predictions(run / PREDICTIONS_FILE)
    test, train = (answers.painting_id[answers.side == side][0] for side in ("test", "train"))
    path = dataset.catalog_path
    catalog = pd.read_parquet(path)
    catalog.loc[catalog["painting_id"].isin([test, train]), "work_group"] = "shared"
    catalog.to_parquet(path)
    assert "1 picture left out" in said(open_app("play", play__seed=SEED))


def test_a_run_with_damaged_answers_is_said_in_a_sentence(open_app, dataset, run):
    (run / PREDICTIONS_FILE).write_bytes(b"no parquet")
    app = open_app("play", play__seed=SEED)
    assert "damaged" in app.error[0].value


def test_a_run_that_is_not_there_is_said(open_app, dataset, run):
    assert "There is no finished run “gone”" in said(open_app("play", play__seed=SEED, run="gone"))


def test_whoever_comes_back_from_another_page_goes_on_with_the_game_that_was_begun(open_app, dataset, run, quiz):
    app = open_app("play", play__seed=SEED, run="opponent")
    for _ in ("before an answer", "after one"):
        app.query_params.clear()  # as Streamlit leaves the address behind a link to another page
        app.switch_page("../pages/play.py").run()
        assert app.query_params["play.seed"] in (SEED, [SEED]) and app.query_params["run"] in ("opponent", ["opponent"])
        if not [button for button in app.button if button.key == "play.next"]:
            give(app, quiz.questions[0].choices[0])
    assert app.button(key="play.next")
