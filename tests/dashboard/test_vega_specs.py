"""The specifications that pages draw are those that Altair itself makes and finds valid."""

import json

import pandas as pd
import pytest

from core.balance import count_artists
from core.dataset.artists.table import builtin_artists
from dashboard.charts.counts import build_count_chart, build_strategy_chart
from dashboard.features.balance.linked_charts import count_spec, strategy_spec
from dashboard.theme import DARK, LIGHT


def _without_names(spec: dict) -> dict:
    """Altair numbers views as it makes them; and it names a table by its content."""
    text = json.dumps(spec)
    for number, name in enumerate(spec["datasets"]):
        text = text.replace(name, f"table-{number}")
    return json.loads(text)


@pytest.fixture(scope="module")
def artists():
    return builtin_artists()[:12]


@pytest.fixture(scope="module")
def pictures(artists) -> dict[int, int]:
    return {artist.id: artist.listed_paintings or 0 for artist in artists}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_count_chart_is_drawn_as_altair_would(artists, pictures, palette):
    table = count_artists(artists, pictures)
    picked = (table["name"].iloc[1],)
    wanted = build_count_chart(table, palette, kind="artist", picked=picked).to_dict(validate=True)
    assert _without_names(count_spec(table, palette, "artist", picked)) == _without_names(wanted)


def test_a_strategy_chart_is_drawn_as_altair_would():
    counts = pd.DataFrame({"name": ["A", "B"], "before": [70, 10], "after": [70, 10], "weight": [0.5, 4.0]})
    wanted = build_strategy_chart(counts, LIGHT).to_dict(validate=True)
    assert _without_names(strategy_spec(counts, LIGHT)) == _without_names(wanted)


def test_another_table_choice_or_appearance_is_another_chart(artists, pictures):
    table = count_artists(artists, pictures)
    usual = count_spec(table, LIGHT, "artist", ())
    others = [
        count_spec(table.head(5), LIGHT, "artist", ()),
        count_spec(table, DARK, "artist", ()),
        count_spec(table, LIGHT, "artist", (table["name"].iloc[0],)),
    ]
    assert all(_without_names(other) != _without_names(usual) for other in others)


def test_what_a_page_changes_in_its_copy_stays_its_own(artists, pictures):
    table = count_artists(artists, pictures)
    count_spec(table, LIGHT, "artist", ()).clear()
    assert count_spec(table, LIGHT, "artist", ())["layer"]
