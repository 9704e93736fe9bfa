"""Painting: one picture, what is known of it, its colours and what hangs beside it."""

import re

import pytest
from PIL import Image

from tests.pages.pictures import hung


def said(app) -> str:
    kinds = (app.subheader, app.markdown, app.caption, app.html, app.warning, app.error)
    return "\n".join(str(element.value).replace("\\", "") for kind in kinds for element in kind)


def ids(pictures: list[dict]) -> list[str]:
    return [picture["id"] for picture in pictures]


def test_the_address_names_the_picture(open_app, dataset):
    app = open_app("painting", painting="Albrecht_Durer_2")
    (picture,) = hung(app, "large")
    assert (picture["id"], picture["alt"]) == ("Albrecht_Durer_2", "Painting: Albrecht Dürer, 2")
    assert picture["href"] == "", "it is here already"
    assert app.subheader[0].value == "Albrecht Dürer"


def test_what_is_known_is_said(open_app, dataset):
    text = said(open_app("painting", painting="Albrecht_Durer_2"))
    for fact in ("1471–1528 · German · Northern Renaissance", "240 × 180 pixels", "Colour", "Used in training"):
        assert fact in text
    row = dataset.catalog().set_index("painting_id").loc["Albrecht_Durer_2"]
    assert row["path"] in text and row["resized_path"] in text and row["sha256"][:12] in text


def test_colours_have_a_number_a_share_and_a_name(open_app, dataset):
    shown = dataset.catalog().set_index("painting_id")["path"]
    picture = Image.new("RGB", (200, 200), "#FF0000")
    picture.paste("#FFFFFF", (0, 0, 200, 50))
    picture.save(dataset.folder / shown["Paul_Klee_1"], quality=100, subsampling=0)
    dataset.rescan()
    palette = next(html.value for html in open_app("painting", painting="Paul_Klee_1").html if "palette" in html.value)
    said_of = re.findall(r"<b>(\w+)</b><span>(\d+) %</span><code>(#\w+)</code>", palette)
    assert [name for name, _, _ in said_of[:2]] == ["Red", "White"]
    assert [int(share) for _, share, _ in said_of[:2]] == pytest.approx([75, 25], abs=2)
    assert min(bytes.fromhex(said_of[1][2][1:])) >= 250, "white, as far as a thumbnail keeps it"


def test_the_pictures_of_the_artist_hang_below_and_are_turned_through(open_app, dataset):
    app = open_app("painting", painting="Paul_Klee_1")
    assert ids(hung(app, "wall")) == [f"Paul_Klee_{number}" for number in range(1, 5)]
    assert [picture["here"] for picture in hung(app, "wall")] == [True, False, False, False]
    assert app.button(key="painting.turn.previous").disabled
    app.button(key="painting.turn.next").click().run()
    assert app.query_params["painting"] in ("Paul_Klee_2", ["Paul_Klee_2"])
    assert hung(app, "large")[0]["id"] == "Paul_Klee_2"
    assert "2 of 4" in said(app)


def test_other_pictures_of_the_work_stand_side_by_side(open_app, dataset, monkeypatch):
    from core.dataset import store

    def group(painting_ids, pairs, rejected):
        return {i: "Paul_Klee_1" if i in {"Paul_Klee_1", "Paul_Klee_4"} else i for i in painting_ids}

    assert "The same work" not in said(open_app("painting", painting="Paul_Klee_4"))
    monkeypatch.setattr(store, "group_artworks", group)
    dataset.rescan()
    app = open_app("painting", painting="Paul_Klee_4")
    assert ids(hung(app, "wall"))[:2] == ["Paul_Klee_4", "Paul_Klee_1"]
    assert "1 other picture here shows the same work" in said(app)


@pytest.mark.parametrize("painting", ["gone", "<script>alert(1)</script>", "../../etc/passwd"])
def test_an_unknown_painting_gets_one_sentence_and_a_way_on(open_app, dataset, painting):
    app = open_app("painting", painting=painting)
    assert "There is no painting “" in said(app)
    assert "<script>" not in "\n".join(markdown.value for markdown in app.markdown)
    assert hung(app, "large") == []
    assert "Open the gallery" in [link.proto.label for link in app.get("page_link")]


def test_an_address_without_a_painting_says_how_to_choose_one(open_app, dataset):
    app = open_app("painting")
    assert "No painting is chosen." in said(app)
    assert "Open the gallery" in [link.proto.label for link in app.get("page_link")]


def test_a_picture_that_cannot_be_read_says_why(open_app, dataset):
    shown = dataset.catalog().set_index("painting_id")["path"]
    (dataset.folder / shown["Paul_Klee_1"]).write_bytes(b"no picture")
    dataset.rescan()
    app = open_app("painting", painting="Paul_Klee_1")
    assert "is not a picture" in app.warning[0].value.replace("\\", "")
    assert "Cannot be read" in said(app)
    assert hung(app, "large")[0]["url"].startswith("data:image/svg+xml")
    assert not app.error


def test_a_picture_that_was_left_out_says_so_and_is_taken_back(open_app, dataset):
    dataset.decide("exclude", ["Paul_Klee_1"], "Wrong artist")
    app = open_app("painting", painting="Paul_Klee_1")
    assert "Left out of training" in said(app) and "Wrong artist" in said(app)
    app.button(key="painting.Paul_Klee_1.restore").click().run()
    assert "Used in training" in said(app)


def test_links_lead_only_to_pages_that_are_there(open_app, dataset, monkeypatch):
    from dashboard.features.painting import painting_facts

    def offered(app) -> list[str]:
        return [link.proto.label for link in app.get("page_link")]

    monkeypatch.setattr(painting_facts, "page_exists", lambda page: False)
    assert not {"Use this in Augmentation", "Recognise this"} & set(
        offered(open_app("painting", painting="Paul_Klee_1"))
    )


def test_names_are_text(open_app, dataset):
    table = dataset.folder / "artists.csv"
    nasty = "<script>alert(1)</script> **bold**"
    table.write_text(table.read_text("utf-8").replace("Claude Monet", nasty).replace("French", "<i>x</i>"), "utf-8")
    app = open_app("painting", painting="Claude_Monet_1")
    marked = "\n".join(str(element.value) for kind in (app.markdown, app.subheader, app.html) for element in kind)
    assert "<script>" not in marked and "<i>x" not in marked and "**bold" not in marked
    assert hung(app, "large")[0]["alt"] == f"Painting: {nasty}, 1"
