"""The table of pages against the files, and what cold visits are answered with."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from core.paths import PROJECT_ROOT
from dashboard.app import PAGES
from dashboard.server import page_routes

ENTRIES = [entry for entries in PAGES.values() for entry in entries]


def test_every_page_is_listed_once_and_every_listed_page_exists():
    listed = sorted(entry.page for entry in ENTRIES)
    assert listed == sorted(path.stem for path in (PROJECT_ROOT / "pages").glob("*.py"))


def test_groups_stand_in_the_order_of_the_work():
    assert list(PAGES) == ["", "Explore", "Tune", "Train", "Results", "Help"]


def test_pages_are_short_scripts():
    for entry in ENTRIES:
        assert len((PROJECT_ROOT / "pages" / f"{entry.page}.py").read_text("utf-8").splitlines()) <= 150


def test_a_cold_visit_is_told_where_the_server_is():
    (route,) = page_routes(["health"])
    with ThreadPoolExecutor(1) as pool:  # a browser test before this one leaves its loop running in this thread
        response = pool.submit(asyncio.run, route.endpoint(None)).result()
    assert route.path == "/health"
    assert b"BACKEND_BASE_URL" in response.body and b"<title>" in response.body
