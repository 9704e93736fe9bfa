"""A read-only demo in the browser: every page opens, what could change something is locked, and nothing changes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from streamlit.testing.v1 import AppTest

from core.inference.place import default_place
from core.runs.store import RunStore
from core.showcase import CHAPTERS
from core.training import TrainConfig
from core.training.config.overrides import with_settings
from core.training.config.presets import PRESETS
from core.training.reporting import SilentReporter
from core.training.training import train
from dashboard.app import PAGES
from tests.pages.conftest import OpenApp, texts
from tests.read_only import installation, tree_of

__all__ = ["installation"]

ENTRIES = [entry.page for entries in PAGES.values() for entry in entries]
REFUSED = "This is a read-only demo, so it cannot"


@pytest.fixture
def opened(open_app: OpenApp, dataset, installation: Path):
    """Open a page with everything in its address that it may want."""
    painting = str(dataset.catalog()["painting_id"].iloc[0])

    def open_page(page: str, run: str = "one") -> AppTest:
        return open_app(page, dataset=dataset.name, run=run, painting=painting)

    return open_page


def pressable(app: AppTest) -> list[str]:
    return [button.key for button in app.button if button.key and not button.proto.disabled]


def one_of_each_kind(keys: list[str]) -> list[str]:
    """Of buttons that differ only in what they are about, the first: a row's, a chapter's, a picture's."""
    kinds: dict[str, str] = {}
    for key in keys:
        parts = [part for part in key.split(".") if not any(sign.isdigit() for sign in part)]
        acting = [part for part in parts if part not in CHAPTERS and part not in PRESETS]
        kinds.setdefault(".".join(acting), key)
    return list(kinds.values())


@pytest.mark.parametrize("page", ENTRIES)
def test_a_page_can_be_looked_at_and_everything_on_it_pressed(page: str, opened, installation: Path):
    before = tree_of(installation)
    app = opened(page)
    assert "Read-only demo" in texts(app).replace("\\", "") and not app.error
    for key in one_of_each_kind(pressable(app)):
        if key not in pressable(app):  # another one led away from it
            app = opened(page)
        app.button(key=key).click().run()
        assert not app.exception, key
        assert REFUSED not in texts(app).replace("\\", ""), f"“{key}” of {page} is offered and then refused"
    assert tree_of(installation) == before


@pytest.mark.parametrize("run", ["two", "queued", "running", "stopped", "failed"])
def test_a_run_in_any_state_can_be_looked_at(run: str, opened, installation: Path):
    before = tree_of(installation)
    app = opened("run", run)
    assert not app.exception and REFUSED not in texts(app).replace("\\", "")
    for word in ("stop", "resume", "delete", "again"):
        for button in app.button:
            if button.key and word in button.key:
                assert button.proto.disabled, button.key
    assert tree_of(installation) == before


def test_without_any_data_set_nothing_is_offered_that_would_make_one(open_app: OpenApp, roots: Path, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    app = open_app("home")
    assert not app.error and not [key for key in pressable(app) if key.startswith("home.")]
    assert "There is no data set" in texts(app).replace("\\", "")
    assert not list((roots / "data").iterdir())


@pytest.fixture
def trained_probe(dataset, roots: Path) -> Iterator[str]:
    """A probe that was really trained; its id. The process that is asked about it is ended with the test."""
    run = RunStore().create(with_settings(TrainConfig(dataset.name), {"model": "probe"}))
    train(run.config, run.folder, SilentReporter())
    RunStore().change_status(run.id, lambda status: replace(status, state="finished"))
    yield run.id
    server = default_place().announcement()
    assert server is not None, "it was answered from files"
    psutil.Process(server.pid).kill()


def test_an_upload_is_recognised_by_a_real_model_and_nothing_changes(
    open_app: OpenApp, dataset, trained_probe: str, roots: Path, monkeypatch
):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    before = tree_of(roots)
    app = open_app("recognise", dataset=dataset.name, run=trained_probe)
    photo = (dataset.folder / str(dataset.catalog()["path"].iloc[0])).read_bytes()
    app.file_uploader(key="recognise.upload.file").upload("photo.jpg", photo, "image/jpeg").run(timeout=120)
    assert not app.exception and not app.error
    assert " % sure" in texts(app) and any(artist.name in texts(app) for artist in dataset.artists())
    assert tree_of(roots) == before
