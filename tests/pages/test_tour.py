"""The guided tour: it trains what it shows, and leads from page to page without losing anybody."""

import pytest

from core.dataset.store import Dataset
from core.training import TrainConfig
from core.training.config.presets import demo_configs
from dashboard.features.home import tour_offer
from dashboard.shell.tour import TOUR
from tests.fabricated_runs import fabricate_run
from tests.pages.conftest import texts


@pytest.fixture
def started(monkeypatch) -> list[TrainConfig]:
    """What would have been trained."""
    configs: list[TrainConfig] = []
    monkeypatch.setattr(tour_offer, "start_run", lambda config: configs.append(config) or "run")
    return configs


@pytest.fixture
def searched(dataset: Dataset) -> Dataset:
    """A data set whose same works are known, so that the tour is what comes next."""
    dataset.find_same_works()
    return dataset


def test_the_tour_trains_three_models_that_can_be_compared_and_leads_from_stop_to_stop(started, open_app, searched):
    app = open_app()
    app.button(key="home.tour.start").click().run()
    assert [config.model for config in started] == ["snn", "cnn", "probe"]
    assert len({(config.dataset, config.selection.mode, config.selection.top, config.split) for config in started}) == 1
    assert started[2].encoders == ("palette_texture",), "the probe needs no file of weights"
    for number, stop in enumerate(TOUR):
        assert app.title[0].value == stop.title and f"{number + 1} of {len(TOUR)}" in texts(app)
        if number + 1 < len(TOUR):
            app.button(key="shell.tour.next").click().run()
            assert not app.exception
    app.button(key="shell.tour.back").click().run()
    assert app.title[0].value == TOUR[-2].title


def test_runs_that_are_done_or_wait_already_are_not_trained_again(started, open_app, searched):
    for state, config in zip(("failed", "finished", "queued"), demo_configs(searched.name), strict=True):
        fabricate_run(state, config, state=state, epochs=0 if state == "queued" else 3)
    app = open_app()
    app.button(key="home.tour.start").click().run()
    assert [config.model for config in started] == ["snn"]


def test_whoever_strays_is_shown_the_way_back_and_may_end_it(started, open_app, searched):
    app = open_app()
    app.button(key="home.tour.start").click().run()
    app.switch_page("../pages/health.py").run()
    assert f"waits at **{TOUR[0].title}**" in texts(app)
    app.button(key="shell.tour.return").click().run()
    assert app.title[0].value == TOUR[0].title
    app.button(key="shell.tour.end").click().run()
    assert "shell.tour.next" not in {button.key for button in app.button}


def test_a_page_that_is_loaded_again_is_still_at_its_stop_until_the_tour_is_ended(started, open_app, searched):
    app = open_app()
    app.button(key="home.tour.start").click().run()
    app.button(key="shell.tour.next").click().run()
    (at,) = app.query_params["tour"]
    again = open_app(TOUR[1].page, tour=at)
    assert f"2 of {len(TOUR)}" in texts(again)
    again.query_params.clear()
    again.switch_page("../pages/health.py").run()
    assert f"waits at **{TOUR[1].title}**" in texts(again) and "tour" in again.query_params
    again.button(key="shell.tour.end").click().run()
    assert "tour" not in again.query_params and "shell.tour.next" not in {button.key for button in again.button}


@pytest.mark.parametrize("asked", ["0", "99", "-1", "two", "", "9" * 5000])
def test_a_stop_that_is_none_is_no_tour(asked, open_app, searched):
    app = open_app("gallery", tour=asked)
    assert "tour" not in app.query_params and "shell.tour.end" not in {button.key for button in app.button}


def test_in_a_read_only_demo_the_tour_trains_nothing(started, open_app, searched, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app()
    assert "trains" not in texts(app)
    app.button(key="home.tour.start").click().run()
    assert app.title[0].value == TOUR[0].title and not started
    offering = [stop for stop in TOUR if "train on the same artists" in stop.look]
    assert [stop.page for stop in offering] == ["runs"] and all(stop.look_read_only for stop in offering)
    app.session_state["tour.at"] = TOUR.index(offering[0])
    app.switch_page("../pages/runs.py").run()
    assert "Earlier runs" in texts(app) and "Three models train" not in texts(app)
