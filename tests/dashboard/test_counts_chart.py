"""Count charts: what they show, in which order, and that no name is cut off or taken for markup."""

from types import SimpleNamespace

import pytest

from core.balance import compare_strategies, count_artists, count_traits
from core.dataset.artists.artist import Artist
from core.dataset.artists.table import builtin_artists
from dashboard.charts.counts import PICKED, build_count_chart, build_strategy_chart, picked_names, row_height_px
from dashboard.theme import DARK, LIGHT, artist_colour

NASTY = ("<script>alert(1)</script>", "**bold**", "datum.name'];alert(1)//")


@pytest.fixture(scope="module")
def artists() -> list[Artist]:
    return builtin_artists()


@pytest.fixture(scope="module")
def pictures(artists) -> dict[int, int]:
    return {artist.id: artist.listed_paintings or 0 for artist in artists}


def _rows(spec: dict) -> list[dict]:
    (rows,) = spec["datasets"].values()
    return rows


@pytest.mark.parametrize("top", [5, 10, 50])
def test_one_bar_an_artist_in_the_order_of_the_table(artists, pictures, top):
    table = count_artists(artists, pictures, top)
    spec = build_count_chart(table, LIGHT).to_dict()
    assert [row["name"] for row in _rows(spec)] == table["name"].tolist()
    assert spec["layer"][0]["encoding"]["y"]["sort"] == table["name"].tolist()
    assert spec["height"] >= row_height_px(top) * top


def test_names_are_never_cut_off_or_left_out(artists, pictures):
    for table in (count_artists(artists, pictures), count_artists(artists, pictures, 5)):
        axis = build_count_chart(table, LIGHT).to_dict()["layer"][0]["encoding"]["y"]["axis"]
        assert axis["labelLimit"] == 0 and axis["labelOverlap"] is False
        assert row_height_px(len(table)) > axis["labelFontSize"]


def test_numbers_have_room_behind_the_longest_bar(artists, pictures):
    spec = build_count_chart(count_artists(artists, pictures), LIGHT).to_dict()
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low == 0 and high > 877 * 1.1
    assert spec["layer"][1]["encoding"]["text"]["field"] == "pictures"


def test_colours_are_those_of_every_page(artists, pictures):
    rows = _rows(build_count_chart(count_artists(artists, pictures, 5), LIGHT).to_dict())
    by_name = {artist.name: artist for artist in artists}
    assert all(row["colour"] == artist_colour(by_name[row["name"]].movements) for row in rows)


@pytest.mark.parametrize("kind", ["movement", "nationality", "century"])
def test_charts_of_traits(artists, pictures, kind):
    table = count_traits(artists, pictures, kind)
    spec = build_count_chart(table, DARK, kind=kind).to_dict()
    assert [row["pictures"] for row in _rows(spec)] == table["pictures"].tolist()
    assert spec["config"]["background"] == DARK.background
    assert spec["description"].startswith(f"Pictures for each {kind}")


def test_a_page_can_listen_to_the_selection(artists, pictures):
    spec = build_count_chart(count_artists(artists, pictures), LIGHT).to_dict()
    params = [*spec.get("params", []), *spec["layer"][0].get("params", [])]
    (picked,) = [param for param in params if param["name"] == PICKED]
    assert picked["select"]["fields"] == ["name"]


def test_picked_names_are_names_of_the_table():
    event = SimpleNamespace(selection={PICKED: [{"name": "B"}, {"name": "made up"}, {"other": 1}]})
    assert picked_names(event, ["A", "B"]) == ["B"]
    assert picked_names(SimpleNamespace(selection={PICKED: {}}), ["A"]) == []
    assert picked_names(None, ["A"]) == []


def test_names_stand_in_data_and_in_no_expression():
    nasty = [Artist(number, name, movements=(name,)) for number, name in enumerate(NASTY)]
    table = count_artists(nasty, {0: 3, 1: 2, 2: 1})
    spec = build_count_chart(table, LIGHT).to_dict()
    assert [row["name"] for row in _rows(spec)] == list(NASTY)
    assert spec["layer"][0]["encoding"]["y"]["field"] == "name" and "labelExpr" not in str(spec)


def test_empty_tables_make_empty_charts():
    assert _rows_or_none(build_count_chart(count_artists([], {}), LIGHT).to_dict()) == []


def _rows_or_none(spec: dict) -> list[dict]:
    return next(iter(spec.get("datasets", {"": []}).values()))


def test_strategy_chart_shows_before_and_what_counts_after():
    import pandas as pd

    counts = pd.DataFrame({"name": ["A", "B"], "before": [70, 10], "after": [70, 10], "weight": [0.5, 4.0]})
    spec = build_strategy_chart(counts, LIGHT).to_dict()
    found = {(row["name"], row["when"]): row["pictures"] for row in _rows(spec)}
    assert found == {("A", "Before"): 70, ("B", "Before"): 10, ("A", "After"): 35, ("B", "After"): 40}
    assert len(_rows(build_strategy_chart(counts, LIGHT, top=1).to_dict())) == 2


def test_strategy_chart_takes_what_core_gives(dataset):
    from core.dataset.splitting.selection import Selection

    (result,) = compare_strategies(dataset.catalog(), dataset.artists(), {"cap": Selection(balancing="cap", cap=1)})
    rows = _rows(build_strategy_chart(result.counts, DARK).to_dict())
    assert {row["pictures"] for row in rows if row["when"] == "After"} == {1.0}
