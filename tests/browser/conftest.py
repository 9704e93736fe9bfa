"""A running server with data of its own, and a real browser that may talk to nobody else."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from core.environment import PROJECT_ROOT
from tests.browser.install import MISSING, find_browser
from tests.browser.outlines import keep_outline, kept_outline, outline_of
from tests.cache import cached_roots

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other machine can be reached, whatever a page asks
]
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
# Streamlit says in an attribute whether a script runs. Between two runs in a row (a component answers, st.rerun) it
# says for a moment that none does; so several looks in a row must find it so. The looks are the page's own timers, and
# a page that is busy is late with them too.
FINISHED = """() => {
  const still = document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]');
  const finished = still && !document.querySelector('[data-testid=stSkeleton]');
  window.finishedLooks = finished ? (window.finishedLooks ?? 0) + 1 : 0;
  return window.finishedLooks > 6;
}"""
LOOK_EVERY_MS = 50
MAKE_SAMPLE = "from core.workflows.prepare_dataset import make_sample; make_sample()"
START_PATIENCE_S = 60
REDRAW_PATIENCE_MS = 30_000  # beside two more workers a page of the sample was seen to take over five seconds
APP = PROJECT_ROOT / "dashboard" / "app.py"
PICTURES = PROJECT_ROOT / "docs" / "screenshots"
MAX_PICTURE_BYTES = 300_000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, default=None, help="save the pictures of the documentation there")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    if config.getoption("--screenshots", default=None):
        items[:] = [item for item in items if "keep_screenshots" in getattr(item, "fixturenames", ())]


@dataclass(frozen=True)
class Server:
    """A dashboard that runs; `folder` holds its data, its artifacts and what may be imported."""

    url: str
    folder: Path
    process: subprocess.Popen

    @property
    def importable(self) -> Path:
        return self.folder / "importable"


def run_server(folder: Path, script: Path = APP, **environment: str) -> Iterator[Server]:
    """Start the dashboard, or what `script` is, on a free port and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "ATELIER_DATA": str(folder / "data"),
        "ATELIER_ARTIFACTS": str(folder / "artifacts"),
        "ATELIER_ALLOWED_PATHS": str(folder / "importable"),
        **environment,
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--server.fileWatcherType", "none"],
            cwd=PROJECT_ROOT,
            env={**os.environ, **settings},
            stdout=log,
            stderr=log,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_healthy(url, process, folder / "server.log")
            yield Server(url, folder, process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_healthy(url: str, process: subprocess.Popen, log: Path) -> None:
    give_up = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


@pytest.fixture(scope="session")
def server(painted_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that shows the built-in sample and may import from a folder."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(painted_sample, folder, dirs_exist_ok=True)
    (folder / "importable").mkdir()
    yield from run_server(folder)


@pytest.fixture(scope="session")
def painted_sample(pytestconfig: pytest.Config) -> Path:
    """A folder with data and artifacts of the sample, from the cache; to be copied."""
    return cached_roots(pytestconfig, "sample", MAKE_SAMPLE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        pytest.fail(MISSING)
    expect.set_options(timeout=REDRAW_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(executable), args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser: opens pages, waits until they are drawn, notices what goes wrong.

    Attributes:
        page: what Playwright drives.
        url: of the server.
        faults: what was noticed, a sentence each.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []
        # Requests are watched and not routed: for that, Playwright asks about every file and turns the browser's own
        # cache off, which doubles the time of a page.
        page.on("request", self._note_request)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("requestfailed", self._note_failed)
        page.on("response", self._note_response)

    def open(self, path: str = "/") -> Page:
        """Visit an address cold and wait until it is drawn."""
        self.page.goto(f"{self.url}{path}")
        self.page.get_by_role("heading", level=1).wait_for(timeout=30_000)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until every run of the page's script has finished and what it sent is drawn."""
        self.page.evaluate("() => { window.finishedLooks = 0 }")
        self.page.wait_for_function(FINISHED, timeout=30_000, polling=LOOK_EVERY_MS)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "ws" + self.url.removeprefix("http"), "data:", "blob:", "file:")):
            self.faults.append(f"asked another machine: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _note_failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # what the browser drops when it leaves a page
            self.faults.append(f"failed: {request.url} ({request.failure})")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture
def new_visitor(browser: Browser, server: Server) -> Iterator[Callable[..., Visitor]]:
    """Make visitors with a browser of their own; a fault that any of them noticed fails the test."""
    visitors: list[Visitor] = []

    def make(viewport: dict[str, int] = DESKTOP, appearance: str = "light", url: str = "") -> Visitor:
        context = browser.new_context(viewport=viewport, color_scheme=appearance)
        visitors.append(Visitor(context.new_page(), url or server.url))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.page.context.close()
    faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor]) -> Visitor:
    return new_visitor()


@pytest.fixture
def keep_screenshots(request: pytest.FixtureRequest, new_visitor: Callable[..., Visitor]) -> Callable[[str, str], None]:
    """Save a page in light and in dark for the documentation, or see that its picture is not out of date."""
    folder: Path | None = request.config.getoption("--screenshots", default=None)

    def keep(name: str, path: str) -> None:
        page = new_visitor().open(path)
        if folder is None:
            assert outline_of(page) == kept_outline(PICTURES, name), f"The picture of {name} is old: make screenshots"
        else:
            take_pictures(new_visitor, folder, name, path)
            keep_outline(folder, name, outline_of(page))

    return keep


def take_pictures(new_visitor: Callable[..., Visitor], folder: Path, name: str, path: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for appearance in ("light", "dark"):
        page = new_visitor(appearance=appearance).open(path)
        page.wait_for_timeout(500)
        target = folder / f"{name}-{appearance}.png"
        page.screenshot(path=target)
        shrink(target)


def shrink(picture: Path) -> None:
    """Reduce to as many of 256 colours as keep a documentation picture small."""
    with Image.open(picture) as image:
        pixels = image.convert("RGB")
    for colours in (256, 192, 128, 64):
        pixels.quantize(colours, dither=Image.Dither.NONE).save(picture, optimize=True)
        if picture.stat().st_size < MAX_PICTURE_BYTES:
            return
