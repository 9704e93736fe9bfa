"""The report as a person uses it: taken away from Compare, opened from a stick, pointed at, sorted, printed."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from core.dataset.store import Dataset
from core.training import TrainConfig
from tests.browser.conftest import DESKTOP, PHONE, Server
from tests.fabricated_results import answers_for, fabricate_results

DEAD_LINKS = """() => [...document.querySelectorAll('a')].map(link => link.getAttribute('href'))
  .filter(target => !target.startsWith('#') || !document.getElementById(target.slice(1)))"""
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
BROKEN_PICTURES = """async () => {
  const pictures = [...document.images]
  pictures.forEach(picture => { picture.loading = 'eager' })
  await Promise.allSettled(pictures.map(picture => picture.decode()))
  return pictures.length ? pictures.filter(picture => !picture.naturalWidth).length : -1
}"""


@pytest.fixture(scope="module")
def reports(server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files that the button on Compare saves in each language."""
    root = server.folder / "artifacts" / "runs"
    root.mkdir(parents=True, exist_ok=True)
    sample = Dataset("sample", server.folder / "data" / "sample", server.folder / "artifacts" / "datasets" / "sample")
    for seed in range(3):
        fabricate_results(
            f"run-{seed}",
            answers_for(sample, skill=1 + seed, seed=seed),
            config=TrainConfig("sample", seed=seed),
            artists=sample.artists(),
            notes={"title": f"Net {seed}"},
            root=root,
        )
    files = {}
    for language, name in (("en", "Report"), ("es", "Informe")):
        page = browser.new_page()
        page.goto(f"{server.url}/compare?dataset=sample&language={language}")
        with page.expect_download() as saved:
            page.get_by_role("button", name=name, exact=False).click()
        files[language] = tmp_path_factory.mktemp("stick") / saved.value.suggested_filename
        saved.value.save_as(files[language])
        page.close()
    shutil.rmtree(root)
    return files


@pytest.fixture(scope="module")
def report(reports: dict[str, Path]) -> Path:
    return reports["en"]


class Reader:
    """A page that opened a file, and everything it asked for or complained about."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(file.as_uri())

    @property
    def asked_elsewhere(self) -> list[str]:
        return [url for url in self.asked[1:] if not url.startswith("data:")]


def open_file(browser: Browser, file: Path, viewport: dict[str, int] = DESKTOP, appearance: str = "light") -> Reader:
    return Reader(browser.new_context(viewport=viewport, color_scheme=appearance).new_page(), file)


def test_it_opens_from_a_stick_and_asks_for_nothing_else(browser: Browser, report: Path):
    for viewport in (DESKTOP, PHONE):
        reader = open_file(browser, report, viewport)
        assert reader.page.evaluate(DEAD_LINKS) == []
        assert reader.page.evaluate(BROKEN_PICTURES) == 0
        assert not reader.page.evaluate(SIDEWAYS)
        assert reader.asked_elsewhere == [] and reader.complaints == []


def test_it_is_in_the_language_of_the_page_it_was_saved_from(browser: Browser, reports: dict[str, Path]):
    words = {"en": "How to reproduce", "es": "Cómo reproducirlo"}
    for language, file in reports.items():
        page = open_file(browser, file).page
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h2").filter(has_text=words[language]).count()


def test_light_dark_and_paper(browser: Browser, report: Path):
    def wall(reader: Reader) -> str:
        return reader.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    assert wall(open_file(browser, report)) == "rgb(250, 247, 241)"
    dark = open_file(browser, report, appearance="dark")
    assert wall(dark) == "rgb(20, 18, 16)"
    dark.page.emulate_media(media="print")
    ink = dark.page.evaluate("() => getComputedStyle(document.body).color")
    assert ink == "rgb(23, 19, 15)" and not dark.page.locator(".matrix-tools").first.is_visible()
    assert dark.page.pdf()[:5] == b"%PDF-"


def test_charts_answer_to_the_hand(browser: Browser, report: Path):
    reader = open_file(browser, report)
    page, tip = reader.page, reader.page.locator("#tip")
    curves = page.locator("[data-curves]").nth(1)
    curves.hover()
    assert "Epoch" in tip.inner_text() and "Net 2" in tip.inner_text()
    page.locator(".legend [data-run='1']").click()
    assert not page.locator(".curves .run-1").first.is_visible() and page.locator(".curves .run-2").first.is_visible()

    run = page.locator("#run-1")
    cell = run.locator(".cell").first
    before = cell.get_attribute("transform")
    run.locator("[data-order]").select_option("name")
    assert cell.get_attribute("transform") != before
    run.locator("[data-reading]").select_option("by_true")
    cell.hover()
    assert "%" in tip.inner_text() and run.locator(".row-label.lit").count() == 1
    assert reader.complaints == []


def test_a_heading_sorts_its_table_both_ways(browser: Browser, report: Path):
    page = open_file(browser, report).page
    table = page.locator("#comparison table").first

    def column() -> list[float]:
        texts = table.locator("tbody td:nth-child(2)").evaluate_all("cells => cells.map(c => c.firstChild.textContent)")
        return [float(text.split()[0]) for text in texts]

    shown = column()
    table.get_by_role("button", name="Accuracy").click()
    assert column() == sorted(shown, reverse=True)
    table.get_by_role("button", name="Accuracy").click()
    assert column() == sorted(shown)


def test_without_its_script_everything_is_there_to_be_read(browser: Browser, report: Path):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(report.as_uri())
    assert page.locator(".chart").first.is_visible() and page.locator(".cell").first.is_visible()
    assert not page.locator(".matrix-tools").first.is_visible()
