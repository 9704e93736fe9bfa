"""Pages without a browser: the router loaded by Streamlit's own test runner."""

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.environment import PROJECT_ROOT
from dashboard.features.results import saliency_panel
from dashboard.features.results.saliency_requests import Request, Result

OpenApp = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _empty_caches() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def open_app() -> OpenApp:
    """Open a page by name, with what its address carries."""

    def open_page(page: str = "home", **query: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT_ROOT / "dashboard" / "app.py"), default_timeout=30)
        if page != "home":
            app.switch_page(f"../pages/{page}.py")
        for key, value in query.items():
            app.query_params[key.replace("__", ".")] = value
        app.run()
        assert not app.exception
        return app

    return open_page


@pytest.fixture
def requested_maps(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """The requests for saliency maps; each is answered by a fault."""
    requests: list[Request] = []

    class Queue:
        def result_of(self, request: Request) -> Result:
            requests.append(request)
            return Result(fault="No model here.")

        def forget_faults(self) -> None:
            raise AssertionError

    monkeypatch.setattr(saliency_panel, "saliency_queue", Queue)
    return requests


def texts(app: AppTest) -> str:
    """Everything the page says, one element a line."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.html, app.error, app.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
