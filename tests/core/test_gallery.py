"""Looking through a catalog: filters, sheets drawn by lot, neighbours."""

import random
from collections import Counter

import pandas as pd
import pytest

from core.dataset.artists.artist import Artist
from core.errors import NotFoundError
from core.gallery import (
    PictureFilter,
    contact_sheet,
    matching,
    neighbours,
    orientations,
    pick_random,
    same_work,
    size_classes,
)

ARTISTS = [
    Artist(0, "Claude Monet", movements=("Impressionism",)),
    Artist(1, "Paul Klee", movements=("Expressionism", "Surrealism")),
    Artist(2, "<b>Nobody</b>", movements=("Cubism",)),
]


def row(painting_id: str, artist: int | None, width: int = 400, height: int = 300, **more) -> dict:
    return {
        "painting_id": painting_id,
        "artist_id": artist,
        "width": width,
        "height": height,
        "mode": "RGB",
        "status": "ok",
        "excluded": False,
        "work_group": painting_id,
        **more,
    }


def table(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).astype({"artist_id": "Int64"})


@pytest.fixture
def catalog() -> pd.DataFrame:
    return table(
        row("monet_1", 0, 400, 300),
        row("monet_2", 0, 100, 200, mode="L"),
        row("monet_3", 0, 1030, 1000, work_group="monet_1"),
        row("klee_1", 1, 2000, 1024),
        row("klee_2", 1, 300, 300, excluded=True),
        row("klee_3", 1, 0, 0, mode="", status="unreadable"),
        row("stray", None, 511, 300, status="unlabelled"),
    )


@pytest.fixture
def crowd() -> pd.DataFrame:
    """Three artists with 50, 5 and 2 pictures."""
    return table(*(row(f"{artist}_{number}", artist) for artist, n in enumerate((50, 5, 2)) for number in range(n)))


def ids(pictures: pd.DataFrame) -> list[str]:
    return pictures["painting_id"].tolist()


def test_without_a_filter_all_that_can_be_shown_and_was_not_left_out_is_there(catalog):
    assert ids(matching(catalog, ARTISTS, PictureFilter())) == ["monet_1", "monet_2", "monet_3", "klee_1", "stray"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (PictureFilter(artists=("Claude Monet",)), ["monet_1", "monet_2", "monet_3"]),
        (PictureFilter(artists=("Claude Monet", "Paul Klee")), ["monet_1", "monet_2", "monet_3", "klee_1"]),
        (PictureFilter(movements=("Surrealism",)), ["klee_1"]),
        (PictureFilter(artists=("Claude Monet",), movements=("Surrealism",)), []),
        (PictureFilter(sizes=("Under 256 px",)), ["monet_2"]),
        (PictureFilter(sizes=("512 to 1023 px", "1024 px and more")), ["monet_3", "klee_1"]),
        (PictureFilter(modes=("L",)), ["monet_2"]),
        (PictureFilter(orientations=("Portrait",)), ["monet_2"]),
        (PictureFilter(orientations=("Square",)), ["monet_3"]),
        (PictureFilter(artists=("<b>Nobody</b>",)), []),
        (PictureFilter(artists=("who is not in the table",)), []),
    ],
)
def test_choices_of_one_kind_widen_and_kinds_narrow(catalog, wanted, expected):
    assert ids(matching(catalog, ARTISTS, wanted)) == expected


def test_a_finding_shows_pictures_that_are_hidden_otherwise(catalog):
    wanted = PictureFilter(found=frozenset({"klee_2", "klee_3", "not there"}))
    assert ids(matching(catalog, ARTISTS, wanted)) == ["klee_2", "klee_3"]


def test_sizes_and_shapes_at_their_borders():
    pictures = table(*(row(str(side), 0, side, side + 400) for side in (255, 256, 511, 512, 1023, 1024)))
    assert [label.split()[0] for label in size_classes(pictures)] == ["Under", "256", "256", "512", "512", "1024"]
    shapes = table(row("a", 0, 105, 100), row("b", 0, 106, 100), row("c", 0, 100, 105), row("d", 0, 100, 106))
    assert orientations(shapes).tolist() == ["Square", "Landscape", "Square", "Portrait"]


