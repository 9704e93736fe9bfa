"""Every page on a telephone, with all that opens on it: nothing runs off sideways, no control lies on another."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from core.dataset.store import Dataset
from core.training import TrainConfig
from dashboard.app import PAGES, Entry
from tests.browser.conftest import PHONE, Server
from tests.fabricated_results import answers_for, fabricate_results

OPENING_MS = 400  # what slides in has arrived
ENTRIES = [entry for entries in PAGES.values() for entry in entries]
MAIN, SIDEBAR, POPOVER = "[data-testid=stMain]", "[data-testid=stSidebar]", "[data-testid=stPopoverBody]"
WIDEST = """() => Math.max(document.scrollingElement.scrollWidth,
  document.querySelector('[data-testid=stMain]').scrollWidth)"""
OVERLAPPING = """(inside) => {
  const controls = 'button, a[href], textarea, select, input:not([type=hidden], [type=file])'
  const within = root => [...root.querySelectorAll('*')].flatMap(
    e => [...(e.matches(controls) ? [e] : []), ...(e.shadowRoot ? within(e.shadowRoot) : [])])
  const widget = e => e.closest('[data-testid=stElementContainer]')
    ?? (e.getRootNode().host ? widget(e.getRootNode().host) : e)
  const seen = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && (!e.getRootNode().host || seen(e.getRootNode().host))
  const shown = [...document.querySelectorAll(inside)].flatMap(within).filter(seen)
    .map(e => ({e, widget: widget(e), box: e.getBoundingClientRect()}))
    .filter(({box}) => box.width > 4 && box.height > 4)
  const shared = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
  const called = e => (e.getAttribute('aria-label') || e.innerText || e.outerHTML.slice(0, 80)).trim()
  return shown.flatMap((one, at) => shown.slice(at + 1)
    .filter(other => other.widget !== one.widget && shared(one.box, other.box))
    .map(other => `${called(one.e)} / ${called(other.e)}`))
}"""
"""Pairs of controls of different widgets that lie on each other, those in shadow roots among them."""
OUTSIDE = """(e) => {
  const box = e.getBoundingClientRect(), wide = document.documentElement.clientWidth
  return box.left < -1 || box.right > wide + 1 || e.scrollWidth > e.clientWidth + 1
}"""
"""Whether something runs off to a side of the window, or what it holds to a side of it."""


@pytest.fixture(scope="module")
def run(server: Server) -> Iterator[str]:
    """A finished run with results on the sample; its id."""
    sample = Dataset("sample", server.folder / "data" / "sample", server.folder / "artifacts" / "datasets" / "sample")
    root = server.folder / "artifacts" / "runs"
    root.mkdir(parents=True, exist_ok=True)
    answers = answers_for(sample, skill=1.5)
    notes = {"title": "Fine-tuned at the end", "tags": ["thesis"]}
    fabricate_results("one", answers, config=TrainConfig("sample"), artists=sample.artists(), notes=notes, root=root)
    yield "one"
    shutil.rmtree(root)


def faults_of_popovers(page: Page) -> list[str]:
    """Open all that can be opened, one after the other."""
    faults = []
    for button in page.locator(f"{MAIN} [data-testid=stPopoverButton]:visible").all():
        name = button.inner_text().strip()
        button.click()
        body = page.locator(POPOVER)
        body.wait_for()
        page.wait_for_timeout(OPENING_MS)
        faults += [f"{name}: runs off"] if body.evaluate(OUTSIDE) else []
        faults += [f"{name}: {pair}" for pair in page.evaluate(OVERLAPPING, POPOVER)]
        page.keyboard.press("Escape")
        body.wait_for(state="detached")
    return faults


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.page)
def test_a_page_with_all_that_opens_on_it_fits_a_phone(entry: Entry, new_visitor, run: str, tmp_path: Path):
    visitor = new_visitor(PHONE)
    address = "" if entry.page == "home" else entry.page
    page = visitor.open(f"/{address}?dataset=sample&run={run}&painting=Claude_Monet_2&tour=6")
    assert page.get_by_role("button", name="End the tour").is_visible()
    page.screenshot(path=tmp_path / f"{entry.page}.png", full_page=True)
    faults = [*page.evaluate(OVERLAPPING, MAIN), *faults_of_popovers(page)]
    if (widest := page.evaluate(WIDEST)) > PHONE["width"]:
        faults.append(f"{widest} px wide")
    assert page.get_by_test_id("stException").count() == 0
    assert not faults, "\n".join(faults)


def test_the_sidebar_fits_a_phone(new_visitor, run: str):
    page = new_visitor(PHONE).open("/?dataset=sample")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.wait_for_timeout(OPENING_MS)
    box = page.locator(SIDEBAR).bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    assert not page.evaluate(OVERLAPPING, SIDEBAR)


def test_the_sidebar_makes_way_when_a_page_is_chosen(new_visitor):
    visitor = new_visitor(PHONE)
    page = visitor.open("/?dataset=sample")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Glossary").click()
    page.get_by_role("heading", level=1, name="Glossary").wait_for()
    visitor.settle()
    box = page.locator(SIDEBAR).bounding_box()
    assert box is None or box["x"] + box["width"] <= 0
