"""Ten browsers at once on the read-only demo, for two minutes: how long a visit to a page takes, and whether any fails.

The browsers run on the same processors as the server, which makes it harder than it is for a real audience: they take
five times what the server takes. People look at a page before they go on, at Home too: as long as the users of the
TPC-W benchmark of web shops, a negative exponential distribution of seven seconds, at most seventy. With the word
"rush" they look for a second only.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from playwright.async_api import Browser, Page, async_playwright

from dashboard.app import Entry
from tests.benchmarks.bench_browser import NAME
from tests.benchmarks.report import limits_missed, report
from tests.benchmarks.visiting import AT_REST, ENTRIES, make_installation
from tests.browser.conftest import DESKTOP, FLAGS, run_server
from tests.browser.install import find_browser

PEOPLE, SECONDS = 10, 120.0
PAUSE_S, LONGEST_PAUSE_S, RUSH_S = 7.0, 70.0, 1.0
LIMIT_S = 3.0


async def visit(page: Page, entry: Entry) -> float:
    await page.evaluate("document.addEventListener('click', e => { window.pressed = e.timeStamp }, {capture: true})")
    await page.get_by_test_id("stSidebarNavLink").filter(has_text=entry.title).first.click()
    return float(await page.evaluate(AT_REST, [entry.page, await page.evaluate("window.pressed")]))


@dataclass
class Person:
    """What one of the audience lived through: when Home was there, the visits as (begun, seconds), what went wrong."""

    arrived: float = 0.0
    visits: list[tuple[float, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def one_person(browser: Browser, url: str, number: int, until: float, rush: bool) -> Person:
    """Open Home and go from page to page."""
    choose, person = random.Random(number), Person()
    faults = person.faults
    page = await (await browser.new_context(viewport=DESKTOP)).new_page()
    page.on(
        "response", lambda answer: faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    await page.goto(f"{url}/?dataset={NAME}")
    await page.evaluate(AT_REST, ["home", None])
    person.arrived = time.monotonic()
    shown, here = [entry for entry in ENTRIES if not entry.hidden], "home"
    while True:
        await asyncio.sleep(RUSH_S if rush else min(choose.expovariate(1 / PAUSE_S), LONGEST_PAUSE_S))
        begun = time.monotonic()
        if begun >= until:
            return person
        entry = choose.choice([entry for entry in shown if entry.page != here])
        person.visits.append((begun, await visit(page, entry)))
        if await page.get_by_test_id("stException").count():
            faults.append(f"an exception on {entry.title}")
        here = entry.page


async def measure(url: str, rush: bool) -> bool:
    """Measure and report; whether nothing went wrong on any page."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(find_browser()), args=FLAGS)
        until = time.monotonic() + SECONDS
        found = await asyncio.gather(*(one_person(browser, url, number, until, rush) for number in range(PEOPLE)))
        await browser.close()
    times = [seconds for person in found for _, seconds in person.visits]
    faults = [fault for person in found for fault in person.faults]
    all_in = max(person.arrived for person in found)
    settled = [seconds for person in found for begun, seconds in person.visits if begun >= all_in]
    detail = {
        "visits": len(times),
        "median": round(float(np.median(times)), 2),
        "all have Home after": round(all_in - until + SECONDS, 1),
        "95th percentile from then on": round(float(np.quantile(settled, 0.95)), 2),
        "slowest": round(max(times), 2),
        "faults": len(faults),
        "first faults": faults[:5],
        "processors": os.cpu_count(),
        "pause": f"{RUSH_S:.0f} s" if rush else f"{PAUSE_S:.0f} s on average",
        "what": f"{PEOPLE} browsers for {SECONDS:.0f} s on the server's own processors; the limit stands as peer",
    }
    slow = float(np.quantile(times, 0.95))
    report(
        "audience of ten",
        slow,
        LIMIT_S,
        "s, 95th percentile of a visit",
        detail,
        lower_is_better=True,
        least_ratio=None if rush else 1,
    )
    return not faults


def main() -> None:
    """Measure once; exit 1 where a page had an error, a console message of one, or a failed answer."""
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        make_installation(folder)
        with contextmanager(run_server)(folder, ATELIER_READ_ONLY="1") as server:
            went_well = asyncio.run(measure(server.url, rush="rush" in sys.argv[1:]))
    if not went_well:
        sys.exit(1)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
