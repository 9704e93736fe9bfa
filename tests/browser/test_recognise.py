"""Recognise, as a person uses it: a picture is brought and similar works come; the answers of models are elsewhere."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from core.dataset.store import Dataset
from tests.browser.conftest import DESKTOP, PHONE, Server
from tests.browser.test_atlas import described  # noqa: F401 - a fixture
from tests.browser.test_gallery import LARGE, address_of

ADDRESS = "/recognise?dataset=sample"
SHOWN = ".atelier-shown"


def photo_of(server: Server, painting_id: str) -> bytes:
    """A painting of the sample, smaller and a little darker, as another file."""
    folder = server.folder
    dataset = Dataset("sample", folder / "data" / "sample", folder / "artifacts" / "datasets" / "sample")
    path = dataset.catalog().set_index("painting_id").at[painting_id, "path"]
    with Image.open(dataset.picture_path(path)) as picture:
        small = picture.convert("RGB").resize((picture.width * 3 // 4, picture.height * 3 // 4))
    file = io.BytesIO()
    Image.fromarray((np.asarray(small) * 0.95).astype(np.uint8)).save(file, "JPEG", quality=85)
    return file.getvalue()


def bring(page: Page, content: bytes, name: str = "photo.jpg") -> None:
    file = {"name": name, "mimeType": "image/jpeg", "buffer": content}
    page.locator("input[type=file]").first.set_input_files(file)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_an_upload_is_shown_with_similar_works_and_their_reasons(described, new_visitor, viewport):  # noqa: F811
    visitor = new_visitor(viewport=viewport)
    page = visitor.open(ADDRESS)
    bring(page, photo_of(described, "Claude_Monet_2"))
    page.locator(".atelier-reason").nth(4).wait_for()
    visitor.settle()
    assert page.locator(SHOWN).get_attribute("alt") == "The picture to recognise: photo.jpg"
    box = page.locator(SHOWN).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= viewport["width"] and box["height"] < 500
    assert page.locator(".atelier-reason b").first.inner_text().startswith("Claude Monet")
    assert "close in" in page.locator(".atelier-reason span").first.inner_text()
    assert "recognise.painting" not in address_of(page)
    page.locator(f"{LARGE}").first.click()
    page.get_by_role("heading", name="Painting", level=1).wait_for()
    visitor.settle()


def test_a_file_that_is_no_picture_gets_a_sentence(described, visitor):  # noqa: F811
    page = visitor.open(ADDRESS)
    bring(page, b"no picture", "letter.jpg")
    expect(page.get_by_role("alert")).to_contain_text("letter.jpg")
    visitor.settle()


def test_a_painting_is_taken_by_pressing_it_and_is_in_the_address(described, visitor, keep_screenshots):  # noqa: F811
    page = visitor.open(ADDRESS)
    page.locator(".atelier-wall a").first.click()
    page.locator(".atelier-reason").first.wait_for()
    visitor.settle()
    painting = address_of(page)["recognise.painting"]
    assert page.locator(SHOWN).count() == 1
    page.get_by_role("button", name="Random painting").click()
    page.wait_for_function("then => !location.search.includes(then)", arg=f"recognise.painting={painting}")
    visitor.settle()
    keep_screenshots("recognise", f"{ADDRESS}&recognise.painting=Claude_Monet_2")


def test_without_a_model_it_leads_to_training(described, visitor):  # noqa: F811
    page = visitor.open(f"{ADDRESS}&recognise.painting=Claude_Monet_2")
    page.get_by_text("This data set has no finished run with a model").wait_for()
    page.get_by_role("link", name="Train a model").click()
    page.get_by_role("heading", name="Runs", level=1).wait_for()
    visitor.settle()


def test_from_a_painting_one_press_leads_here_and_back(described, visitor):  # noqa: F811
    page = visitor.open("/painting?dataset=sample&painting=Claude_Monet_2")
    page.get_by_text("Similar works").wait_for()
    assert page.locator(".atelier-reason").count() == 5
    page.get_by_role("link", name="Recognise this").click()
    page.get_by_role("heading", name="Recognise", level=1).wait_for()
    visitor.settle()
    assert address_of(page)["recognise.painting"] == "Claude_Monet_2"
