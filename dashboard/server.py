"""How the server answers a cold visit to a page other than the first one.

Streamlit's client does not know below which path its server lives, so at `/health` it first asks for
`/health/_stcore/health` and logs the failure in the browser's console. Here the page tells it.
"""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

_INDEX = Path(st.__file__).parent / "static" / "index.html"
_WHERE_THE_SERVER_IS = '<script>window.__streamlit = {{BACKEND_BASE_URL: window.location.origin + "{base}/"}}</script>'


def base_path() -> str:
    """The path below which the app is served, as in "/atelier"; "" at the root (`server.baseUrlPath`)."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def page_routes(pages: Iterable[str], base: str = "") -> list[Route]:
    """Routes that answer with Streamlit's own page and where its server is.

    Args:
        pages: the names of all pages, as in their addresses.
        base: of `base_path`; Streamlit does not put it before the routes of an app.
    """
    where = _WHERE_THE_SERVER_IS.format(base=base)
    html = _INDEX.read_text("utf-8").replace("<head>", f"<head>{where}", 1)

    async def index(request: Request) -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return [Route(f"{base}/{page}", index) for page in pages]
