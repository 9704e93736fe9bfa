"""Gallery: a picture by chance, a sheet that comes again, filters, pages, and what the network sees."""

import pytest
from PIL import Image

from core.gallery import contact_sheet
from tests.pages.pictures import hung

ALL = [f"{artist}_{number}" for artist in ("Claude_Monet", "Albrecht_Durer", "Paul_Klee") for number in range(1, 5)]


def ids(pictures: list[dict]) -> list[str]:
    return [picture["id"] for picture in pictures]


def said(app) -> str:
    kinds = (app.subheader, app.markdown, app.caption, app.error)
    return "\n".join(str(element.value).replace("\\", "") for kind in kinds for element in kind)


@pytest.fixture
def varied(dataset):
    """The collection with a tall picture, a grey one, one left out and one that cannot be read."""
    shown = dataset.catalog().set_index("painting_id")["path"]
    Image.new("RGB", (300, 500), "teal").save(dataset.folder / shown["Paul_Klee_1"])
    Image.open(dataset.folder / shown["Paul_Klee_2"]).convert("L").save(dataset.folder / shown["Paul_Klee_2"])
    (dataset.folder / shown["Paul_Klee_3"]).write_bytes(b"no picture")
    dataset.rescan()
    dataset.decide("exclude", ["Paul_Klee_4"], "Damaged or poor scan")
    return dataset


def test_one_picture_is_shown_large_with_what_is_known_of_it(open_app, dataset):
    app = open_app("gallery", gallery__picture="Claude_Monet_2")
    (picture,) = hung(app, "large")
    assert picture["id"] == "Claude_Monet_2"
    assert picture["alt"] == "Painting: Claude Monet, 2"
    assert picture["href"] == "painting?dataset=tiny&painting=Claude_Monet_2"
    assert app.subheader[0].value == "Claude Monet"
    for fact in ("Painting 2", "1840–1926", "Impressionism", "240 × 180 pixels"):
        assert fact in said(app)


def test_a_first_visit_chooses_a_picture_and_names_it_in_the_address(open_app, dataset):
    app = open_app("gallery")
    (picture,) = hung(app, "large")
    assert app.query_params["gallery.picture"] == picture["id"]
    assert picture["id"] in ALL


def test_each_press_shows_another_picture(open_app, dataset):
    app = open_app("gallery")
    last = None
    for _ in range(6):
        (picture,) = hung(app, "large")
        assert picture["id"] != last
        assert app.query_params["gallery.picture"] == picture["id"]
        last = picture["id"]
        app.button(key="gallery.random.another").click().run()
    assert not app.exception


def test_a_picture_that_is_gone_from_the_address_is_replaced(open_app, dataset):
    app = open_app("gallery", gallery__picture="gone")
    assert hung(app, "large")[0]["id"] in ALL
    assert app.query_params["gallery.picture"] in ALL


def test_the_same_address_gives_the_same_sheet(open_app, dataset):
    app = open_app("gallery", gallery__count="5", gallery__seed="7", gallery__drawn="chance")
    assert ids(hung(app, "wall")) == contact_sheet(dataset.catalog(), 5, 7, evenly=False)
    evenly = open_app("gallery", gallery__count="3", gallery__seed="7")
    assert [painting_id.rsplit("_", 1)[0] for painting_id in ids(hung(evenly, "wall"))] == [
        "Claude_Monet",
        "Albrecht_Durer",
        "Paul_Klee",
    ]


def test_a_new_seed_gives_another_sheet_and_is_in_the_address(open_app, dataset):
    app = open_app("gallery", gallery__count="5")
    first = ids(hung(app, "wall"))
    sheets = set()
    for _ in range(3):
        app.button(key="gallery.reseed").click().run()
        sheets.add(tuple(ids(hung(app, "wall"))))
        assert app.query_params["gallery.seed"] in (text := str(app.number_input(key="gallery.seed").value), [text])
    assert sheets != {tuple(first)}


