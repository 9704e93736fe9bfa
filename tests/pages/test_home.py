"""Home: what is here, what comes next, and bringing one's own pictures."""

import re
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from core.environment import artifacts_root
from core.jobs import JobStatus, JobStore, cancel_job
from core.processes.status import write_status
from core.training import TrainConfig
from tests.fabricated_runs import fabricate_run
from tests.pages.test_runs import links


def said(app) -> str:
    kinds = (app.markdown, app.caption, app.html, app.error)
    return "\n".join(str(element.value).replace("\\", "") for kind in kinds for element in kind)


def wait_for_jobs(seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while any(not job.is_over for job in JobStore().list()):
        assert time.monotonic() < give_up
        time.sleep(0.2)


def test_home_counts_what_there_is(open_app, dataset):
    app = open_app()
    (counts,) = (
        element.value for element in app.html if '<dl class="atelier-figures atelier-large-figures">' in element.value
    )
    figures = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", counts))
    assert figures["Paintings"] == "12"
    assert figures["Artists with pictures"] == "3 of 3"
    assert figures["Movements"] == "5"
    assert figures["Artists lived"] == "1471–1940"
    assert "Every artist has 4 pictures." in said(app)


def test_pictures_have_a_text_for_those_who_cannot_see_them(open_app, dataset):
    html = "".join(element.value for element in open_app().html)
    assert html.count("<img") == html.count('alt="Painting: ') > 0


def test_home_offers_the_search_then_the_tour_and_then_the_results_as_the_next_step(open_app, dataset):
    app = open_app()
    assert links(app)[0] == "Open the health report"
    assert app.button(key="home.tour.start") and "honest scores once the search is done" in said(app)
    app.button(key="home.next.search").click().run()
    wait_for_jobs()
    assert open_app().button(key="home.tour.start")
    fabricate_run("r", TrainConfig(dataset.name))
    app = open_app()
    assert app.button(key="home.next.results").label == "Compare the models"
    assert app.button(key="home.tour.start")


def test_home_says_while_same_works_are_searched_for(open_app, dataset):
    me = psutil.Process()
    job = JobStatus(
        "20260101-000000-find_same_works-abc", "find_same_works", {"dataset": dataset.name}, state="running"
    )
    folder = artifacts_root() / "jobs" / job.job_id
    folder.mkdir(parents=True)
    write_status(replace(job, pid=me.pid, process_started=me.create_time()), folder / "status.json")
    app = open_app()
    assert "are being searched for" in said(app)
    assert app.button(key="home.tour.start") and "honest scores once the search is done" in said(app)


def test_without_a_data_set_one_click_paints_the_sample(open_app):
    app = open_app()
    app.button(key="home.empty.sample").click().run()
    (job,) = JobStore().list("sample")
    cancel_job(job.job_id)
    assert "Painting **sample**" in said(app)
    assert not app.error


def test_a_folder_is_imported_in_the_background_and_offered(open_app, collection: Path, monkeypatch, dataset):
    monkeypatch.setenv("ATELIER_ALLOWED_PATHS", str(collection.parent))
    app = open_app()
    app.text_input(key="home.import.path").set_value(str(collection))
    app.text_input(key="home.import.name").set_value("mine")
    app.button(key="home.import.start").click().run()
    wait_for_jobs()
    app = open_app(dataset=dataset.name)  # a new tab finds the outcome too
    assert "are in “mine”" in said(app)
    next(button for button in app.button if button.label == "Show it").click().run()
    assert app.selectbox(key="dataset").value == "mine"


@pytest.mark.parametrize(
    ("path", "name", "sentence"),
    [
        ("/etc", "x", "outside the folders this app may read"),
        ("{collection}/nowhere", "x", "does not exist"),
        ("{collection}", "tiny", "There is a data set “tiny” already"),
        ("{collection}", "a/b", "cannot name a data set"),
    ],
)
def test_a_mistake_gets_one_sentence(path, name, sentence, open_app, collection: Path, monkeypatch, dataset):
    monkeypatch.setenv("ATELIER_ALLOWED_PATHS", str(collection.parent))
    app = open_app()
    app.text_input(key="home.import.path").set_value(path.format(collection=collection))
    app.text_input(key="home.import.name").set_value(name)
    app.button(key="home.import.start").click().run()
    assert len(app.error) == 1 and sentence in said(app)
    assert JobStore().list() == []


def test_a_read_only_demo_has_no_import_form(open_app, dataset, monkeypatch):
    open_app()
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app()
    assert not app.text_input
    assert "read-only demo" in said(app)


def test_what_goes_wrong_inside_is_one_calm_sentence(open_app, dataset, monkeypatch):
    from dashboard.features.home import collection_overview

    monkeypatch.setattr(collection_overview, "build_skyline", lambda counts: 1 / 0)
    app = open_app()
    assert len(app.error) == 1
    assert "Something went wrong" in app.error[0].value and "ZeroDivisionError" not in app.error[0].value
