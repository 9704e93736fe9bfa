"""The whole story in one sitting, from an empty installation: what a person does on the first day."""

import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.dataset.artists.table import builtin_artists
from core.models.registry import MODELS
from core.runs.store import RunStore
from core.showcase import CHAPTERS
from core.training.config.presets import PRESETS
from tests.browser.conftest import Server, Visitor, run_server

ARTISTS, PICTURES_EACH = 5, 24
PATIENCE_MS = 120_000
QUESTIONS = 10
TITLES = ("Dense net", "Convolutional net")
TILES, SOURCES = ".atelier-tiles img", "images => images.map(image => image.src)"
SOME_EPOCH = re.compile(r"Epoch ([2-9]|\d\d) of ")
VERDICT = re.compile("is ahead of .+ by|is better than .+ by|are equally accurate")


@pytest.fixture(scope="module")
def empty_server(painted_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with nothing, and a small part of the sample that may be imported."""
    folder = tmp_path_factory.mktemp("story")
    for part in ("data", "artifacts"):
        (folder / part).mkdir()
    painted, source = painted_sample / "data" / "sample", folder / "importable" / "paintings"
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
    page.get_by_role("heading", name=title, level=1, exact=True).wait_for()
    if title != "Runs":
        visitor.settle()
    assert page.get_by_test_id("stException").count() == 0, title
    return page


def start(visitor: Visitor, name: str, epochs: int) -> None:
    """Start a run from one of the presets, with fewer epochs than it has."""
    page = go_to(visitor, "Runs")
    page.get_by_role("button", name=PRESETS[name].title).click()
    field = page.get_by_role("spinbutton", name="Epochs").first
    expect(field).to_have_value(PRESETS[name].changes["epochs"])  # at rest it never is while a run is followed
    field.fill(str(epochs))
    field.press("Enter")
    page.wait_for_url(f"**set.epochs={epochs}**")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("heading", name="Under way").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("link", name=MODELS[name].title).first.wait_for(timeout=PATIENCE_MS)


def run_link(page: Page, title: str) -> None:
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("heading", name="Run", level=1, exact=True).wait_for()


def import_folder(visitor: Visitor, server: Server) -> None:
    page = visitor.open("/")
    page.get_by_role("textbox", name="Path of the folder or zip").fill(str(server.importable / "paintings"))
    page.get_by_role("textbox", name="Name of the new data set").fill("mine")
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Take the guided tour").wait_for(timeout=PATIENCE_MS)
    page.get_by_text("honest scores once the search is done").wait_for(state="detached", timeout=PATIENCE_MS)


def look_closely(visitor: Visitor) -> None:
    """From a picture of the Gallery to its page."""
    page = visitor.page
    page.get_by_role("link", name="Look at it closely").click()
    page.get_by_role("heading", name="Painting", level=1, exact=True).wait_for()
    visitor.settle()
    assert page.get_by_test_id("stException").count() == 0


def tune(visitor: Visitor) -> None:
    """Move a slider, see other pictures, and keep the recipe."""
    page = go_to(visitor, "Augmentation")
    before = page.locator(TILES).evaluate_all(SOURCES)
    page.locator("[data-testid=stSlider] input[type=range][aria-label^='Rotation']").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"augmentation\.rotation_range=\d"))
    visitor.settle()
    after = page.locator(TILES).evaluate_all(SOURCES)
    assert len(after) == len(before) > 0 and after != before
    page.get_by_role("button", name="Recipes").click()
    page.get_by_role("textbox", name="Name").fill("Gentle turns")
    page.get_by_role("button", name="Save the sliders").click()
    page.get_by_text("“Gentle turns” is saved.").wait_for()


def stop_and_resume(page: Page) -> None:
    """Watch a run until an epoch of it is done, stop it, and let it go on to its end."""
    page.get_by_text(SOME_EPOCH).first.wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Resume").click(timeout=PATIENCE_MS)
    page.get_by_role("link", name="Confusion matrix").wait_for(timeout=PATIENCE_MS)


def look_at_a_cell(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Confusion matrix").click()
    page.get_by_role("heading", name="Confusion", level=1).wait_for()
    visitor.settle()
    page.locator(".frame .cell").first.click()
    page.locator(".st-key-confusion-cell .atelier-large img").first.wait_for()
    visitor.settle()
    assert "confusion.painter=" in page.url


def compare(visitor: Visitor) -> None:
    """The verdict on both in a sentence."""
    page = go_to(visitor, "Compare")
    page.get_by_role("radio", name="Two runs").click()
    page.get_by_role("heading", level=3).filter(has_text=VERDICT).first.wait_for()


def take_the_report(visitor: Visitor, target: Path) -> None:
    """The report on both in a file."""
    page = go_to(visitor, "Compare")
    with page.expect_download(timeout=PATIENCE_MS) as report:
        page.get_by_role("button", name="Report").click()
    report.value.save_as(target)
    written = target.read_text("utf-8")
    assert all(title in written for title in TITLES)


def recognise(visitor: Visitor, picture: Path, artists: Collection[str]) -> None:
    page = go_to(visitor, "Atlas")
    describe = page.get_by_role("button", name="Describe the pictures")
    if describe.count():
        describe.click()
        describe.wait_for(state="detached", timeout=PATIENCE_MS)
    go_to(visitor, "Recognise")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(str(picture))
    headline = page.locator(".st-key-recognise-headline")
    headline.wait_for(timeout=PATIENCE_MS)
    visitor.settle()
    assert headline.get_by_role("heading").inner_text().replace("\u2060", "") in {*artists, "None of these"}
    named = page.locator(".st-key-recognise-verdict").inner_text()
    assert any(artist in named for artist in artists)
    assert picture.stem in page.locator(".st-key-recognise-known").inner_text(), "it is known as one of the collection"


def play(visitor: Visitor) -> None:
    """A whole game, to its card."""
    page = go_to(visitor, "Play")
    for number in range(1, QUESTIONS + 1):
        page.get_by_text(f"{number} of {QUESTIONS}", exact=True).wait_for()
        page.get_by_text("Click, or press 1 to ").wait_for()
        page.keyboard.press("1")
        page.get_by_text("% sure").first.wait_for()
        page.get_by_role("button", name="See the result" if number == QUESTIONS else "Next painting").click()
    page.locator(".result-card").wait_for()
    assert page.locator(".result-card li").count() == QUESTIONS


def turn_the_showcase(visitor: Visitor) -> None:
    page = go_to(visitor, "Showcase")
    page.get_by_role("button", name="Present").click()
    page.get_by_role("heading", level=1, name="The collection").wait_for()
    visitor.settle()
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", level=1, name="Who belongs to which movement").wait_for()
    heading, seen = page.get_by_role("heading", level=1), {"The collection", "Who belongs to which movement"}
    for _ in CHAPTERS[2:]:
        visitor.settle()
        before = heading.inner_text()
        page.keyboard.press("ArrowRight")
        expect(heading).not_to_have_text(before)
        seen.add(heading.inner_text())
        assert page.get_by_test_id("stException").count() == 0, heading.inner_text()
    visitor.settle()
    assert len(seen) == len(CHAPTERS)


@pytest.mark.timeout(900)  # it trains two models, on processors that others use as well
def test_the_first_day(new_visitor, empty_server: Server, tmp_path: Path):
    visitor = new_visitor(url=empty_server.url)
    page = visitor.page
    runs = RunStore(empty_server.folder / "artifacts" / "runs", keep_queue_going=False)

    import_folder(visitor, empty_server)
    for title in ("Glossary", "Movements", "Balance", "Health", "Gallery"):
        go_to(visitor, title)
    look_closely(visitor)
    tune(visitor)

    start(visitor, "snn", epochs=4)
    start(visitor, "cnn", epochs=40)  # enough that a slow machine sees one of them
    run_link(page, TITLES[1])
    stop_and_resume(page)
    assert sorted(run.status.state for run in runs.list()) == ["finished", "finished"]
    assert any(run.status.resumes == 1 for run in runs.list())

    look_at_a_cell(visitor)
    compare(visitor)
    artists = {artist.name for artist in builtin_artists()}
    recognise(visitor, next(empty_server.importable.rglob("*_3.jpg")), artists)
    play(visitor)
    turn_the_showcase(visitor)
    page.keyboard.press("Escape")
    take_the_report(visitor, tmp_path / "report.html")
    assert page.get_by_test_id("stException").count() == 0
    assert not visitor.faults
