"""Showcase before an audience: keys turn the chapters, nothing scrolls, curves play back; and a game by keys."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.dataset.store import Dataset
from core.showcase import CHAPTERS, LONGEST_NOTE, ChapterText, Showcase, ShowcaseStore
from core.training import TrainConfig
from tests.browser.conftest import PHONE, Server
from tests.fabricated_results import answers_for, fabricate_results

HALL, SMALL_HALL = {"width": 1920, "height": 1080}, {"width": 1280, "height": 720}
SCROLLS = """() => {
  const main = document.querySelector('[data-testid=stMain]')
  return main.scrollHeight > main.clientHeight + 1
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
COLLECTION, MOVEMENTS = "The collection", "Who belongs to which movement"


@pytest.fixture
def runs(server: Server) -> Iterator[Path]:
    """Two models on the sample."""
    root = server.folder / "artifacts" / "runs"
    root.mkdir(parents=True, exist_ok=True)
    sample = Dataset("sample", server.folder / "data" / "sample", server.folder / "artifacts" / "datasets" / "sample")
    for seed, (model, skill) in enumerate({"snn": 1.0, "cnn": 2.0}.items()):
        fabricate_results(
            model,
            answers_for(sample, skill=skill, seed=seed),
            config=TrainConfig("sample", model=model, seed=seed),
            artists=sample.artists(),
            root=root,
        )
    yield root
    shutil.rmtree(root)


@pytest.fixture
def annotated(server: Server) -> Iterator[str]:
    """A showcase whose every chapter has the longest note there may be, the first a list of ten lines; its id."""
    store = ShowcaseStore(server.folder / "artifacts" / "showcases")
    note = ("What I want to say here is long. " * LONGEST_NOTE)[:LONGEST_NOTE]
    listed = "\n".join(f"{number}. What I want to say" for number in range(1, 11))
    notes = [listed, *[note] * (len(CHAPTERS) - 1)]
    chapters = (ChapterText(name, note=said) for name, said in zip(CHAPTERS, notes, strict=True))
    kept = store.save(Showcase("Long notes", tuple(chapters)))
    yield kept.document_id
    store.delete(kept.document_id)


@pytest.mark.parametrize("viewport", [HALL, SMALL_HALL], ids=["1920x1080", "1280x720"])
def test_no_chapter_scrolls_while_presenting_even_with_the_longest_notes(
    viewport: dict[str, int], new_visitor, runs, annotated
):
    visitor = new_visitor(viewport)
    page = visitor.open(f"/showcase?dataset=sample&present=on&showcase={annotated}")
    assert page.locator(".showcase-note").evaluate("e => e.scrollHeight <= e.clientHeight + 1"), "all of it is seen"
    for number in range(1, len(CHAPTERS) + 1):
        page.get_by_text(f"{number} / {len(CHAPTERS)}").wait_for()
        visitor.settle()
        assert not page.evaluate(SCROLLS) and not page.evaluate(SIDEWAYS), f"chapter {number}"
        page.keyboard.press("PageDown")


def test_arrows_turn_pages_and_escape_leaves(visitor, runs):
    page = visitor.open("/showcase?dataset=sample")
    page.get_by_role("button", name="Present").click()
    page.get_by_role("heading", level=1, name=COLLECTION).wait_for()
    assert not page.get_by_test_id("stSidebar").is_visible()
    page.keyboard.press("ArrowRight")
    page.get_by_role("heading", level=1, name=MOVEMENTS).wait_for()
    visitor.settle()
    assert "chapter=movements" in page.url and "present=on" in page.url
    page.keyboard.press("PageUp")
    page.get_by_role("heading", level=1, name=COLLECTION).wait_for()
    visitor.settle()
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1, name="Showcase").wait_for()
    visitor.settle()
    assert page.get_by_test_id("stSidebar").is_visible() and "present" not in page.url


def test_arrows_belong_to_a_field_while_somebody_types(visitor, runs):
    page = visitor.open("/showcase?dataset=sample")
    page.get_by_role("button", name="Arrange").click()
    page.get_by_role("tab", name="This chapter").click()
    title = page.get_by_role("textbox", name="Title")
    title.fill("Our walls")
    title.press("ArrowLeft")
    title.press("ArrowRight")
    title.press("Enter")
    page.get_by_role("heading", level=2, name="Our walls").wait_for()
    assert "chapter=movements" not in page.url


