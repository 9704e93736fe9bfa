"""Painting, as a person uses it."""

from tests.browser.conftest import PHONE, Server
from tests.browser.test_gallery import LARGE, PAINTING, address_of, hung, path_of
from tests.browser.test_home import NASTY, nasty_server  # noqa: F401 - a fixture

ADDRESS = "/painting?dataset=sample&painting=Claude_Monet_2"


def test_a_link_shows_the_picture_large_with_its_colours(visitor, keep_screenshots):
    page = visitor.open(ADDRESS)
    large = page.locator(PAINTING)
    assert large.get_attribute("alt") == "Painting: Claude Monet, 2"
    assert 0 < large.evaluate("image => Math.max(image.naturalWidth, image.naturalHeight)") <= 1280
    assert large.bounding_box()["y"] < 200
    colours = page.locator(".atelier-palette code").all_inner_texts()
    assert 2 <= len(colours) <= 6 and all(colour.startswith("#") for colour in colours)
    keep_screenshots("painting", ADDRESS)


def test_the_arrow_keys_turn_through_the_artists_pictures(visitor, new_visitor):
    page = visitor.open(ADDRESS)
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**painting=Claude_Monet_3*")
    visitor.settle()
    assert hung(page, PAINTING) == ["Painting: Claude Monet, 3"]
    assert hung(new_visitor().open(path_of(page)), PAINTING) == ["Painting: Claude Monet, 3"]
    page.get_by_role("button", name="Previous").click()
    page.wait_for_url("**painting=Claude_Monet_2*")
    visitor.settle()
    assert hung(page, PAINTING) == ["Painting: Claude Monet, 2"]
    page.go_back()
    visitor.settle()
    assert hung(page, PAINTING) == ["Painting: Claude Monet, 3"]


def test_a_picture_of_the_strip_is_shown_in_its_turn(visitor):
    page = visitor.open(ADDRESS)
    page.locator(".atelier-wall a").last.click()
    page.wait_for_function("where => document.querySelector(where).alt !== 'Painting: Claude Monet, 2'", arg=PAINTING)
    visitor.settle()
    assert address_of(page)["painting"] != "Claude_Monet_2"
    assert page.locator("a[aria-current=true]").count() == 1


def test_all_pictures_of_the_artist_are_one_press_away(visitor):
    page = visitor.open(ADDRESS)
    page.get_by_role("link", name="by Claude Monet").click()
    page.get_by_role("heading", name="Gallery", level=1).wait_for()
    visitor.settle()
    assert {alt.rsplit(",", 1)[0] for alt in hung(page)} == {"Painting: Claude Monet"}


def test_an_unknown_painting_gets_one_sentence_and_a_way_on(visitor):
    page = visitor.open("/painting?dataset=sample&painting=gone")
    page.get_by_text("There is no painting “gone”").wait_for()
    page.get_by_role("link", name="Open the gallery").click()
    page.get_by_role("heading", name="Gallery", level=1).wait_for()
    visitor.settle()
    assert page.locator(LARGE).count() == 1


def test_a_picture_is_left_out_and_taken_back_here_too(visitor):
    page = visitor.open("/painting?dataset=sample&painting=Claude_Monet_4")
    page.get_by_role("button", name="Leave out").click()
    page.get_by_text("Not a painting").click()
    page.get_by_text("Left out of training").wait_for()
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Used in training").wait_for()


def test_a_phone_shows_the_picture_first(new_visitor):
    page = new_visitor(viewport=PHONE).open(ADDRESS)
    box = page.locator(PAINTING).bounding_box()
    assert box["y"] < 420 and box["x"] + box["width"] <= PHONE["width"]


def test_names_that_look_like_markup_are_shown_letter_for_letter(new_visitor, nasty_server: Server):  # noqa: F811
    visitor = new_visitor(url=nasty_server.url)
    page = visitor.open("/gallery")
    page.locator(".atelier-wall a").first.click()
    page.get_by_role("heading", name="Painting", level=1).wait_for()
    visitor.settle()
    main = page.get_by_test_id("stMain")
    assert main.locator("script, strong:has-text('bold'), i:has-text('Cubism'), a[href*='example.com']").count() == 0
    heading = page.get_by_role("heading", level=3).first.inner_text().replace("\u2060", "")
    assert heading in NASTY
