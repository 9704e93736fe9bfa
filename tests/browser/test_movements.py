"""Movements, as a person uses it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Server
from tests.browser.network import place_of

PANEL = ".st-key-movements-panel"


def artist_of(server: Server, name: str) -> str:
    from core.dataset.artists.table import load_artists

    table = server.folder / "data" / "sample" / "artists.csv"
    return next(f"artist:{artist.id}" for artist in load_artists(table) if artist.name == name)


def test_a_click_on_a_node_opens_its_panel_and_its_link_shows_the_same(visitor, new_visitor, server, keep_screenshots):
    page = visitor.open("/movements?dataset=sample")
    node = artist_of(server, "Claude Monet")
    page.mouse.click(*place_of(page, node))
    panel = page.locator(PANEL)
    expect(panel.get_by_role("heading", name="Claude Monet")).to_be_visible()
    pictures = panel.locator("img")
    expect(pictures.nth(2)).to_be_visible()
    assert pictures.evaluate_all("all => all.every(image => image.naturalWidth > 0 && image.alt)")
    visitor.settle()
    assert f"movements.node={node}".replace(":", "%3A") in page.url
    other = new_visitor().open(page.url.removeprefix(visitor.url))
    expect(other.locator(PANEL)).to_have_text(panel.inner_text(), use_inner_text=True)
    keep_screenshots("movements", "/movements?dataset=sample")
    keep_screenshots("movements-artist", f"/movements?dataset=sample&movements.node={node}")


def test_nodes_keep_their_places_when_the_panel_opens(visitor, server):
    page = visitor.open("/movements?dataset=sample")
    nodes = [artist_of(server, name) for name in ("Claude Monet", "Paul Klee", "Rembrandt")]
    before = [place_of(page, node) for node in nodes]
    page.mouse.click(*before[0])
    page.locator(PANEL).wait_for()
    visitor.settle()
    after = [place_of(page, node) for node in nodes]
    smaller = (after[1][0] - after[0][0]) / (before[1][0] - before[0][0])
    for axis in (0, 1):
        wanted = [(place[axis] - before[0][axis]) * smaller for place in before]
        assert [place[axis] - after[0][axis] for place in after] == pytest.approx(wanted, abs=2)


def test_the_search_box_finds_an_artist_by_keyboard(visitor):
    page = visitor.open("/movements?dataset=sample")
    page.get_by_label("Find an artist or a movement").focus()
    page.keyboard.type("Dürer")
    page.keyboard.press("Enter")
    expect(page.locator(PANEL).get_by_role("heading", name="Albrecht Dürer")).to_be_visible()


def test_the_graph_is_walked_by_keyboard(visitor):
    page = visitor.open("/movements?dataset=sample")
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(f"{PANEL} h3")).to_be_visible()
    page.get_by_role("application").press("Escape")
    expect(page.locator(PANEL)).to_have_count(0)


def test_filters_and_view_travel_with_the_link(visitor, new_visitor):
    page = visitor.open("/movements?dataset=sample")
    page.get_by_role("button", name="View and filters").click()
    page.get_by_text("by community").click()
    page.wait_for_url("**movements.colour=community**")
    page.get_by_role("button", name="Nationalities").click()
    page.wait_for_url("**Nationalities**")
    page.get_by_label("Century").click()
    page.get_by_role("option", name="19th century").click()
    page.wait_for_url(re.compile(r"19"))
    page.keyboard.press("Escape")
    visitor.settle()
    expect(page.get_by_role("application")).to_have_attribute("aria-label", re.compile("nationalit"))
    summary = page.get_by_role("application").get_attribute("aria-label") or ""
    other = new_visitor().open(page.url.removeprefix(visitor.url))
    expect(other.get_by_role("application")).to_have_attribute("aria-label", summary)
    assert "movements.colour=community" in page.url


def test_a_choice_on_back_comes_back(visitor):
    page = visitor.open("/movements?dataset=sample&movements.show=artists")
    page.get_by_text("Artists and movements").last.click()
    visitor.settle()
    assert "movements.show=movements" in page.url
    page.go_back()
    visitor.settle()
    expect(page.get_by_role("radio", name="Artists only")).to_be_checked()


def test_the_standalone_page_and_graphml_are_made_when_asked_for(visitor, new_visitor, tmp_path: Path):
    page = visitor.open("/movements?dataset=sample")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as html:
        page.get_by_role("button", name="Page for any browser").click()
    with page.expect_download() as graphml:
        page.get_by_role("button", name="Graph for other tools").click()
    assert graphml.value.suggested_filename == "sample-movements.graphml"
    assert b"<graphml" in Path(graphml.value.path()).read_bytes()
    text = Path(html.value.path()).read_text("utf-8")
    assert "Claude Monet" in text and "Content-Security-Policy" in text
    with page.expect_download() as png:
        page.get_by_role("button", name="Save as PNG").click()
    assert png.value.suggested_filename == "sample-movements.png"


def test_on_a_phone_the_panel_stands_below_and_nothing_is_cut_off(new_visitor, server):
    node = artist_of(server, "Claude Monet")
    visitor = new_visitor(viewport=PHONE)
    page = visitor.open(f"/movements?dataset=sample&movements.node={node}")
    expect(page.get_by_role("application")).to_be_visible()
    graph, panel = page.get_by_role("application").bounding_box(), page.locator(PANEL).bounding_box()
    assert panel["y"] > graph["y"] + graph["height"]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
