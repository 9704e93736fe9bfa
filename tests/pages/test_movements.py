"""Movements: the graph by its address, filters, search, the panel beside it, and the same in tables."""

import json

import pytest

from tests.pages.conftest import texts

KLEE, MONET = "artist:2", "artist:0"


def said(app) -> str:
    return texts(app).replace("\\", "")


def components(app) -> list[dict]:
    return [json.loads(component.proto.json) for component in app.get("bidi_component")]


def drawn(app) -> dict:
    """What the drawing of the graph gets."""
    return next(shown for shown in components(app) if "view" in shown)


def labels(app) -> set[str]:
    return {node["label"] for node in drawn(app)["view"]["nodes"]}


def table(app):
    return app.dataframe[0].value


def test_artists_are_joined_to_their_movements(open_app, dataset):
    app = open_app("movements")
    assert {"Claude Monet", "Paul Klee", "Impressionism", "Surrealism"} <= labels(app)
    assert drawn(app)["selected"] is None
    assert "movements.panel.close" not in [button.key for button in app.button]


def test_a_node_in_the_address_opens_its_panel(open_app, dataset):
    app = open_app("movements", movements__node=KLEE)
    assert drawn(app)["selected"] == KLEE
    assert app.subheader[0].value == "Paul Klee"
    assert "1879–1940 · German, Swiss · 4 pictures" in said(app)
    assert "About Paul Klee." in said(app)
    assert app.selectbox(key="movements.search").value == KLEE


def test_the_panel_says_who_is_close_and_why(open_app, dataset):
    app = open_app("movements", movements__node=KLEE)
    assert app.button(key="movements.panel.artist:1").label == "Albrecht Dürer"
    assert "both German" in said(app)


def test_pictures_of_the_panel_have_a_text_and_lead_to_their_page(open_app, dataset):
    app = open_app("movements", movements__node=KLEE)
    pictures = next(shown["pictures"] for shown in components(app) if "pictures" in shown)
    assert len(pictures) == 4
    assert all(picture["alt"].startswith("Painting: Paul Klee") for picture in pictures)
    assert {picture["href"] for picture in pictures} >= {"painting?dataset=tiny&painting=Paul_Klee_1"}


def test_a_movement_shows_its_artists_and_what_joins_it_to_others(open_app, dataset):
    app = open_app("movements", movements__node="movement:surrealism")
    assert app.subheader[0].value == "Surrealism"
    assert "Movement of 1 artist · 4 pictures" in said(app)
    assert app.button(key="movements.bridge.artist:2").label == "Paul Klee"
    assert "to Abstractionism, Expressionism, and is the only way there" in said(app)


def test_a_name_in_the_panel_leads_to_its_node(open_app, dataset):
    app = open_app("movements", movements__node="movement:impressionism")
    app.button(key=f"movements.panel.{MONET}").click().run()
    assert app.query_params["movements.node"] == MONET
    app.button(key="movements.panel.close").click().run()
    assert "movements.node" not in app.query_params


def test_the_search_chooses_a_node_and_writes_the_address(open_app, dataset):
    app = open_app("movements")
    app.selectbox(key="movements.search").select("Claude Monet").run()
    assert app.query_params["movements.node"] == MONET
    assert app.subheader[0].value == "Claude Monet"


@pytest.mark.parametrize("node", ["artist:99", "nonsense", "movement:cubism"])
def test_an_unknown_node_in_the_address_chooses_none(open_app, dataset, node: str):
    app = open_app("movements", movements__node=node)
    assert drawn(app)["selected"] is None
    assert not app.error


@pytest.mark.parametrize(
    ("key", "choice", "left"),
    [
        ("movements.movement", "Impressionism", "Claude Monet"),
        ("movements.nationality", "Swiss", "Paul Klee"),
        ("movements.century.choice", "16th century", "Albrecht Dürer"),
    ],
)
def test_filters_leave_the_artists_that_pass(open_app, dataset, key: str, choice: str, left: str):
    app = open_app("movements")
    app.multiselect(key=key).select(choice).run()
    artists = {node["label"] for node in drawn(app)["view"]["nodes"] if node["kind"] == "artist"}
    assert artists == {left}


def test_nodes_keep_their_places_while_filters_change(open_app, dataset):
    app = open_app("movements")
    before = {node["id"]: node["wide"] for node in drawn(app)["view"]["nodes"]}
    app.multiselect(key="movements.nationality").select("French").run()
    after = {node["id"]: node["wide"] for node in drawn(app)["view"]["nodes"]}
    assert after == {node: before[node] for node in after}


def test_filters_that_leave_nobody_offer_the_way_back(open_app, dataset):
    app = open_app("movements")
    app.multiselect(key="movements.nationality").select("French").run()
    app.multiselect(key="movements.century.choice").select("16th century").run()
    assert "No artist passes these filters." in said(app)
    app.button(key="movements.empty.clear").click().run()
    assert "Claude Monet" in labels(app)


def test_artists_can_be_joined_to_each_other_and_by_nationality(open_app, dataset):
    app = open_app("movements", movements__show="artists", movements__also="Nationalities")
    assert labels(app) == {"Claude Monet", "Paul Klee", "Albrecht Dürer"}
    edges = drawn(app)["view"]["edges"]
    assert [(edge["from"], edge["to"]) for edge in edges] == [("artist:1", KLEE)], "both are German"


def test_the_same_stands_in_tables(open_app, dataset):
    app = open_app("movements")
    nodes = table(app).set_index("Name")
    assert nodes.loc["Paul Klee", "Links"] == 3
    assert {"Betweenness", "Community", "Pictures"} <= set(nodes.columns)
    connecting = table(open_app("movements", movements__table="connecting"))
    assert connecting["Artist"].tolist() == ["Paul Klee"]
    communities = table(open_app("movements", movements__table="communities"))
    assert communities["Artists"].sum() == 3
    assert len(table(open_app("movements", movements__table="edges"))) == 5


def test_every_control_has_a_label(open_app, dataset):
    app = open_app("movements", movements__node=KLEE)
    controls = [*app.selectbox, *app.multiselect, *app.slider, *app.button, *app.button_group]
    assert all(control.label for control in controls)


def test_artists_called_like_markup_stay_text(open_app, dataset):
    path = dataset.folder / "artists.csv"
    path.write_text(path.read_text("utf-8").replace("Paul Klee", "<script>alert(1)</script> **bold**"), "utf-8")
    app = open_app("movements", movements__node=KLEE)
    assert app.subheader[0].value == r"\<script\>alert\(1\)\</script\> \*\*bold\*\*"
    assert "<script>" not in "".join(element.value for element in app.html)
    assert "<script>alert(1)</script> **bold**" in set(table(app)["Name"]), "a table shows text as it is"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_century_and_what_joins_stand_in_the_address_by_one_name_in_every_language(open_app, dataset, language: str):
    asked = {"movements__century": "16th century", "movements__also": "Centuries"}
    app = open_app("movements", **asked, language=language)
    assert app.multiselect(key="movements.century.choice").value == ["16th century"]
    artists = {node["label"] for node in drawn(app)["view"]["nodes"] if node["kind"] == "artist"}
    assert artists == {"Albrecht Dürer"}
    assert "century:16" in {node["id"] for node in drawn(app)["view"]["nodes"]}
    app.button(key="movements.clear").click().run()
    assert "movements.century" not in app.query_params and "movements.also" not in app.query_params
