"""Artists called like markup, on the pages that show the collection from many sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, run_server
from tests.browser.network import place_of
from tests.conftest import write_artists, write_source

NASTY = ["<script>alert(1)</script>", "**bold** :red[x]", "[link](http://example.com) -> $x^2$"]
MARKUP = "script, strong:has-text('bold'), a[href*='example.com'], .katex, span[style*='red']"
FACTS = ("1900 - 1950", "<i>Cubism</i>", "**French**")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose only data set has such artists, of such a movement."""
    from core.dataset.importing.dataset_import import import_dataset

    folder = tmp_path_factory.mktemp("nasty")
    write_source(folder / "source")
    (folder / "data").mkdir()
    import_dataset(folder / "source", "nasty", data_root=folder / "data", artifacts_root=folder / "artifacts")
    write_artists(folder / "data" / "nasty" / "artists.csv", dict.fromkeys(NASTY, FACTS))
    yield from run_server(folder)


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_the_panel_and_the_search_show_a_name_letter_for_letter(new_visitor, nasty: Server, number: int):
    visitor = new_visitor(url=nasty.url)
    page = visitor.open(f"/movements?movements.node=artist:{number}")
    main = page.get_by_test_id("stMain")
    assert main.locator(MARKUP).count() == 0
    panel = page.locator(".st-key-movements-panel")
    assert panel.locator("h3").inner_text().replace("\u2060", "") == NASTY[number]
    expect(panel.locator("button p")).to_have_count(4)  # closing, the movement, the other two artists
    others = panel.locator("button p").all_inner_texts()
    assert {name for name in NASTY if name != NASTY[number]} <= {text.replace("\u2060", "") for text in others}
    assert page.get_by_label("Find an artist or a movement").input_value() == NASTY[number]


def test_a_movement_and_the_card_on_hover_show_names_letter_for_letter(new_visitor, nasty: Server):
    visitor = new_visitor(url=nasty.url)
    page = visitor.open("/movements?movements.also=Nationalities")
    page.get_by_label("Find an artist or a movement").click()
    page.get_by_role("option", name="<i>Cubism</i>").click()
    visitor.settle()
    panel = page.locator(".st-key-movements-panel")
    assert panel.locator("h3").inner_text().replace("\u2060", "") == "<i>Cubism</i>"
    page.mouse.move(*place_of(page, "artist:0"))
    page.wait_for_timeout(400)
    card = page.locator(".network .card .name")
    assert card.inner_text() == NASTY[0]
    assert page.get_by_test_id("stMain").locator(MARKUP).count() == 0


def test_the_standalone_page_runs_no_name(new_visitor, nasty: Server, tmp_path: Path):
    visitor = new_visitor(url=nasty.url)
    page = visitor.open("/movements")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Page for any browser").click()
    file = tmp_path / "graph.html"
    download.value.save_as(file)
    dialogs: list[str] = []
    alone = new_visitor().page
    alone.unroute_all()
    alone.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    alone.goto(file.as_uri())
    alone.get_by_text("The same as a table").click()
    assert alone.locator("td").filter(has_text=NASTY[0]).count() == 1
    assert not dialogs and alone.locator("table").locator("script, strong, a").count() == 0


def test_charts_and_choices_of_balance_show_names_letter_for_letter(new_visitor, nasty: Server):
    visitor = new_visitor(url=nasty.url)
    page = visitor.open("/balance")
    charts = page.get_by_test_id("stVegaLiteChart")
    for name in NASTY:
        charts.first.locator("svg text").filter(has_text=name).first.wait_for()
    charts.first.locator(".mark-rect path").first.hover()
    page.locator("#vg-tooltip-element").filter(has_text="Pictures").wait_for()
    page.get_by_role("button", name="Pick by name").click()
    page.get_by_label("Artists", exact=True).click()
    page.get_by_role("option", name=NASTY[1]).click()
    visitor.settle()
    assert page.locator(MARKUP.replace("script,", "")).count() == 0
    assert page.get_by_test_id("stMain").locator("script").count() == 0
