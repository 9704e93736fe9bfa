"""What holds on every page: how it opens, what it never imports, what it never shows."""

import subprocess
import sys

import pytest

from core.environment import PROJECT_ROOT
from dashboard.app import PAGES
from dashboard.shell.page_header import PASTICHES

ROUTER = PROJECT_ROOT / "dashboard" / "app.py"
ENTRIES = [entry for entries in PAGES.values() for entry in entries]
EVERY_PAGE = pytest.mark.parametrize("page", [entry.page for entry in ENTRIES])


def said(app) -> str:
    return "\n".join(str(element.value).replace("\\", "") for kind in (app.markdown, app.caption) for element in kind)


@EVERY_PAGE
def test_a_page_opens_with_its_name_its_data_set_and_one_primary_button_at_most(page: str, open_app, dataset):
    app = open_app(page, dataset=dataset.name)
    assert app.title[0].value == next(entry.title for entry in ENTRIES if entry.page == page)
    assert ":gray[" in app.markdown[0].value
    assert dataset.name in said(app)
    assert not app.error
    assert sum(button.proto.type == "primary" for button in app.button) <= 1


@EVERY_PAGE
def test_pastiches_are_called_so_on_every_page(page: str, open_app, dataset):
    assert PASTICHES not in said(open_app(page))
    (dataset.folder / "source.json").write_text('{"pastiches": true}', "utf-8")
    assert PASTICHES in said(open_app(page))


@pytest.mark.parametrize("page", [entry.page for entry in ENTRIES if entry.page != "glossary"])
def test_a_page_without_any_data_set_says_what_to_do(page: str, open_app):
    app = open_app(page)
    assert "There is no data set" in said(app)
    assert not app.error


@EVERY_PAGE
def test_an_address_with_an_unknown_data_set_shows_another_and_says_so(page: str, open_app, dataset):
    app = open_app(page, dataset="gone")
    assert "gone" in app.warning[0].value
    assert app.selectbox(key="dataset").value == dataset.name


def test_names_are_text_on_every_page(open_app, dataset):
    table = dataset.folder / "artists.csv"
    table.write_text(table.read_text("utf-8").replace("Claude Monet", "<b>Claude</b> **Monet**"), "utf-8")
    app = open_app()
    for entry in ENTRIES:
        app.switch_page(f"../pages/{entry.page}.py")
        app.query_params["health.finding"] = "table_mismatch"
        app.run()
        assert not app.exception, entry.page
        markdown = "\n".join(str(element.value) for kind in (app.markdown, app.caption) for element in kind)
        html = "\n".join(str(element.value) for element in app.html)
        assert "<b>Claude" not in markdown + html and "**Monet" not in markdown


def test_no_page_imports_tensorflow_or_keras(dataset):
    """In a process of its own: visited and used, no page may bring them in."""
    script = f"""
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(ROUTER)!r}, default_timeout=60).run()
for page in {[entry.page for entry in ENTRIES]!r}:
    app.switch_page(f"../pages/{{page}}.py").run()
    for index in range(len(app.toggle)):
        app.toggle[index].set_value(not app.toggle[index].value).run()
    for button in [button.key for button in app.button if not button.proto.disabled]:
        if any(button == present.key and not present.proto.disabled for present in app.button):
            app.button(key=button).click().run()
            app.switch_page(f"../pages/{{page}}.py").run()
    assert not app.exception, app.exception
print(sorted({{"tensorflow", "keras", "torch"}} & set(sys.modules)))
"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT_ROOT)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_the_server_imports_nothing_heavy_before_a_page_needs_it():
    script = "import sys, dashboard.app; print(sorted({'sklearn', 'altair', 'networkx'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT_ROOT)
    assert result.stdout.strip() == "[]", result.stderr
