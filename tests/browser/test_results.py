"""Confusion and Compare as a person uses them: nothing cut off, a cell opens its pictures, pictures to take away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.dataset.artists.table import builtin_artists
from core.dataset.store import Dataset
from core.training import TrainConfig
from tests.browser.conftest import PHONE, Server
from tests.fabricated_results import answers_for, fabricate_answers, fabricate_results

OUTSIDE = """frame => {
  const svg = frame.querySelector('svg').getBoundingClientRect()
  return [...frame.querySelectorAll('svg text')].filter(text => {
    const box = text.getBoundingClientRect()
    return box.left < svg.left - 1 || box.right > svg.right + 1 || box.top < svg.top - 1 || box.bottom > svg.bottom + 1
  }).map(text => text.textContent)
}"""
TOO_LARGE_FOR_ITS_CELL = """frame => {
  const width = element => element.getBoundingClientRect().width
  return [...frame.querySelectorAll('.cell:has(text)')].filter(cell =>
    width(cell.querySelector('text')) > width(cell.querySelector('rect')) + 1).map(cell => cell.textContent)
}"""
SMALLEST_NUMBER_PX = """frame => {
  const svg = frame.querySelector('svg')
  const scale = svg.clientWidth / svg.viewBox.baseVal.width
  return Math.min(...[...frame.querySelectorAll('.cell text')].map(text => scale * text.getAttribute('font-size')))
}"""
RIGHT_ANSWERS = """cells => cells.filter(cell => cell.dataset.row === cell.dataset.column)
  .map(cell => Number(cell.querySelector('text').textContent))"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def sample_of(folder: Path) -> Dataset:
    return Dataset("sample", folder / "data" / "sample", folder / "artifacts" / "datasets" / "sample")


@pytest.fixture
def runs(server: Server) -> Iterator[Path]:
    """Three runs on the sample, and one that tells fifty artists apart on a data set that is not here."""
    root = server.folder / "artifacts" / "runs"
    root.mkdir(parents=True, exist_ok=True)
    sample = sample_of(server.folder)
    for seed, (name, skill) in enumerate({"one": 1.0, "two": 1.6, "three": 2.2}.items()):
        fabricate_results(
            name,
            answers_for(sample, skill=skill, seed=seed),
            config=TrainConfig("sample", seed=seed),
            artists=sample.artists(),
            notes={"title": f"Net {name}"},
            root=root,
        )
    names = [artist.name for artist in builtin_artists()]
    painters = [i % len(names) for i in range(3000)]
    many = fabricate_answers([f"p{i}" for i in range(3000)], painters, names, skill=2.0)
    fabricate_results("fifty", many, config=TrainConfig("gone"), notes={"title": "Fifty artists"}, root=root)
    yield root
    shutil.rmtree(root)


@pytest.mark.parametrize(("run", "reading"), [("three", "by_true"), ("fifty", "by_true"), ("fifty", "counts")])
def test_no_label_and_no_number_of_a_matrix_is_cut_off(run: str, reading: str, visitor, runs):
    page = visitor.open(f"/confusion?dataset=sample&run={run}&confusion.reading={reading}")
    frame = page.locator(".frame")
    assert frame.evaluate(OUTSIDE) == [] and frame.evaluate(TOO_LARGE_FOR_ITS_CELL) == []
    assert frame.evaluate(SMALLEST_NUMBER_PX) > 8.5


def test_the_order_changes_the_labels_and_not_the_numbers(visitor, runs):
    seen = {}
    for order in ("name", "clustered"):
        page = visitor.open(f"/confusion?dataset=sample&run=three&confusion.reading=counts&confusion.order={order}")
        names = page.locator(".frame .column").all_text_contents()
        seen[order] = dict(zip(names, page.locator(".frame .cell").evaluate_all(RIGHT_ANSWERS), strict=True))
    assert list(seen["name"]) == sorted(seen["name"], key=str.casefold)
    assert list(seen["name"]) != list(seen["clustered"]) and seen["name"] == seen["clustered"]


def test_a_cell_opens_its_pictures_and_the_address_says_which(visitor, runs):
    page = visitor.open("/confusion?dataset=sample&run=one")
    cell = page.locator(".frame .cell").first
    told = cell.locator("title").text_content()
    cell.click()
    page.locator(".st-key-confusion-cell .atelier-large img").first.wait_for()
    visitor.settle()
    assert "confusion.painter=" in page.url and "confusion.answer=" in page.url
    shown = page.locator(".st-key-confusion-cell").inner_text()
    assert told.split(" taken for ")[0].split(":")[0] in shown
    assert "picked" in cell.get_attribute("class")
    page.locator(".frame .cell.picked").click()
    page.get_by_text("Select a cell to see its pictures").wait_for()


