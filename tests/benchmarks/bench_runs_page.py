"""The page Runs with 200 runs in its list, drawn in a real browser: opened from another page, and from nothing.

The clock runs inside the page: from the click on the link (or the start of the navigation) to the frame in which the
form's button and all rows of the list's first page are there. The peer is the time that it may take.
"""

import statistics
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from dashboard.features.training.run_list import A_PAGE
from tests.benchmarks.bench_browser import NAME, make_data, opened_browser
from tests.benchmarks.report import limits_missed, report
from tests.browser.conftest import Visitor, run_server
from tests.fabricated_runs import fabricate_many

RUNS, ROUNDS, WARM_UP = 200, 12, 2
LIMIT_S = 1.0

IS_DRAWN = f"""() => document.querySelectorAll('[class*="st-key-runs-row-"] .atelier-figures').length === {A_PAGE}
  && document.querySelectorAll('[class*="st-key-runs-row-"] [data-testid=stPageLink]').length === {A_PAGE}
  && [...document.querySelectorAll('button')].some(button => button.innerText.includes('Start'))"""
CLOCK = f"""() => {{
  const isDrawn = {IS_DRAWN}
  window.clickToDrawn = new Promise((resolve, reject) => {{
    setTimeout(() => reject(new Error('the list was not drawn')), 20000)
    document.addEventListener('click', event => {{
      const look = () => isDrawn()
        ? requestAnimationFrame(() => resolve(performance.now() - event.timeStamp))
        : requestAnimationFrame(look)
      requestAnimationFrame(look)
    }}, {{capture: true, once: true}})
  }})
}}"""
SINCE_NAVIGATION = f"""() => new Promise(resolve => {{
  const isDrawn = {IS_DRAWN}
  let headed = null
  const look = () => {{
    headed = headed ?? (document.querySelector('h1') && performance.now())
    isDrawn() ? resolve([headed, performance.now()]) : requestAnimationFrame(look)
  }}
  look()
}})"""


def time_link(page: Page, visitor: Visitor) -> float:
    """Seconds from a click in the navigation, on another page, to the list drawn."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Health").click()
    page.get_by_role("heading", name="Health", level=1).wait_for()
    visitor.settle()
    page.evaluate(CLOCK)
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Runs").click()
    seconds = page.evaluate("window.clickToDrawn") / 1000
    visitor.settle()
    return float(seconds)


def time_reload(page: Page, visitor: Visitor) -> tuple[float, float]:
    """Seconds from entering the address, the program's own files in the browser's cache, to the heading and the list.

    Until the heading it is Streamlit that starts in the browser; that takes as long on every page.
    """
    page.goto(f"{visitor.url}/runs?dataset={NAME}", wait_until="commit")
    heading_ms, drawn_ms = page.evaluate(SINCE_NAVIGATION)
    visitor.settle()
    return heading_ms / 1000, drawn_ms / 1000


def main() -> None:
    """Measure both ways of opening the page."""
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        data = make_data(folder)
        fabricate_many(RUNS, NAME, root=folder / "artifacts" / "runs")
        with contextmanager(run_server)(folder) as server, opened_browser() as visit:
            visitor = visit(server.url)
            page = visitor.open(f"/runs?dataset={NAME}")
            links = [time_link(page, visitor) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
            reloads = [time_reload(page, visitor) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    detail = {
        "what": f"{RUNS} runs, {A_PAGE} a page, opened from another page; the limit stands as peer; data: {data}",
        "rounds": ROUNDS,
        "slowest_s": round(max(links), 3),
        "by_address_s": round(statistics.median(drawn for _, drawn in reloads), 3),
        "by_address_until_the_heading_s": round(statistics.median(heading for heading, _ in reloads), 3),
        "faults": visitor.faults,
    }
    report("runs_page", statistics.median(links), LIMIT_S, "s", detail, lower_is_better=True, least_ratio=1)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