def test_a_showcase_is_kept_opened_again_taken_away_and_brought(visitor, runs, tmp_path):
    page = visitor.open("/showcase?dataset=sample&chapter=movements")
    page.get_by_role("button", name="Arrange").click()
    page.get_by_role("button", name="Earlier: Who belongs to which movement").click()
    page.get_by_text("unsaved changes").wait_for()
    page.get_by_role("tab", name="Saved").click()
    page.get_by_role("textbox", name="Name").fill("Open evening")
    page.get_by_role("textbox", name="Name").press("Enter")
    visitor.settle()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("unsaved changes").wait_for(state="detached")
    visitor.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename.endswith(".json")
    download.value.save_as(tmp_path / "evening.json")
    address = page.url.split("/", 3)[3]
    assert "showcase=open-evening" in address
    page = visitor.open(f"/{address}")
    page.get_by_role("heading", level=2, name=MOVEMENTS).wait_for()
    assert page.get_by_role("button", name="Back").is_disabled()
    page = visitor.open("/showcase?dataset=sample")
    page.get_by_role("heading", level=2, name=COLLECTION).wait_for()
    page.get_by_role("button", name="Arrange").click()
    page.get_by_role("tab", name="Saved").click()
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(str(tmp_path / "evening.json"))
    page.get_by_role("heading", level=2, name=MOVEMENTS).wait_for()
    visitor.settle()


def test_curves_play_and_stop_and_stand_still_where_that_is_asked_for(new_visitor, visitor, runs):
    address = "/showcase?dataset=sample&chapter=learning"
    page = visitor.open(address)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert page.locator("output.epoch").text_content() == "Epoch 30 of 30"
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("button", name="Pause").click()
    assert page.locator("output.epoch").text_content() != "Epoch 30 of 30"
    still = new_visitor()
    still.page.emulate_media(reduced_motion="reduce")
    page = still.open(address)
    assert page.locator("output.epoch").text_content() == "Epoch 30 of 30"
    page.get_by_role("slider", name="Epoch").press("ArrowLeft")
    assert page.locator("output.epoch").text_content() == "Epoch 29 of 30"
    still.settle()
    assert "chapter=learning" in page.url


def test_every_chapter_fits_a_phone(new_visitor, runs):
    visitor = new_visitor(PHONE)
    page = visitor.open("/showcase?dataset=sample&present=on")
    for number in range(1, len(CHAPTERS) + 1):
        page.get_by_text(f"{number} / {len(CHAPTERS)}").wait_for()
        visitor.settle()
        assert not page.evaluate(SIDEWAYS), f"chapter {number}"
        page.keyboard.press("ArrowRight")
    page = visitor.open("/showcase?dataset=sample")
    assert not page.evaluate(SIDEWAYS)


def test_a_game_is_played_by_keys_and_its_card_is_taken_away(visitor, runs, tmp_path):
    page = visitor.open("/play?dataset=sample&play.seed=5&run=cnn")
    assert "_" not in page.locator(".play-painting").get_attribute("alt")
    for number in range(1, 11):
        page.get_by_text(f"{number} of 10", exact=True).wait_for()
        page.get_by_text("Click, or press 1 to 4.").wait_for()
        page.keyboard.press(str(number % 4 + 1))
        page.get_by_text("% sure").wait_for()
        page.get_by_role("button", name="See the result" if number == 10 else "Next painting").wait_for()
        page.keyboard.press("Enter")
    page.locator(".result-card").wait_for()
    assert page.locator(".result-card li").count() == 10
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the card").click()
    target = tmp_path / "card.html"
    download.value.save_as(target)
    assert target.read_text("utf-8").count("<li>") == 10
    page.get_by_role("button", name="Play another ten").click()
    page.get_by_text("1 of 10", exact=True).wait_for()
    assert "play.seed=5&" not in f"{page.url}&"


def test_pictures_for_the_documentation(keep_screenshots, runs):
    keep_screenshots("showcase", "/showcase?dataset=sample&chapter=collection")
    keep_screenshots("play", "/play?dataset=sample&play.seed=5")
