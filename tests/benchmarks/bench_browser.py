"""From click to drawn in a real browser: node panel, balance slider, another picture, a contact sheet of 60.

The clock runs inside the page, from the event of the click or key to the frame in which the new thing is there and its
pictures are decoded. The peer is the time that each may take.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from core.dataset.importing.dataset_import import import_dataset
from core.dataset.store import Dataset
from core.environment import test_files_root
from core.sample import build_sample
from tests.benchmarks.report import limits_missed, report
from tests.browser.conftest import DESKTOP, FLAGS, Visitor, run_server
from tests.browser.install import MISSING, find_browser

ROUNDS, WARM_UP = 20, 2
NAME = "bench"

CLOCK = """([before, drawn, where]) => {
  const isDrawn = eval(drawn), known = eval(before)()
  const pictures = () => [...document.querySelectorAll(`${where} img`)]
  window.clickToDrawn = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('what was pressed drew nothing new')), 20000)
    const started = event => {
      const look = async () => {
        if (!isDrawn(known)) return requestAnimationFrame(look)
        await Promise.all(pictures().map(picture => picture.decode().catch(() => null)))
        requestAnimationFrame(() => resolve(performance.now() - event.timeStamp))
      }
      look()
    }
    for (const kind of ['pointerdown', 'keydown'])
      document.addEventListener(kind, started, {capture: true, once: true})
  })
}"""
NOTHING = "() => null"
PANEL_SHOWS = """() => [...document.querySelectorAll('[data-testid=stMain] h3, [data-testid=stMain] h2')]
  .some(heading => heading.innerText.includes(%r))"""
COUNTED = """() => [document.querySelector('[data-testid=stMetricValue]').innerText,
  document.querySelector('[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg')
    .getBoundingClientRect().height].join()"""
COUNTED_ANEW = "known => { const now = (%s)().split(','), then = known.split(','); return now[0] !== then[0]%s }"
LARGE = "() => document.querySelector('.atelier-large img').src"
LARGE_ANEW = f"known => ({LARGE})() !== known"
SHEET = "() => document.querySelector('.atelier-wall').dataset.drawn"
SHEET_ANEW = f"known => ({SHEET})() !== known && document.querySelectorAll('.atelier-wall img').length === 60"


@dataclass(frozen=True)
class Measured:
    """One thing that is pressed and drawn.

    Attributes:
        name: of the benchmark.
        limit_s: what it may take.
        address: of the page.
        act: presses once; told which round it is.
        before: JavaScript function; what is there before.
        drawn: JavaScript function of that; whether the new thing is there. A function of the round gives it.
        where: CSS selector of what has to have its pictures decoded.
    """

    name: str
    limit_s: float
    address: str
    act: Callable[[Page, int], None]
    before: str
    drawn: Callable[[int], str]
    where: str = "[data-testid=stMain]"


def press_button(label: str, page: Page, number: int) -> None:
    page.get_by_role("button", name=label).click()


NODES = (("artist:8", "Vincent van Gogh"), ("artist:42", "Paul Klee"))


def press_node(page: Page, number: int) -> None:
    node = NODES[number % len(NODES)][0]
    x, y = page.locator(".network").evaluate("(root, node) => root.placeOf(node)", node)
    page.mouse.click(x, y)


def move_slider(page: Page, number: int) -> None:
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowLeft" if number % 2 == 0 else "ArrowRight")


MEASURED = (
    Measured(
        "movements: node panel",
        0.5,
        "/movements",
        press_node,
        NOTHING,
        lambda number: PANEL_SHOWS % NODES[number % len(NODES)][1],
    ),
    Measured(
        "balance: slider",
        0.5,
        "/balance",
        move_slider,
        COUNTED,
        lambda number: COUNTED_ANEW % (COUNTED, " && now[1] !== then[1]"),
    ),
    Measured(
        "gallery: another picture",
        0.3,
        "/gallery",
        partial(press_button, "Another picture"),
        LARGE,
        lambda number: LARGE_ANEW,
        ".atelier-large",
    ),
    Measured(
        "gallery: contact sheet of 60",
        1.0,
        "/gallery",
        partial(press_button, "New seed"),
        SHEET,
        lambda number: SHEET_ANEW,
        ".atelier-wall",
    ),
)


def make_data(folder: Path) -> str:
    """A data set under `folder`; returns what it is in words."""
    source, what = test_files_root() / "kaggle-sample", "real sample"
    for part in ("data", "artifacts", "importable"):
        (folder / part).mkdir()
    if not source.is_dir():
        source, what = folder / "importable" / "sample", "built-in sample (there are no real pictures here)"
        build_sample(source)
    import_dataset(source, NAME, data_root=folder / "data", artifacts_root=folder / "artifacts")
    dataset = Dataset(NAME, folder / "data" / NAME, folder / "artifacts" / "datasets" / NAME)
    dataset.build_thumbnails()  # as every import from the app does
    return f"{len(dataset.catalog())} paintings, {what}"


@contextmanager
def opened_browser() -> Iterator[Callable[[str], Visitor]]:
    executable = find_browser()
    if executable is None:
        sys.exit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(executable), args=FLAGS)
        yield lambda url: Visitor(browser.new_context(viewport=DESKTOP).new_page(), url)
        browser.close()


def times_of(measured: Measured, visitor: Visitor) -> list[float]:
    """Seconds from click to drawn, one a round, after a few that only warm up."""
    page = visitor.open(f"{measured.address}?dataset={NAME}")
    times = []
    for number in range(WARM_UP + ROUNDS):
        page.evaluate(CLOCK, [measured.before, measured.drawn(number), measured.where])
        measured.act(page, number)
        times.append(page.evaluate("window.clickToDrawn") / 1000)
        visitor.settle()
    return times[WARM_UP:]


def main() -> None:
    """Measure all, or those whose name holds a word of the command line."""
    words = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        what = make_data(folder)
        with contextmanager(run_server)(folder) as server, opened_browser() as visit:
            for measured in MEASURED:
                if words and not any(word in measured.name for word in words):
                    continue
                visitor = visit(server.url)
                times = times_of(measured, visitor)
                visitor.page.context.close()
                detail = {
                    "data": what,
                    "rounds": len(times),
                    "slowest": round(max(times), 3),
                    "faults": visitor.faults,
                    "peer": "the limit",
                }
                median = statistics.median(times)
                report(
                    measured.name,
                    median,
                    measured.limit_s,
                    "s from click to drawn",
                    detail,
                    lower_is_better=True,
                    least_ratio=1,
                )


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
