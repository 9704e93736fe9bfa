"""What a collection is in a few numbers and a few pictures."""

import pandas as pd
import pytest

from core.dataset.artists.artist import Artist
from dashboard.queries.collection_facts import collection_facts, pictures_for_strip
from dashboard.queries.paintings import paintings_of

ARTISTS = [
    Artist(0, "Giotto", born=1266, died=1337, movements=("Proto Renaissance",)),
    Artist(1, "Paul Klee", born=1879, died=1940, movements=("Expressionism", "Surrealism")),
    Artist(2, "Nobody Yet", born=1990, died=None, movements=("Pop Art",)),
]


@pytest.fixture
def catalog() -> pd.DataFrame:
    rows = [
        {"painting_id": f"{prefix}_{number}", "artist_id": artist_id, "number": number}
        for artist_id, prefix in ((0, "Giotto"), (1, "Paul_Klee"), (None, "Unknown"))
        for number in range(1, 5)
    ]
    table = pd.DataFrame(rows).astype({"artist_id": "Int64", "number": "Int64"})
    return table.assign(
        path=table["painting_id"] + ".jpg",
        sha256="0" * 64,
        width=400,
        height=300,
        bytes=1000,
        chroma=50.0,
        status="ok",
        problem="",
        excluded=False,
        reason="",
    )


def test_facts_speak_of_artists_with_pictures_only(catalog: pd.DataFrame):
    facts = collection_facts(catalog, ARTISTS)
    assert [(artist.name, artist.pictures) for artist in facts.counts] == [("Giotto", 4), ("Paul Klee", 4)]
    assert (facts.movements, facts.years, facts.still_living) == (3, "1266–1940", False)


def test_pictures_left_out_are_not_counted(catalog: pd.DataFrame):
    catalog.loc[0:2, "excluded"] = True
    assert collection_facts(catalog, ARTISTS).counts[0].pictures == 1


def test_the_strip_shows_every_artist_once_before_anyone_twice(catalog: pd.DataFrame):
    strip = pictures_for_strip(catalog)
    assert len(strip) == 4
    assert {painting_id.rsplit("_", 1)[0] for painting_id in strip[:3]} == {"Giotto", "Paul_Klee", "Unknown"}
    assert strip == pictures_for_strip(catalog)


def test_the_strip_leaves_out_what_cannot_be_shown(catalog: pd.DataFrame):
    catalog.loc[0:3, "status"] = "unreadable"
    catalog.loc[4:7, "excluded"] = True
    assert all(painting_id.startswith("Unknown") for painting_id in pictures_for_strip(catalog))


def test_an_empty_collection_has_an_empty_strip(catalog: pd.DataFrame):
    assert pictures_for_strip(catalog.iloc[:0]) == []
    assert collection_facts(catalog.iloc[:0], ARTISTS).counts == ()


def test_a_painting_is_called_by_artist_and_number(catalog: pd.DataFrame):
    paintings = paintings_of(catalog, ARTISTS)
    assert paintings["Paul_Klee_3"].title == "Paul Klee, 3"
    assert paintings["Unknown_1"].title == "Unknown_1"
    assert paintings["Giotto_1"].aspect == pytest.approx(4 / 3)
