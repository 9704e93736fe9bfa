"""Home, as a person uses it."""

import shutil
from collections.abc import Iterator

import pytest

from tests.browser.conftest import Server, run_server
from tests.conftest import write_artists, write_source

WORD_JOINER = "\u2060"
NASTY = ["<script>alert(1)</script>", "**bold** :red[x] :smile:", "[link](http://example.com) -> $x^2$"]


def test_home_shows_pictures_counts_and_what_to_do(visitor, keep_screenshots):
    page = visitor.open("/?dataset=sample")
    strip = page.locator(".atelier-strip img")
    assert strip.count() >= 4
    assert strip.evaluate_all("images => images.every(image => image.naturalWidth > 0)")
    assert strip.first.bounding_box()["y"] < 400, "the first screenful shows pictures"
    for heading in ("Pictures for each artist", "What to do next", "Health", "Runs so far", "Bring your own pictures"):
        assert page.get_by_role("heading", name=heading).count() == 1
    keep_screenshots("home", "/?dataset=sample")


def test_the_next_step_leads_on(visitor):
    page = visitor.open("/?dataset=sample")
    page.get_by_role("link", name="look through the findings").click()
    page.get_by_role("heading", name="Health", level=1).wait_for()
    visitor.settle()
    assert page.url.startswith(f"{visitor.url}/health") and "dataset=sample" in page.url


def test_the_strip_hangs_in_one_row_of_one_height(visitor):
    boxes = (
        visitor.open("/?dataset=sample")
        .locator(".atelier-strip img")
        .evaluate_all(
            "images => images.map(image => [image.getBoundingClientRect().top, image.getBoundingClientRect().height])"
        )
    )
    tops, heights = zip(*boxes, strict=True)
    assert max(tops) - min(tops) < 1.5 and max(heights) - min(heights) < 1.5


def test_pictures_are_imported_while_the_page_is_reloaded(visitor, server: Server):
    source = server.importable / "collection"
    write_source(source)
    page = visitor.open("/?dataset=sample")
    page.get_by_role("textbox", name="Path of the folder or zip").fill(str(source))
    page.get_by_role("textbox", name="Name of the new data set").fill("my-own")
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("my-own").first.wait_for(timeout=20_000)
    visitor.open("/?dataset=sample")
    page.get_by_text("are in “my-own”").wait_for(timeout=60_000)
    page.get_by_role("button", name="Show it").click()
    page.get_by_text("3 of 3").wait_for(timeout=20_000)
    visitor.settle()
    assert "dataset=my-own" in page.url
    shutil.rmtree(server.folder / "data" / "my-own")


def test_a_path_outside_the_allowed_folders_gets_one_sentence(visitor):
    page = visitor.open("/?dataset=sample")
    page.get_by_role("textbox", name="Path of the folder or zip").fill("/etc")
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("outside the folders this app may read").wait_for()
    assert page.get_by_test_id("stAlert").count() == 1


@pytest.fixture(scope="module")
def nasty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose only data set has artists called like markup."""
    from core.dataset.importing.dataset_import import import_dataset

    folder = tmp_path_factory.mktemp("nasty")
    source = folder / "source"
    write_source(source)
    (folder / "data").mkdir()
    import_dataset(source, "nasty", data_root=folder / "data", artifacts_root=folder / "artifacts")
    facts = ("1900 - 1950", "<i>Cubism</i>", "French")
    write_artists(folder / "data" / "nasty" / "artists.csv", dict.fromkeys(NASTY, facts))
    yield from run_server(folder)


def test_names_that_look_like_markup_are_shown_letter_for_letter(new_visitor, nasty_server: Server):
    visitor = new_visitor(url=nasty_server.url)
    for address in ("/", "/health?health.finding=greyscale", "/health?health.finding=table_mismatch"):
        page = visitor.open(address)
        main = page.get_by_test_id("stMain")
        assert main.locator("script, strong:has-text('bold'), a[href*='example.com'], .katex").count() == 0
    page = visitor.open("/")
    titles = page.locator(".atelier-skyline span").evaluate_all("bars => bars.map(bar => bar.title)")
    assert sorted(title.replace(WORD_JOINER, "") for title in titles) == sorted(f"{name}: 4" for name in NASTY)
