"""The table of pages against the files, and what cold visits are answered with."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

from core.environment import PROJECT_ROOT
from dashboard.app import PAGES
from dashboard.shell.server import code_of_charts, page_routes

ENTRIES = [entry for entries in PAGES.values() for entry in entries]


def test_every_page_is_listed_once_and_every_listed_page_exists():
    listed = sorted(entry.page for entry in ENTRIES)
    assert listed == sorted(path.stem for path in (PROJECT_ROOT / "pages").glob("*.py"))


def test_groups_stand_in_the_order_of_the_work():
    assert list(PAGES) == ["", "Explore", "Tune", "Train", "Results", "Help"]


def test_pages_are_short_scripts():
    for entry in ENTRIES:
        assert len((PROJECT_ROOT / "pages" / f"{entry.page}.py").read_text("utf-8").splitlines()) <= 150


def answer_of(page: str) -> tuple[str, str]:
    """The path of a page's route, and the document it answers with."""
    (route,) = page_routes([page])
    with ThreadPoolExecutor(1) as pool:  # a browser test before this one leaves its loop running in this thread
        response = pool.submit(asyncio.run, route.endpoint(None)).result()
    return route.path, response.body.decode()


def test_a_cold_visit_is_told_where_the_server_is():
    path, document = answer_of("health")
    assert path == "/health"
    assert "BACKEND_BASE_URL" in document and "<title>" in document


def test_the_first_page_is_answered_like_every_other():
    path, document = answer_of("")
    assert path == "/"
    assert document == answer_of("health")[1]


def test_nothing_pulses_from_the_start():
    style = re.search(r"<style>(.*?)</style>", answer_of("")[1], re.DOTALL)
    assert style and "Skeleton" in style[1] and "animation: none !important" in style[1]


def test_the_code_of_charts_is_there_and_taken_in_while_the_browser_is_idle():
    modules = code_of_charts()
    assert [module.rsplit("/")[-1].split(".")[0] for module in modules] == ["ArrowVegaLiteChart", "embed"]
    assert all(f'"{module}"' in answer_of("")[1] for module in modules)
    assert "requestIdleCallback" in answer_of("")[1]
