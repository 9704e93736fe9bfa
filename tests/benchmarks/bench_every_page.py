"""Every page in a real browser: first load, later visits, and what fifty rounds through all of them leave in memory.

The clock runs inside the page, until the page has come to rest. The peers are the limits.
"""

import os
import statistics
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from core.dataset.store import Dataset
from dashboard.app import Entry
from tests.benchmarks.bench_browser import NAME, opened_browser
from tests.benchmarks.report import limits_missed, report
from tests.benchmarks.visiting import AT_REST, ENTRIES, address_of, make_installation, server_process
from tests.browser.conftest import Visitor, run_server

VISITS = 5
FIRST_LIMIT_S, LATER_LIMIT_S = 2.0, 0.7
WARM_UP_ROUNDS, ROUNDS, LIMIT_MB = 3, 50, 50.0
LINKED_FROM = {
    "painting": ("gallery", ".atelier-pictures a"),
    "run": ("runs", "[data-testid=stMain] [data-testid=stPageLink-NavLink][href*='run=']"),
}
"""Where people come from to the pages that the navigation does not name, and what they press there."""


def first_load(visitor: Visitor, entry: Entry, dataset: Dataset) -> float:
    """Seconds from entering the address of a page; the first time, this server has not drawn it yet."""
    visitor.page.goto(f"{visitor.url}{address_of(entry, dataset)}", wait_until="commit")
    return float(visitor.page.evaluate(AT_REST, [entry.page, None]))


def later_visit(visitor: Visitor, entry: Entry, link: str = "") -> float:
    """Seconds from the press on a page's name in the navigation, or on the first thing that `link` selects."""
    page = visitor.page
    page.evaluate("document.addEventListener('click', event => { window.pressed = event.timeStamp }, {capture: true})")
    named = page.get_by_test_id("stSidebarNavLink").filter(has_text=entry.title)
    (page.locator(link) if link else named).first.click()
    return float(page.evaluate(AT_REST, [entry.page, page.evaluate("window.pressed")]))


def tell(name: str, seconds: dict[str, float], limit_s: float, detail: dict[str, object]) -> None:
    by_page = {page: round(value, 2) for page, value in sorted(seconds.items(), key=lambda item: -item[1])}
    slowest = max(seconds.values())
    load = round(os.getloadavg()[0], 1)
    report(
        name,
        slowest,
        limit_s,
        "s, slowest page",
        {"pages": by_page, "load": load, **detail},
        lower_is_better=True,
        least_ratio=1,
    )


def main() -> None:
    """Measure the times; with the word "memory", what the rounds leave as well."""
    shown = [entry for entry in ENTRIES if not entry.hidden]
    hidden = [entry for entry in ENTRIES if entry.hidden]
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        what = make_installation(folder)
        dataset = Dataset(NAME, folder / "data" / NAME, folder / "artifacts" / "datasets" / NAME)
        with contextmanager(run_server)(folder) as server, opened_browser() as visit:
            visitor = visit(server.url)
            visitor.open(f"/?dataset={NAME}")
            first = {entry.page: first_load(visitor, entry, dataset) for entry in ENTRIES}
            tell("every page: first load", first, FIRST_LIMIT_S, {"data": what, "faults": visitor.faults})
            rounds = [one_round(visitor, shown, hidden) for _ in range(VISITS)]
            later = {entry.page: statistics.median(times[entry.page] for times in rounds) for entry in ENTRIES}
            tell("every page: later visits", later, LATER_LIMIT_S, {"data": what, "faults": visitor.faults})
            if "memory" in sys.argv[1:]:
                measure_memory(visitor, shown, hidden)


def one_round(visitor: Visitor, shown: list[Entry], hidden: list[Entry]) -> dict[str, float]:
    """Visit every page once, and Home at the end; seconds by page."""
    times = {entry.page: later_visit(visitor, entry) for entry in [*shown[1:], shown[0]]}
    for entry in hidden:
        before, link = LINKED_FROM[entry.page]
        later_visit(visitor, next(one for one in shown if one.page == before))
        times[entry.page] = later_visit(visitor, entry, link)
    later_visit(visitor, shown[0])
    return times


def measure_memory(visitor: Visitor, shown: list[Entry], hidden: list[Entry]) -> None:
    process = server_process(visitor.url)
    sizes = []
    for number in range(WARM_UP_ROUNDS + ROUNDS):
        if number >= WARM_UP_ROUNDS:
            sizes.append(process.memory_info().rss / 1e6)
        one_round(visitor, shown, hidden)
    grown = process.memory_info().rss / 1e6 - sizes[0]
    detail = {
        "rounds": ROUNDS,
        "pages": len(shown) + len(hidden),
        "MB at first": round(sizes[0]),
        "every ten": sizes[::10],
    }
    report(
        "every page: memory",
        max(grown, 0.01),
        LIMIT_MB,
        "MB more after the rounds",
        detail,
        lower_is_better=True,
        least_ratio=1,
    )


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
