"""A page that is left by the navigation and opened again shows what it showed; links and Back bring their own."""

import pytest
from streamlit.testing.v1 import AppTest

from core.training import TrainConfig
from dashboard.state import page_memory
from tests.fabricated_results import answers_for, fabricate_results


@pytest.fixture
def runs(dataset):
    for seed, name in enumerate("ab"):
        config = TrainConfig("tiny", seed=seed)
        fabricate_results(name, answers_for(dataset, skill=1.5, seed=seed), config=config, notes={"title": name})


def visit(app: AppTest, page: str, **query: str) -> AppTest:
    """Click a page in the navigation, which opens it with an empty address, or a link that carries one."""
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key.replace("__", ".")] = value
    app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    return app


def value_of(app: AppTest, kind: str, key: str):
    return app.get(kind) and next(widget.value for widget in app.get(kind) if widget.key == key)


@pytest.mark.parametrize(
    ("page", "kind", "key", "value"),
    [
        ("gallery", "multiselect", "gallery.artists", ["Paul Klee"]),
        ("balance", "slider", "balance.top", 1),
        ("confusion", "button_group", "confusion.view.choice", "mistakes"),
        ("compare", "button_group", "compare.view.choice", "pair"),
        ("compare", "text_input", "compare.text", "a"),
        ("runs", "text_input", "runs.text", "a"),
        ("glossary", "text_input", "glossary.text", "epoch"),
    ],
)
def test_what_was_chosen_is_chosen_again(page, kind, key, value, open_app, dataset, runs):
    app = open_app(page)
    next(widget for widget in app.get(kind) if widget.key == key).set_value(value).run()
    visit(visit(app, "home"), page)
    assert value_of(app, kind, key) == value


def test_the_map_is_coloured_as_it_was(open_app, dataset):
    app = visit(visit(open_app("atlas", atlas__colour="movement"), "home"), "atlas")
    assert app.query_params["atlas.colour"] == "movement"


def test_settings_of_a_training_are_still_in_its_form(open_app, dataset):
    app = visit(visit(open_app("runs", set__epochs="7"), "home"), "runs")
    assert app.query_params["set.epochs"] == "7"
    assert "7" in {str(widget.value) for widget in app.number_input}


def test_a_half_filled_form_is_as_it_was(open_app, dataset):
    app = open_app("home")
    app.text_input(key="home.import.name").set_value("mine").run()
    visit(visit(app, "gallery"), "home")
    assert app.text_input(key="home.import.name").value == "mine"


def test_a_link_shows_what_it_says_and_no_older_filter(open_app, dataset):
    app = visit(open_app("gallery", gallery__shapes="tall"), "home")
    visit(app, "gallery", gallery__artists="Paul Klee")
    assert value_of(app, "multiselect", "gallery.artists") == ["Paul Klee"]
    assert "gallery.shapes" not in app.query_params


def test_filters_that_were_cleared_stay_cleared(open_app, dataset):
    app = open_app("gallery", gallery__artists="Paul Klee")
    app.multiselect(key="gallery.artists").set_value([]).run()
    visit(visit(app, "home"), "gallery")
    assert value_of(app, "multiselect", "gallery.artists") == []


def test_back_brings_the_address_it_wants(open_app, dataset, monkeypatch):
    app = visit(open_app("runs", set__epochs="7"), "home")
    monkeypatch.setattr(page_memory, "_is_history_navigation", lambda: True)
    assert "set.epochs" not in visit(app, "runs").query_params