@pytest.mark.parametrize("evenly", [True, False])
def test_the_same_seed_gives_the_same_sheet_and_another_seed_another(crowd, evenly):
    sheet = contact_sheet(crowd, 12, 7, evenly=evenly)
    assert sheet == contact_sheet(crowd.sample(frac=1, random_state=3).sort_index(), 12, 7, evenly=evenly)
    assert sheet != contact_sheet(crowd, 12, 8, evenly=evenly)
    assert len(set(sheet)) == 12


def test_a_sheet_does_not_depend_on_the_machine(crowd):
    """Written down once: the lots come from BLAKE2b, not from a generator that may change."""
    assert contact_sheet(crowd, 3, 1, evenly=False) == ["0_12", "0_19", "0_28"]


def test_a_sheet_is_in_catalog_order(crowd):
    sheet = contact_sheet(crowd, 20, 1, evenly=True)
    assert sheet == [painting_id for painting_id in ids(crowd) if painting_id in sheet]


@pytest.mark.parametrize("evenly", [True, False])
def test_a_larger_sheet_holds_the_smaller_one(crowd, evenly):
    small, large = (set(contact_sheet(crowd, count, 5, evenly=evenly)) for count in (9, 20))
    assert small < large


def test_evenly_means_as_many_from_each_artist_as_there_are(crowd):
    for number, expected in ((3, [1, 1, 1]), (6, [2, 2, 2]), (12, [5, 5, 2]), (57, [50, 5, 2])):
        drawn = Counter(painting_id[0] for painting_id in contact_sheet(crowd, number, 2, evenly=True))
        assert [drawn[str(artist)] for artist in range(3)] == expected


def test_by_chance_every_picture_is_as_likely_as_any_other():
    pictures = table(*(row(f"p{number}", number % 2) for number in range(10)))
    drawn = Counter(
        painting_id for seed in range(600) for painting_id in contact_sheet(pictures, 3, seed, evenly=False)
    )
    assert all(130 < drawn[painting_id] < 230 for painting_id in ids(pictures)), "180 of 600 expected"


def test_a_sheet_of_more_than_there_is_shows_everything_once(crowd):
    assert contact_sheet(crowd, 1000, 1, evenly=True) == ids(crowd)
    assert contact_sheet(crowd.head(0), 10, 1, evenly=True) == []


def test_pictures_without_an_artist_count_as_one_more_artist():
    pictures = table(*(row(f"a{n}", 0) for n in range(5)), *(row(f"b{n}", None) for n in range(5)))
    assert Counter(i[0] for i in contact_sheet(pictures, 4, 1, evenly=True)) == {"a": 2, "b": 2}


def test_another_picture_is_never_the_last_one():
    randomness = random.Random(1)
    assert {pick_random(["a", "b", "c"], "b", randomness) for _ in range(50)} == {"a", "c"}
    assert pick_random(["a"], "a", randomness) == "a"
    assert pick_random([], None, randomness) is None


def test_neighbours_are_the_artists_own(catalog):
    place = neighbours(catalog, "monet_2")
    assert (place.place, place.total, place.previous, place.following) == (2, 3, "monet_1", "monet_3")
    assert place.around == ("monet_1", "monet_2", "monet_3")
    assert neighbours(catalog, "monet_1").previous is None
    assert neighbours(catalog, "monet_3").following is None
    assert neighbours(catalog, "stray").around == ("stray",)


@pytest.mark.parametrize(("at", "first"), [(0, 0), (2, 0), (10, 8), (48, 45), (49, 45)])
def test_as_many_neighbours_at_the_ends_of_the_list(crowd, at, first):
    place = neighbours(crowd, f"0_{at}", reach=2)
    assert place.around == tuple(f"0_{number}" for number in range(first, first + 5))


def test_the_same_work_is_found_from_either_picture(catalog):
    assert same_work(catalog, "monet_1") == ["monet_3"]
    assert same_work(catalog, "monet_3") == ["monet_1"]
    assert same_work(catalog, "klee_1") == []


def test_a_painting_that_is_not_there_is_said_so(catalog):
    for ask in (neighbours, same_work):
        with pytest.raises(NotFoundError, match="no painting “gone”"):
            ask(catalog, "gone")
