"""How the server answers a cold visit to a page: with Streamlit's own document, and four things it lacks.

Streamlit's client does not know the base path of its server, so at `/health` it first requests
`/health/_stcore/health` and logs the failure in the browser's console. The page sets the path.

What waits for its content pulses. A pulse costs a frame sixty times a second, in software where there is no graphics
card, and what it waits for comes the later for it: here it stays quiet, from before the client's first line.

The code of charts, most of a megabyte, is requested with the first chart. Here the browser loads it
while a person looks at the first page.

On a phone the list of pages covers the page and stays open after a choice. Here it closes.
"""

import gc
import importlib
import json
import pkgutil
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

import dashboard

_CLIENT = Path(st.__file__).parent / "static"
_INDEX = _CLIENT / "index.html"
_CODE_OF_CHARTS = ("ArrowVegaLiteChart", "embed")
_FIRST_LOOK_MS = 2000
_WHERE_THE_SERVER_IS = '<script>window.__streamlit = {{BACKEND_BASE_URL: window.location.origin + "{base}/"}}</script>'
_WITHOUT_PULSE = """<style>
[data-testid*="Skeleton"], [data-testid*="Skeleton"] * {animation: none !important}
</style>"""
_WHEN_IDLE = """<script type="module">
const takeIn = () => {paths}.forEach(path => import(path).catch(() => {{}}))
addEventListener("load", () => setTimeout(() => globalThis.requestIdleCallback?.(takeIn), {ms}))
</script>"""
_MAKING_WAY = """<script>
addEventListener("click", ({target}) => {
  if (innerWidth < 768 && target.closest?.('[data-testid="stSidebarNavLink"]'))
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click()
})
</script>"""


def base_path() -> str:
    """The path below which the app is served, as in "/atelier"; "" at the root (`server.baseUrlPath`)."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def page_routes(pages: Iterable[str], base: str = "") -> list[Route]:
    """Routes that answer with Streamlit's own document, changed as this module's text says.

    Args:
        pages: the names of all pages, as in their addresses; "" for the first one.
        base: of `base_path`; Streamlit does not put it before the routes of an app.
    """
    additions = _WHERE_THE_SERVER_IS.format(base=base) + _WITHOUT_PULSE + _MAKING_WAY
    additions += _WHEN_IDLE.format(paths=json.dumps(code_of_charts()), ms=_FIRST_LOOK_MS)
    html = _INDEX.read_text("utf-8").replace("<head>", f"<head>{additions}", 1)

    async def index(request: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return [Route(f"{base}/{page}", index) for page in pages]


def code_of_charts() -> list[str]:
    """Where the client has the modules that draw Vega charts, from any page; their names change with its version."""
    found = (next((_CLIENT / "static" / "js").glob(f"{name}.*.js"), None) for name in _CODE_OF_CHARTS)
    return [f"./static/js/{module.name}" for module in found if module]


@asynccontextmanager
async def load_pages_early(app: st.App) -> AsyncIterator[None]:
    """For the server's life: begin to load in a thread of its own, while visitors are already let in."""
    threading.Thread(target=load_all_widgets, daemon=True, name="load-pages").start()
    yield


def load_all_widgets() -> None:
    """Import every module that a page may import; what loads late on purpose inside a function stays so."""
    for module in pkgutil.walk_packages(dashboard.__path__, f"{dashboard.__name__}."):
        if module.name != "dashboard.app":
            importlib.import_module(module.name)
    # Code lives as long as the server: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
