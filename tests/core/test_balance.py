"""How unequal a collection is, and what each strategy would train on."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from core.balance import (
    MEASURE_TEXTS,
    compare_strategies,
    count_artists,
    count_traits,
    default_strategies,
    measure_balance,
    measures_table,
    top_artists,
    usable_pictures,
)
from core.dataset.artists.artist import Artist
from core.dataset.splitting.selection import Selection
from core.dataset.splitting.split import SplitConfig
from core.errors import InvalidInputError

ARTISTS = [
    Artist(0, "Monet", 1840, 1926, ("Impressionism",), ("French",)),
    Artist(1, "Matisse", 1869, 1954, ("Impressionism", "Post-Impressionism"), ("French",)),
    Artist(2, "Bosch", 1450, 1516, ("Northern Renaissance",), ("Dutch",)),
    Artist(3, "Nobody"),
]
SIZES = {0: 100, 1: 40, 2: 20}


@pytest.fixture
def catalog() -> pd.DataFrame:
    ids = [artist_id for artist_id, size in SIZES.items() for _ in range(size)]
    names = [f"p{number}" for number in range(len(ids))]
    return pd.DataFrame({"painting_id": names, "artist_id": pd.array(ids, dtype="Int64"), "work_group": names}).assign(
        status="ok", excluded=False
    )


@pytest.mark.parametrize("counts", [[3, 5, 8], [877, 702, 24], [1] * 7, [10, 0, 5], list(range(1, 51))])
def test_entropy_measures_against_scipy(counts: list[int]):
    found = measure_balance(counts)
    assert found.evenness == pytest.approx(stats.entropy(counts) / np.log(len(counts)))
    assert found.effective == pytest.approx(np.exp(stats.entropy(counts)))


@pytest.mark.parametrize("counts", [[3, 5, 8], [877, 702, 24], [1] * 7, [10, 0, 5]])
def test_gini_against_its_definition(counts: list[int]):
    sizes = np.array(counts)
    pairs = np.abs(sizes[:, None] - sizes[None]).mean()
    assert measure_balance(counts).gini == pytest.approx(pairs / (2 * sizes.mean()))


def test_measures_by_hand():
    equal = measure_balance([4, 4])
    assert (equal.ratio, equal.evenness, equal.effective, equal.gini) == (1.0, 1.0, pytest.approx(2.0), 0.0)
    assert measure_balance([877, 24]).ratio == pytest.approx(36.5417, abs=1e-4)
    assert measure_balance([3, 1]).gini == 0.25


def test_what_is_undefined_is_none():
    empty, single, hollow = measure_balance([]), measure_balance([7]), measure_balance([0, 0])
    assert (empty.ratio, empty.evenness, empty.effective, empty.gini) == (None,) * 4
    assert (single.ratio, single.evenness, single.gini) == (None,) * 3 and single.effective == 1
    assert (hollow.classes, hollow.ratio, hollow.evenness, hollow.effective, hollow.gini) == (2, *(None,) * 4)
    assert measure_balance([5, 0]).ratio is None
    assert measures_table(single)["value"].isna().tolist() == [True, True, False, True]


@pytest.mark.parametrize("counts", [[-1, 2], [np.nan, 1], [np.inf, 1]])
def test_impossible_counts_are_refused(counts: list[float]):
    with pytest.raises(InvalidInputError, match="0 or more"):
        measure_balance(counts)


def test_every_measure_has_its_words():
    table = measures_table(measure_balance([1, 2]))
    assert table["field"].tolist() == list(MEASURE_TEXTS) == ["ratio", "evenness", "effective", "gini"]
    assert table["meaning"].str.endswith(".").all() and table["formula"].str.endswith(".").all()


def test_only_usable_pictures_count(catalog: pd.DataFrame):
    catalog.loc[0, "status"] = "unreadable"
    catalog.loc[1, "excluded"] = True
    catalog.loc[2, "artist_id"] = pd.NA
    assert usable_pictures(catalog, ARTISTS) == {0: 97, 1: 40, 2: 20, 3: 0}


def test_artists_are_ranked_and_cut():
    table = count_artists(ARTISTS, SIZES, top=2)
    assert table["name"].tolist() == ["Monet", "Matisse"]
    assert table["share"].tolist() == [100 / 140, 40 / 140]
    assert [artist.name for artist in top_artists(ARTISTS, {0: 5, 1: 5, 2: 9})] == ["Bosch", "Matisse", "Monet"]
    assert count_artists([], {}).empty


def test_a_picture_counts_for_each_movement_of_its_artist():
    table = count_traits(ARTISTS, SIZES, "movement").set_index("name")
    assert table["pictures"].to_dict() == {"Impressionism": 140, "Post-Impressionism": 40, "Northern Renaissance": 20}
    assert table.loc["Impressionism", "artists"] == 2
    assert table["share"].sum() == pytest.approx(200 / 160)


def test_centuries_come_in_order_of_time():
    assert count_traits(ARTISTS, SIZES, "century")["name"].tolist() == ["15th century", "19th century", "20th century"]
    assert count_traits([], {}, "nationality").empty


def _after(catalog: pd.DataFrame, selection: Selection) -> dict[str, int]:
    (result,) = compare_strategies(catalog, ARTISTS, {"it": selection}, SplitConfig(train=0.5, val=0.25, test=0.25))
    return result.counts.set_index("name")["after"].to_dict()


def test_strategies_balance_the_training_side_alone(catalog: pd.DataFrame):
    assert _after(catalog, Selection()) == {"Monet": 50, "Matisse": 20, "Bosch": 10}
    assert _after(catalog, Selection(mode="top", top=2)) == {"Monet": 50, "Matisse": 20, "Bosch": 0}
    assert _after(catalog, Selection(mode="min", min_paintings=40)) == {"Monet": 50, "Matisse": 20, "Bosch": 0}
    assert _after(catalog, Selection(balancing="cap", cap=15)) == {"Monet": 15, "Matisse": 15, "Bosch": 10}
    assert _after(catalog, Selection(balancing="oversample")) == {"Monet": 50, "Matisse": 50, "Bosch": 50}


def test_class_weights_make_artists_count_the_same(catalog: pd.DataFrame):
    (result,) = compare_strategies(catalog, ARTISTS, {"it": Selection(balancing="class_weights")})
    weighed = result.counts["after"] * result.counts["weight"]
    assert weighed.to_numpy() == pytest.approx(np.full(3, result.counts["after"].sum() / 3))
    assert result.measures is not None and result.measures.evenness == pytest.approx(1)


def test_measures_are_of_the_artists_that_take_part(catalog: pd.DataFrame):
    (result,) = compare_strategies(catalog, ARTISTS, {"it": Selection(mode="top", top=2)})
    assert result.measures is not None and result.measures.classes == 2
    assert result.measures.pictures == result.counts["after"].sum()


def test_before_is_what_training_sees_without_any_choice(catalog: pd.DataFrame):
    results = compare_strategies(catalog, ARTISTS, default_strategies(top=2, min_paintings=30, cap=20))
    befores = [result.counts["before"].tolist() for result in results]
    assert befores == [[70, 28, 14]] * len(results)


def test_a_strategy_that_cannot_be_used_says_why(catalog: pd.DataFrame):
    strategies = {"many": Selection(mode="min", min_paintings=5000), "unknown": Selection(mode="names", names=("X",))}
    for result in compare_strategies(catalog, ARTISTS, strategies):
        assert result.problem and result.measures is None and not result.counts["after"].any()