def test_how_many_is_kept_within_bounds(open_app, dataset):
    assert len(hung(open_app("gallery", gallery__count="5"), "wall")) == 5
    assert len(hung(open_app("gallery", gallery__count="100000"), "wall")) == len(ALL)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"gallery__artists": "Paul Klee"}, ["Paul_Klee_1", "Paul_Klee_2"]),
        ({"gallery__movements": "Surrealism"}, ["Paul_Klee_1", "Paul_Klee_2"]),
        ({"gallery__shapes": "Portrait"}, ["Paul_Klee_1"]),
        ({"gallery__sizes": "256 to 511 px"}, ["Paul_Klee_1"]),
        ({"gallery__modes": "Greyscale (L)"}, ["Paul_Klee_2"]),
        ({"gallery__finding": "greyscale"}, ["Paul_Klee_2"]),
        ({"gallery__finding": "excluded"}, ["Paul_Klee_4"]),
        ({"gallery__finding": "unreadable"}, ["Paul_Klee_3"]),
    ],
)
def test_a_filter_in_the_address_decides_what_hangs(open_app, varied, query, expected):
    app = open_app("gallery", **query)
    assert ids(hung(app, "wall")) == expected
    assert hung(app, "large")[0]["id"] in expected
    assert f"{len(expected)} of 12 pictures" in said(app)


def test_a_picture_that_does_not_pass_the_filters_gives_way(open_app, dataset):
    app = open_app("gallery", gallery__picture="Claude_Monet_2")
    app.multiselect(key="gallery.artists").set_value(["Paul Klee"]).run()
    assert hung(app, "large")[0]["id"].startswith("Paul_Klee")
    assert app.query_params["gallery.picture"].startswith("Paul_Klee")


def test_filters_that_nothing_passes_are_cleared_with_one_click(open_app, varied):
    app = open_app("gallery", gallery__artists="Claude Monet", gallery__finding="greyscale")
    assert "No picture passes these filters." in said(app)
    app.button(key="gallery.empty.clear").click().run()
    assert len(hung(app, "wall")) == 10
    assert not any(key.startswith(("gallery.artists", "gallery.finding")) for key in app.query_params)


def test_an_unknown_filter_in_the_address_is_ignored(open_app, dataset):
    app = open_app("gallery", gallery__artists="Nobody", gallery__finding="nonsense", gallery__shapes="Round")
    assert len(hung(app, "wall")) == len(ALL)
    assert not app.error


def test_each_picture_hangs_beside_what_the_network_sees(open_app, dataset):
    app = open_app("gallery", gallery__network="true", gallery__count="4")
    for picture in [*hung(app, "wall"), *hung(app, "large")]:
        assert picture["fed"].startswith("data:image/jpeg;base64,")
        assert "squeezed to the square a network is fed" in picture["fedAlt"]
    assert "as a network sees it, 100 × 100 pixels" in said(app)
    app = open_app("gallery", gallery__network="true", gallery__pixels="224 × 224 px")
    assert "as a network sees it, 224 × 224 pixels" in said(app)
    assert not any(picture["fed"] for picture in hung(open_app("gallery"), "wall"))


def test_all_pictures_come_in_pages(open_app, dataset, monkeypatch):
    monkeypatch.setattr("dashboard.features.gallery.contact_sheet.PICTURES_A_PAGE", 5)
    assert ids(hung(open_app("gallery", gallery__view="all"), "wall")) == ALL[:5]
    assert ids(hung(open_app("gallery", gallery__view="all", gallery__page="3"), "wall")) == ALL[10:]
    assert ids(hung(open_app("gallery", gallery__view="all", gallery__page="3", gallery__artists="Paul Klee"), "wall"))


def test_an_unreadable_picture_has_a_placeholder(open_app, varied):
    app = open_app("gallery", gallery__finding="unreadable", gallery__network="true")
    assert all(picture["url"].startswith("data:image/svg+xml") for picture in hung(app, "wall"))
    assert not app.error


def test_names_reach_the_browser_as_data(open_app, dataset):
    table = dataset.folder / "artists.csv"
    nasty = "<script>alert(1)</script> **bold**"
    table.write_text(table.read_text("utf-8").replace("Claude Monet", nasty), "utf-8")
    app = open_app("gallery", gallery__picture="Claude_Monet_1")
    assert hung(app, "large")[0]["alt"] == f"Painting: {nasty}, 1"
    assert "<script>" not in app.subheader[0].value and "**" not in app.subheader[0].value
    assert nasty in app.multiselect(key="gallery.artists").options, "the list of options is no Markdown"
