"""The whole story in one sitting, from an empty installation: what a person does on the first day."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from core.runs import RunStore
from tests.browser.conftest import Server, Visitor, painted_sample, run_server

ARTISTS, PICTURES_EACH = 5, 24
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with nothing, and a small part of the sample that may be imported."""
    folder = tmp_path_factory.mktemp("story")
    for part in ("data", "artifacts"):
        (folder / part).mkdir()
    painted, source = painted_sample(tmp_path_factory) / "data" / "sample", folder / "importable" / "paintings"
    largest = sorted((painted / "images").iterdir(), key=lambda artist: -len(list(artist.iterdir())))[:ARTISTS]
    for artist in largest:
        (source / "images" / artist.name).mkdir(parents=True)
        for number in range(1, PICTURES_EACH + 1):
            name = f"{artist.name}_{number}.jpg"
            shutil.copy(artist / name, source / "images" / artist.name / name)
    shutil.copy(painted / "artists.csv", source)
    yield from run_server(folder)


def go_to(visitor: Visitor, title: str) -> Page:
    """Open a page from the navigation; it must be drawn without an exception."""
    page = visitor.page
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    visitor.settle()
    assert page.get_by_test_id("stException").count() == 0, title
    return page


def start(visitor: Visitor, preset: str) -> None:
    """Start a run from one of the presets."""
    page = go_to(visitor, "Runs")
    page.get_by_role("button", name=preset).click()
    visitor.settle()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("heading", name="Under way").wait_for(timeout=PATIENCE_MS)


def run_link(page: Page, title: str) -> None:
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("heading", name="Run", level=1, exact=True).wait_for()


def test_the_first_day(new_visitor, empty_server: Server, tmp_path: Path):
    visitor = new_visitor(url=empty_server.url)
    page = visitor.page
    runs = RunStore(empty_server.folder / "artifacts" / "runs", keep_queue_going=False)

    page = visitor.open("/")
    page.get_by_role("textbox", name="Path of the folder or zip").fill(str(empty_server.importable / "paintings"))
    page.get_by_role("textbox", name="Name of the new data set").fill("mine")
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Take the guided tour").wait_for(timeout=PATIENCE_MS)

    for title in ("Movements", "Balance", "Gallery", "Health"):
        go_to(visitor, title)

    go_to(visitor, "Augmentation")
    page.get_by_role("button", name="Recipes").click()
    page.get_by_role("textbox", name="Name").fill("Gentle turns")
    page.get_by_role("button", name="Save the sliders").click()
    page.get_by_text("“Gentle turns” is saved.").wait_for()

    start(visitor, "Five artists, dense net")
    start(visitor, "Five artists, convolutional")
    run_link(page, "Convolutional net")
    page.get_by_text("Epoch ", exact=False).first.wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Resume").click(timeout=PATIENCE_MS)
    page.get_by_role("link", name="What it mixes up").wait_for(timeout=PATIENCE_MS)
    assert sorted(run.status.state for run in runs.list()) == ["finished", "finished"]
    assert any(run.status.resumes == 1 for run in runs.list())

    page.get_by_role("link", name="What it mixes up").click()
    page.get_by_role("heading", name="Confusion", level=1).wait_for()
    visitor.settle()
    go_to(visitor, "Compare")
    with page.expect_download(timeout=PATIENCE_MS) as report:
        page.get_by_role("button", name="Report").click()
    report.value.save_as(tmp_path / "report.html")
    assert "Convolutional net" in (tmp_path / "report.html").read_text("utf-8")

    go_to(visitor, "Atlas")
    page.get_by_role("button", name="Describe the pictures").click()
    page.get_by_role("button", name="Describe the pictures").wait_for(state="detached", timeout=PATIENCE_MS)
    go_to(visitor, "Recognise")
    picture = next((empty_server.folder / "importable").rglob("*_3.jpg"))
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(str(picture))
    page.get_by_text(picture.stem, exact=False).first.wait_for(timeout=PATIENCE_MS)
    visitor.settle()

    go_to(visitor, "Play")
    go_to(visitor, "Showcase")
    assert not visitor.faults
