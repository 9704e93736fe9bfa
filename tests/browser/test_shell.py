"""The frame around every page: navigation, data set, appearance, small screens, access without a mouse or sight."""

import pytest

from dashboard.app import PAGES
from dashboard.theme import DARK, LIGHT
from tests.browser.conftest import Visitor

ENTRIES = [entry for entries in PAGES.values() for entry in entries]
ADDRESSES = ["/" if entry.page == "home" else f"/{entry.page}" for entry in ENTRIES]

WITHOUT_NAME = """() => [...document.querySelectorAll('button, input, select, textarea, [role=slider]')]
  .filter(e => e.offsetParent !== null && e.type !== 'hidden')
  .filter(e => !(e.innerText || '').trim() && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')
    && !e.getAttribute('title') && !(e.labels && e.labels.length) && !e.closest('label'))
  .map(e => e.outerHTML.slice(0, 160))"""
WITHOUT_ALT = """() => [...document.querySelectorAll('[data-testid=stMain] img')]
  .filter(e => !e.hasAttribute('alt')).map(e => e.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_cold_visit_is_quiet_and_everything_on_it_has_a_name(visitor, address):
    page = visitor.open(address)
    assert page.url.startswith(f"{visitor.url}{address}")
    assert "dataset=sample" in page.url
    assert page.evaluate(WITHOUT_ALT) == []
    assert page.evaluate(WITHOUT_NAME) == []


@pytest.mark.parametrize(("appearance", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_wall_has_the_colour_of_the_appearance(new_visitor, appearance, palette):
    page = new_visitor(appearance=appearance).open()
    colour = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    red, green, blue = (int(palette.background[start : start + 2], 16) for start in (1, 3, 5))
    assert colour == f"rgb({red}, {green}, {blue})"


def test_pages_are_reached_by_the_navigation_and_keep_the_data_set(visitor):
    page = visitor.open("/?dataset=sample")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Health").click()
    page.get_by_role("heading", name="Health", level=1).wait_for()
    visitor.settle()
    assert page.url.startswith(f"{visitor.url}/health") and "dataset=sample" in page.url


def test_the_sample_is_called_pastiches(visitor):
    page = visitor.open()
    page.get_by_text("Computer-made pastiches").wait_for()


def test_the_language_is_chosen_once_for_every_page_and_a_word_is_found(visitor, keep_screenshots):
    page = visitor.open("/glossary?dataset=sample")
    page.get_by_role("textbox", name="Search").fill("harmonic")
    page.get_by_role("textbox", name="Search").press("Enter")
    page.get_by_text("Softmax").wait_for(state="detached")
    page.get_by_test_id("stSidebar").get_by_text("Español").click()
    page.get_by_role("heading", name="Glosario", level=1).wait_for()
    visitor.settle()
    assert "language=es" in page.url
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Movimientos").click()
    page.get_by_role("heading", name="Movimientos", level=1).wait_for()
    keep_screenshots("glossary", "/glossary?dataset=sample")


def test_a_browser_that_asks_for_spanish_gets_it(browser, server):
    context = browser.new_context(locale="es-MX")
    page = Visitor(context.new_page(), server.url).open("/balance?dataset=sample")
    assert page.get_by_role("heading", name="Equilibrio", level=1).is_visible()
    assert "language" not in page.url
    context.close()
