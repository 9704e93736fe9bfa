"""Balance: counts that narrow each other, measures, strategies, and the way to training."""

import pytest

from tests.pages.conftest import texts


def said(app) -> str:
    return texts(app).replace("\\", "")


def metrics(app) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


@pytest.fixture
def uneven(dataset):
    """The collection with one picture of Dürer left, two of Klee, and all four of Monet."""
    out = [f"Albrecht_Durer_{number}" for number in (1, 2, 3)] + ["Paul_Klee_1", "Paul_Klee_2"]
    dataset.decide("exclude", out, "test")
    return dataset


def test_measures_say_how_unequal_the_counts_are(open_app, uneven):
    shown = metrics(open_app("balance"))
    assert shown["Artists"] == "3" and shown["Pictures"] == "7"
    assert shown["Largest to smallest"] == "4.0 : 1"


def test_every_measure_explains_itself(open_app, uneven):
    helps = {metric.label: metric.proto.help for metric in open_app("balance").metric}
    assert "1 is perfectly balanced" in helps["Evenness"]
    assert all(helps[label] for label in ("Largest to smallest", "Evenness", "Effective number", "Gini"))


def test_an_undefined_measure_is_a_dash_and_never_zero(open_app, dataset):
    assert metrics(open_app("balance", **{"balance__artist": "Paul Klee"}))["Gini"] == "–"


def test_the_slider_takes_the_artists_with_the_most_pictures(open_app, uneven):
    app = open_app("balance")
    app.slider(key="balance.top").set_value(1).run()
    assert metrics(app)["Pictures"] == "4"
    app.button(key="balance.quick.All.3").click().run()
    assert metrics(app)["Pictures"] == "7"


def test_what_is_picked_by_name_narrows_the_rest(open_app, uneven):
    app = open_app("balance", balance__nationality="German")
    assert metrics(app)["Artists"] == "2"
    app.multiselect(key="balance.movement").select("Surrealism").run()
    assert metrics(app)["Artists"] == "1"
    app.button(key="balance.clear").click().run()
    assert metrics(app)["Artists"] == "3"
    assert "balance.nationality" not in app.query_params


def test_picks_that_leave_nobody_offer_the_way_back(open_app, dataset):
    app = open_app("balance", balance__nationality="French", balance__movement="Surrealism")
    assert "No artist is all of that." in said(app)
    app.button(key="balance.empty.clear").click().run()
    assert metrics(app)["Artists"] == "3"


def test_unknown_names_in_the_address_are_left_out(open_app, dataset):
    app = open_app("balance", balance__movement="Nonsense", balance__top="999", balance__strategy="nonsense")
    assert metrics(app)["Artists"] == "3"
    assert not app.error


def test_strategies_are_compared_side_by_side(open_app, uneven):
    table = open_app("balance").dataframe[0].value.set_index("Strategy")
    assert len(table) == 6
    assert table.loc["Repeat the rare", "Largest to smallest"] == pytest.approx(1)
    assert table.loc["Repeat the rare", "Training pictures"] > table.loc["As it is", "Training pictures"]


def test_a_strategy_is_chosen_by_the_address(open_app, uneven):
    app = open_app("balance", balance__strategy="cap")
    assert app.radio[0].value == "cap"
    assert "all artists, at most" in said(app)


def test_a_strategy_that_cannot_be_used_says_why(open_app, uneven):
    app = open_app("balance", **{"balance__strategy": "min", "balance__strategy__least": "500"})
    assert "No artist has 500 usable pictures" in said(app)


def test_the_selection_is_carried_to_training(open_app, uneven):
    app = open_app("balance", **{"balance__strategy": "cap", "balance__strategy__cap": "2", "balance__top": "2"})
    assert not app.button(key="balance.train").proto.disabled


def test_artists_called_like_markup_stay_text(open_app, dataset):
    path = dataset.folder / "artists.csv"
    path.write_text(path.read_text("utf-8").replace("Paul Klee", "<script>alert(1)</script> **bold**"), "utf-8")
    app = open_app("balance", balance__artist="<script>alert(1)</script> **bold**")
    assert metrics(app)["Artists"] == "1"
    markdown = "\n".join(str(element.value) for kind in (app.markdown, app.caption) for element in kind)
    assert "<script>" not in markdown and " **bold" not in markdown
    assert "alert(1)" in said(app)
