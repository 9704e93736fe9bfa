"""Gallery, as a person uses it."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import PHONE, Server
from tests.browser.test_home import NASTY, nasty_server  # noqa: F401 - a fixture

LARGE, WALL = ".atelier-large img", ".atelier-wall img"
PAINTING = f".st-key-painting-picture {LARGE}"
DRAWN = "images => images.length > 0 && images.every(image => image.complete && image.naturalWidth > 0)"


def hung(page, where: str = WALL) -> list[str]:
    """Alt texts of the pictures, in the order they hang."""
    page.locator(where).first.wait_for()
    return page.locator(where).evaluate_all("images => images.map(image => image.alt)")


def address_of(page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def path_of(page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}"


def test_the_first_thing_one_sees_is_a_large_picture(visitor, keep_screenshots):
    page = visitor.open("/gallery?dataset=sample")
    large = page.locator(LARGE)
    box = large.bounding_box()
    assert box["y"] < 260 and box["height"] > 250, "large, and in the first screenful"
    assert large.evaluate("image => image.naturalWidth") > 0
    assert page.locator(WALL).evaluate_all(DRAWN)
    keep_screenshots("gallery", "/gallery?dataset=sample&gallery.picture=Vincent_van_Gogh_3")


def test_a_press_shows_another_picture_and_the_link_shows_it_too(visitor, new_visitor):
    page = visitor.open("/gallery?dataset=sample")
    first = hung(page, LARGE)
    page.get_by_role("button", name="Another picture").click()
    page.wait_for_function("([where, alt]) => document.querySelector(where).alt !== alt", arg=[LARGE, first[0]])
    visitor.settle()
    assert new_visitor().open(path_of(page)).locator(LARGE).get_attribute("alt") == hung(page, LARGE)[0]


def test_the_same_link_gives_the_same_sheet_in_another_browser(visitor, new_visitor):
    page = visitor.open("/gallery?dataset=sample&gallery.count=20")
    before = hung(page)
    page.get_by_role("button", name="New seed").click()
    visitor.settle()
    sheet = hung(page)
    assert len(sheet) == 20 and sheet != before
    assert address_of(page)["gallery.seed"] == page.get_by_role("spinbutton", name="Seed").input_value()
    assert hung(new_visitor().open(path_of(page))) == sheet


def test_a_filter_is_chosen_shared_and_cleared(visitor, new_visitor):
    page = visitor.open("/gallery?dataset=sample")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("button", name="Upright").click()
    page.wait_for_url("**gallery.shapes=Portrait**")
    visitor.settle()
    page.keyboard.press("Escape")
    visitor.settle()
    shapes = page.locator(WALL).evaluate_all("images => images.map(image => image.naturalWidth / image.naturalHeight)")
    assert shapes and max(shapes) < 1
    assert address_of(page)["gallery.shapes"] == "Portrait"
    other = new_visitor().open(path_of(page))
    assert hung(other) == hung(page) and hung(other, LARGE) == hung(page, LARGE)
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="Show all").wait_for(state="detached")
    visitor.settle()
    assert "gallery.shapes" not in address_of(page)


def test_what_the_network_sees_hangs_beside_each_picture(visitor, new_visitor):
    page = visitor.open("/gallery?dataset=sample&gallery.count=8")
    page.get_by_text("What the network sees").click()
    page.locator(".atelier-wall .fed").first.wait_for()
    visitor.settle()
    sizes = page.locator(".atelier-wall .fed").evaluate_all(
        "images => images.map(image => [image.naturalWidth, image.naturalHeight])"
    )
    assert sizes == [[100, 100]] * 8
    boxes = page.locator(".atelier-wall .fed").evaluate_all(
        "images => images.map(image => image.getBoundingClientRect().width / image.getBoundingClientRect().height)"
    )
    assert all(abs(shape - 1) < 0.02 for shape in boxes), "squares are shown square"
    assert new_visitor().open(path_of(page)).locator(".atelier-wall .fed").count() == 8


def test_all_pictures_are_paged_through(visitor, new_visitor):
    page = visitor.open("/gallery?dataset=sample")
    page.get_by_text("All pictures").click()
    page.get_by_text("by artist and number").wait_for()
    visitor.settle()
    first = hung(page)
    page.get_by_role("button", name="Page 2", exact=True).click()
    page.wait_for_function("([where, alt]) => document.querySelector(where).alt !== alt", arg=[WALL, first[0]])
    visitor.settle()
    assert not set(first) & set(hung(page))
    assert hung(new_visitor().open(path_of(page))) == hung(page)


def test_a_picture_opens_its_page_by_mouse_and_by_keyboard_and_back_comes_back(visitor):
    page = visitor.open("/gallery?dataset=sample&gallery.seed=5")
    sheet, link = hung(page), page.locator(".atelier-wall a").nth(3)
    assert link.get_attribute("href").startswith("painting?dataset=sample&painting=")
    link.click()
    page.get_by_role("heading", name="Painting", level=1).wait_for()
    visitor.settle()
    assert hung(page, PAINTING) == [sheet[3]]
    assert set(address_of(page)) == {"dataset", "painting"}
    page.go_back()
    page.get_by_role("heading", name="Gallery", level=1).wait_for()
    visitor.settle()
    assert hung(page) == sheet
    page.locator(".atelier-wall a").nth(5).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Painting", level=1).wait_for()
    visitor.settle()
    assert hung(page, PAINTING) == [sheet[5]]


def test_a_phone_shows_a_picture_in_its_first_screenful(new_visitor):
    page = new_visitor(viewport=PHONE).open("/gallery?dataset=sample")
    box = page.locator(LARGE).bounding_box()
    assert box["y"] < 450 and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_names_that_look_like_markup_are_shown_letter_for_letter(new_visitor, nasty_server: Server):  # noqa: F811
    visitor = new_visitor(url=nasty_server.url)
    page = visitor.open("/gallery")
    main = page.get_by_test_id("stMain")
    assert main.locator("script, strong:has-text('bold'), a[href*='example.com'], .katex").count() == 0
    captions = page.locator(".atelier-wall figcaption").all_inner_texts()
    assert {caption.rsplit(", ", 1)[0] for caption in captions} == set(NASTY)
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("combobox", name="Artist").click()
    options = page.get_by_role("option").all_inner_texts()
    assert set(NASTY) <= {option.strip() for option in options}
