"""Augmentation, as a person uses it."""

import io
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

from core.augment.presets import PRESETS
from dashboard.features.augmentation.recipe_url import read_recipe
from tests.browser.conftest import PHONE
from tests.browser.slow_line import SlowLine

RECIPE = "/augmentation?dataset=sample&augmentation.rotation_range=20&augmentation.zoom_range=0.8~1.2"
ALL_LOADED = "images => images.length > 0 && images.every(image => image.complete && image.naturalWidth > 0)"
SOURCES = "images => images.map(image => image.src)"


def tiles(page):
    return page.locator(".atelier-tiles img")


def thumb(page, name: str):
    return page.locator(f"[data-testid=stSlider] input[type=range][aria-label^='{name}']")


def test_the_first_screenful_shows_24_pictures_beside_the_sliders(visitor, keep_screenshots):
    page = visitor.open(RECIPE)
    assert tiles(page).count() == 24
    assert tiles(page).evaluate_all(ALL_LOADED)
    first, slider = tiles(page).first.bounding_box(), thumb(page, "Rotation").first.bounding_box()
    assert first["y"] < 440 and slider["y"] < 440 and slider["x"] < first["x"]
    assert page.locator("[data-testid=stSlider]").count() == 7
    keep_screenshots("augmentation", RECIPE)


def test_a_slider_moved_by_key_changes_pictures_address_and_back_comes_back(visitor):
    page = visitor.open(RECIPE)
    before = tiles(page).evaluate_all(SOURCES)
    thumb(page, "Rotation").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**rotation_range=21**")
    visitor.settle()
    assert tiles(page).evaluate_all(SOURCES) != before
    page.go_back()
    page.wait_for_url("**rotation_range=20**")
    visitor.settle()
    assert tiles(page).evaluate_all(SOURCES) == before
    assert thumb(page, "Rotation").input_value() == "20"


def test_a_preset_is_taken_whole_though_something_is_clicked_before_it_is_seen(visitor):
    line = SlowLine(visitor.page)
    page = visitor.open(RECIPE)
    with line.holding():
        page.get_by_role("radio", name="Strong").click()
        line.wait_for_an_answer()
        page.get_by_text("As the network sees it").first.click()
        line.wait_for_an_answer()
    visitor.settle()
    assert read_recipe(dict(parse_qsl(urlsplit(page.url).query))).config == PRESETS["strong"].config
    assert page.get_by_role("radio", name="Strong").is_checked()


def test_a_link_opened_cold_shows_the_same(visitor, new_visitor):
    page = visitor.open("/augmentation?dataset=sample")
    page.get_by_role("button", name="Random").click()
    visitor.settle()
    page.get_by_role("radio", name="Strong").click()
    visitor.settle()
    page.get_by_role("button", name="New seed").click()
    visitor.settle()
    page.get_by_text("As the network sees it").first.click()
    visitor.settle()
    other = new_visitor()
    there = other.open(page.url.removeprefix(visitor.url))
    assert tiles(there).evaluate_all(SOURCES) == tiles(page).evaluate_all(SOURCES)
    assert tiles(there).evaluate_all("images => images.map(image => image.alt)") == tiles(page).evaluate_all(
        "images => images.map(image => image.alt)"
    )


@pytest.mark.parametrize("view", ["Extremes", "Fills", "Up close", "Compare"])
def test_every_view_shows_pictures(visitor, view):
    page = visitor.open(RECIPE)
    page.get_by_role("radio", name=view).click()
    visitor.settle()
    shown = page.locator(".st-key-augmentation-stage img")
    assert shown.evaluate_all(ALL_LOADED)
    assert shown.evaluate_all("images => images.every(image => image.alt)")


def test_an_upload_is_tried_on_and_a_bad_one_refused(visitor):
    page = visitor.open(RECIPE)
    page.locator(".st-key-augmentation-toolbar").get_by_role("button").first.click()
    page.get_by_role("radio", name="Upload").click()
    box = page.get_by_test_id("stFileUploader").locator("input[type=file]")
    box.set_input_files({"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    page.get_by_text("is not a picture").wait_for()
    file = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(file, "PNG")
    box.set_input_files({"name": "mine.png", "mimeType": "image/png", "buffer": file.getvalue()})
    page.get_by_text("A link to this view shows a painting instead").wait_for()
    visitor.settle()
    assert tiles(page).count() == 24 and page.get_by_text("is not a picture").count() == 0


def test_a_recipe_is_saved_deleted_and_brought_back(visitor):
    page = visitor.open(RECIPE)
    page.get_by_role("button", name="Recipes").click()
    page.get_by_role("textbox", name="Name").fill("Gentle turns")
    page.get_by_role("button", name="Save the sliders").click()
    page.get_by_text("“Gentle turns” is saved.").wait_for()
    visitor.settle()
    page.get_by_role("button", name="More").click()
    page.get_by_text("Delete", exact=True).click()
    page.get_by_text("“Gentle turns” is deleted.").wait_for()
    visitor.settle()
    assert page.get_by_role("button", name="Gentle turns").count() == 0
    page.get_by_role("button", name="Undo").click()
    visitor.settle()
    visitor.open(RECIPE)
    page.get_by_role("button", name="Recipes").click()
    page.get_by_role("button", name="Gentle turns").wait_for()


def test_a_click_on_another_page_while_the_recipes_are_open_goes_there(visitor):
    page = visitor.open(RECIPE)
    page.get_by_role("button", name="Recipes").click()
    page.get_by_role("textbox", name="Name").focus()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Gallery").click()
    page.wait_for_url("**/gallery*")
    visitor.settle()
    page.get_by_role("heading", name="Gallery", level=1).wait_for()
    assert page.url.startswith(f"{visitor.url}/gallery")


def test_the_code_can_be_copied(visitor):
    page = visitor.open(RECIPE)
    page.get_by_role("button", name="Copy as code").click()
    page.get_by_role("dialog").get_by_text("ImageDataGenerator").first.wait_for()


def test_on_a_phone_pictures_come_before_the_sliders(new_visitor):
    page = new_visitor(viewport=PHONE).open(RECIPE)
    assert tiles(page).first.bounding_box()["y"] < thumb(page, "Rotation").bounding_box()["y"]
    assert tiles(page).first.bounding_box()["y"] < PHONE["height"]
