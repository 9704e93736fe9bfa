"""Atlas, as a person uses it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from core.environment import PROJECT_ROOT
from tests.browser.atlas import ask_atlas, place_of, wait_for_atlas
from tests.browser.conftest import PHONE, Server, Visitor
from tests.browser.test_gallery import LARGE, address_of, hung, path_of
from tests.browser.test_home import NASTY, nasty_server  # noqa: F401 - a fixture
from tests.browser.test_names_as_text import MARKUP

ADDRESS = "/atlas?dataset=sample"
MONET = "Claude_Monet_2"
HREFS = "links => links.map(link => link.href)"


@pytest.fixture(scope="module")
def described(server: Server) -> Iterator[Server]:
    """The server of all tests with its pictures described, which they are not for the tests after these."""
    folder = server.folder / "artifacts" / "datasets" / "sample"
    before = set(folder.iterdir())
    describe(server, "sample")
    yield server
    for made in set(folder.iterdir()) - before:
        shutil.rmtree(made)


def describe(server: Server, name: str) -> None:
    settings = {"ATELIER_DATA": str(server.folder / "data"), "ATELIER_ARTIFACTS": str(server.folder / "artifacts")}
    script = (
        "import sys; from core.dataset.store import open_dataset; from core.similarity.embedding import embed; "
        "embed(open_dataset(sys.argv[1]), 'palette_texture')"
    )
    subprocess.run([sys.executable, "-c", script, name], cwd=PROJECT_ROOT, env=os.environ | settings, check=True)


def open_map(visitor: Visitor, path: str = ADDRESS) -> Page:
    page = visitor.open(path)
    wait_for_atlas(page)
    return page


def without_pictures(page: Page) -> None:
    """Points alone, so that no small picture lies over the one that is meant."""
    page.get_by_role("button", name="Pictures", exact=True).click()


def test_every_picture_is_on_the_map_and_a_legend_entry_shows_one_painter_alone(described, visitor, keep_screenshots):
    page = open_map(visitor)
    assert ask_atlas(page, "atlas.points.count") == 600
    page.locator(".legend button", has_text="Claude Monet").click()
    visitor.settle()
    assert address_of(page)["atlas.only"] == "Claude Monet"
    assert ask_atlas(page, "atlas.litCount") == 78
    page.reload()
    visitor.settle()
    wait_for_atlas(page)
    assert ask_atlas(page, "atlas.litCount") == 78, "the view can be sent to a colleague"
    keep_screenshots("atlas", ADDRESS)


def test_pointing_shows_the_picture_and_a_click_opens_its_page(described, visitor):
    page = open_map(visitor)
    without_pictures(page)
    page.mouse.move(*place_of(page, MONET))
    card = page.locator(".atlas .card")
    expect(card).to_be_visible()
    shown = card.locator(".name").inner_text()
    card.locator("img").evaluate("image => image.decode()")
    page.mouse.click(*place_of(page, MONET))
    page.get_by_role("heading", name="Painting", level=1).wait_for()
    visitor.settle()
    assert hung(page, LARGE)[0] == f"Painting: {shown}"
    page.go_back()
    page.get_by_role("heading", name="Atlas", level=1).wait_for()
    visitor.settle()
    wait_for_atlas(page)


def test_the_wheel_comes_closer_dragging_moves_and_small_pictures_come(described, visitor):
    page = open_map(visitor)
    start_x, start_y = place_of(page, MONET)
    x, y = int(start_x), int(start_y)  # a browser tells a turn of the wheel in whole pixels
    page.mouse.move(x, y)
    for _ in range(6):
        page.mouse.wheel(0, -120)
    page.wait_for_function("() => true")
    closer = ask_atlas(page, "atlas.view.k")
    assert closer > 3
    expected = x + (start_x - x) * closer, y + (start_y - y) * closer
    assert place_of(page, MONET) == pytest.approx(expected, abs=0.5), "what is under the pointer stays there"
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    moved_x, moved_y = place_of(page, MONET)
    assert (moved_x, moved_y) == pytest.approx((expected[0] + 60, expected[1] + 40), abs=0.5)
    page.wait_for_timeout(1200)
    assert len(ask_atlas(page, "atlas.painter.shown.map(box => box[0])")) > 5
    page.get_by_role("button", name="Show all").click()
    page.wait_for_timeout(500)
    assert ask_atlas(page, "atlas.view.k") == 1


def test_a_line_drawn_round_pictures_hangs_them_below(described, visitor, new_visitor):
    page = open_map(visitor)
    page.get_by_role("button", name="Lasso select").click()
    x, y = place_of(page, MONET)
    page.mouse.move(x - 60, y - 60)
    page.mouse.down()
    for dx, dy in ((60, -60), (60, 60), (-60, 60), (-60, -50)):
        page.mouse.move(x + dx, y + dy, steps=5)
    page.mouse.up()
    page.get_by_text("chosen").first.wait_for()
    visitor.settle()
    inside = ask_atlas(
        page,
        "atlas.points.ids.filter((id, i) => { const [a, b] = atlas.placeOf(id); "
        "return Math.abs(a - it[0]) < 55 && Math.abs(b - it[1]) < 45 })",
        [x, y],
    )
    chosen = hung(page)
    assert len(inside) <= len(chosen) < 600 and MONET in inside
    again = new_visitor().open(path_of(page))
    assert hung(again) == chosen
    page.get_by_role("button", name="Clear", exact=True).click()
    visitor.settle()
    assert page.locator(".atelier-wall").count() == 0


def test_the_keyboard_goes_from_picture_to_picture_and_opens_one(described, visitor):
    page = open_map(visitor)
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".atlas .spoken").inner_text()
    page.keyboard.press("ArrowRight")
    second = page.locator(".atlas .spoken").inner_text()
    assert first and second and first != second
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    assert ask_atlas(page, "atlas.view.k") > 1.5
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Painting", level=1).wait_for()
    visitor.settle()
    assert hung(page, LARGE)[0] == f"Painting: {second.rsplit(',', 1)[0]}"


def test_a_painter_is_found(described, visitor):
    page = open_map(visitor)
    page.get_by_label("Find a painter").click()
    page.get_by_role("option", name="Gustav Klimt").click()
    visitor.settle()
    assert ask_atlas(page, "atlas.litCount") == 34
    assert address_of(page)["atlas.artist"] == "Gustav Klimt"


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_on_a_phone_the_map_fits_and_a_tap_shows_before_a_second_opens(described, browser, appearance):
    context = browser.new_context(viewport=PHONE, color_scheme=appearance, has_touch=True)
    visitor = Visitor(context.new_page(), described.url)
    page = open_map(visitor)
    without_pictures(page)
    box = page.locator(".atlas .stage").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    page.locator(".atlas .stage").scroll_into_view_if_needed()
    page.touchscreen.tap(*place_of(page, MONET))
    expect(page.locator(".atlas .card")).to_be_visible()
    expect(page.locator(".atlas .hint")).to_have_text("Tap it again to open it")
    page.touchscreen.tap(*place_of(page, MONET))
    page.get_by_role("heading", name="Painting", level=1).wait_for()
    visitor.settle()
    context.close()
    assert not visitor.faults


def test_names_that_look_like_markup_are_shown_letter_for_letter(new_visitor, nasty_server: Server):  # noqa: F811
    describe(nasty_server, "nasty")
    visitor = new_visitor(url=nasty_server.url)
    page = open_map(visitor, "/atlas?dataset=nasty")
    page.get_by_role("button", name="Select visible pictures").click()
    visitor.settle()
    main = page.get_by_test_id("stMain")
    legend = " ".join(page.locator(".legend button").all_inner_texts())
    assert any(name in legend for name in NASTY)
    assert main.locator(MARKUP.replace(", a[href*='example.com']", "")).count() == 0
    assert all("/gallery?" in link for link in main.locator("a[href*='example.com']").evaluate_all(HREFS))
