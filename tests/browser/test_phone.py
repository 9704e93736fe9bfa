"""Every page on a telephone: nothing runs off sideways, and no control lies on another."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.dataset.store import Dataset
from core.training import TrainConfig
from dashboard.app import PAGES
from tests.browser.conftest import PHONE, Server
from tests.fabricated_results import answers_for, fabricate_results

ENTRIES = [entry for entries in PAGES.values() for entry in entries]
WIDEST = """() => Math.max(document.scrollingElement.scrollWidth,
  document.querySelector('[data-testid=stMain]').scrollWidth)"""
OVERLAPPING = """() => {
  const shown = [...document.querySelectorAll(
    '[data-testid=stMain] :is(button, a[href], textarea, select, input:not([type=hidden], [type=file]))')]
    .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .map(e => ({e, widget: e.closest('[data-testid=stElementContainer]') ?? e, box: e.getBoundingClientRect()}))
    .filter(({box}) => box.width > 4 && box.height > 4)
  const shared = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
  const called = e => (e.getAttribute('aria-label') || e.innerText || e.outerHTML.slice(0, 80)).trim()
  return shown.flatMap((one, at) => shown.slice(at + 1)
    .filter(other => other.widget !== one.widget && shared(one.box, other.box))
    .map(other => `${called(one.e)} / ${called(other.e)}`))
}"""
"""Pairs of controls of different widgets that lie on each other."""


@pytest.fixture
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


def test_every_page_fits_a_phone(new_visitor, run: str, tmp_path: Path):
    visitor = new_visitor(PHONE)
    faults = []
    for entry in ENTRIES:
        address = "" if entry.page == "home" else entry.page
        page = visitor.open(f"/{address}?dataset=sample&run={run}&painting=Claude_Monet_2")
        page.screenshot(path=tmp_path / f"{entry.page}.png", full_page=True)
        widest, overlapping = page.evaluate(WIDEST), page.evaluate(OVERLAPPING)
        faults += [f"{entry.page}: {widest} px wide"] if widest > PHONE["width"] else []
        faults += [f"{entry.page}: {pair}" for pair in overlapping]
        assert page.get_by_test_id("stException").count() == 0, entry.page
    assert not faults, "\n".join(faults)