def test_the_matrix_can_be_reached_by_keyboard(visitor, runs):
    page = visitor.open("/confusion?dataset=sample&run=one")
    page.locator(".frame").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".st-key-confusion-cell .atelier-large img").first.wait_for()


def test_a_label_error_is_marked_and_can_be_taken_back(visitor, runs):
    page = visitor.open("/confusion?dataset=sample&run=one&confusion.view=mistakes&confusion.mistakes=sure")
    page.get_by_role("button", name="Mark").first.click()
    page.get_by_text("Label error: another artist").click()
    page.get_by_text("Left out: Wrong artist").wait_for()
    assert list(sample_of(runs.parents[1]).manifest().excluded.values()) == ["Wrong artist"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Left out: Wrong artist").wait_for(state="detached")


def test_the_matrix_can_be_taken_away(visitor, runs, tmp_path):
    page = visitor.open("/confusion?dataset=sample&run=one")
    for suffix, start in {"svg": b"<svg ", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf"}.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save as {suffix.upper()}").click()
        target = tmp_path / suffix
        download.value.save_as(target)
        assert download.value.suggested_filename == f"confusion-one-test-by-painter.{suffix}"
        assert target.read_bytes().startswith(start) and target.stat().st_size > 300


@pytest.mark.parametrize("marks", ["svg", "canvas"])
def test_a_chart_can_be_taken_away_however_large_it_is(marks: str, visitor, runs, tmp_path):
    if marks == "canvas":
        answers = fabricate_answers(["p", "q", "r"], [0, 1, 0], ["Ann", "Bob"])
        for number in range(22):
            fabricate_results(f"long{number}", answers, config=TrainConfig("sample"), root=runs, rounds=2, epochs=100)
    page = visitor.open(f"/compare?dataset=sample&compare.view={'curves' if marks == 'canvas' else 'leaderboard'}")
    page.locator(f"[data-testid=stVegaLiteChart] {marks}.marks").wait_for()
    for suffix, start in {"png": b"\x89PNG", "svg": b"<svg "}.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save as {suffix.upper()}").click()
        target = tmp_path / suffix
        download.value.save_as(target)
        assert download.value.suggested_filename.endswith(f".{suffix}")
        assert target.read_bytes().startswith(start) and target.stat().st_size > 5000


@pytest.mark.parametrize("view", ["matrix", "confidence", "movements"])
def test_confusion_fits_a_phone(view: str, new_visitor, runs):
    page = new_visitor(PHONE).open(f"/confusion?dataset=sample&run=one&confusion.view={view}")
    assert not page.evaluate(SIDEWAYS)


@pytest.mark.parametrize("view", ["leaderboard", "pair", "cost"])
def test_compare_fits_a_phone(view: str, new_visitor, runs):
    page = new_visitor(PHONE).open(f"/compare?dataset=sample&compare.view={view}")
    assert not page.evaluate(SIDEWAYS)


def test_names_stay_in_sight_when_a_wide_matrix_is_moved(new_visitor, runs):
    page = new_visitor(PHONE).open("/confusion?dataset=sample&run=fifty")
    page.locator(".frame").evaluate("frame => { frame.scrollLeft = 400 }")
    page.wait_for_timeout(200)
    left = page.locator(".frame .row text").nth(1).bounding_box()["x"]
    assert left >= page.locator(".frame").bounding_box()["x"] - 1


def test_runs_are_compared_by_choosing_two(visitor, runs):
    page = visitor.open("/compare?dataset=sample")
    page.get_by_text("is right most often").wait_for()
    page.get_by_role("radio", name="Two runs").click()
    page.get_by_text("Artist by artist").wait_for()
    assert "compare.view=pair" in page.url
    page.get_by_role("radio", name="Every pair").click()
    page.get_by_text("Of 3 pairs").wait_for()


def test_pictures_for_the_documentation(keep_screenshots, runs):
    keep_screenshots("confusion", "/confusion?dataset=sample&run=three")
    keep_screenshots("compare", "/compare?dataset=sample")
