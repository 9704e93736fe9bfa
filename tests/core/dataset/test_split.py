"""The splitter: complete, disjoint, stratified to within one picture where possible, and never leaking a work."""

import itertools
import json
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dataset.splitting.split import SplitConfig, leaking, make_split, split_hash
from core.errors import InvalidInputError

SIDES = ("train", "val", "test")
DEFAULT = SplitConfig()


def paintings(works: dict[int, list[int]]) -> pd.DataFrame:
    """Rows of a catalog: for each artist the number of pictures of each work."""
    rows = [
        (f"a{artist}_{work}_{picture}", artist, f"a{artist}_{work}_0")
        for artist, sizes in works.items()
        for work, size in enumerate(sizes)
        for picture in range(size)
    ]
    frame = pd.DataFrame(rows, columns=["painting_id", "artist_id", "work_group"])
    return frame.astype({"artist_id": "Int64"})


def counts(split: pd.DataFrame, artist: int) -> list[int]:
    sides = split.loc[split["artist_id"] == artist, "side"].tolist()
    return [sides.count(side) for side in SIDES]


def is_within_one(found: list[int], config: SplitConfig) -> bool:
    total = sum(found)
    shares = (config.train, config.val, config.test)
    return all(
        abs(count - share * total) <= 1 + 1e-9 and (share > 0 or not count)
        for count, share in zip(found, shares, strict=True)
    )


def some_division_is_within_one(sizes: list[int], config: SplitConfig) -> bool:
    """The answer by trying every division there is."""
    for sides in itertools.product(range(3), repeat=len(sizes)):
        found = [sum(size for size, at in zip(sizes, sides, strict=True) if at == side) for side in range(3)]
        if is_within_one(found, config):
            return True
    return False


shares = st.sampled_from(
    [(0.7, 0.15, 0.15), (0.8, 0.1, 0.1), (0.6, 0.2, 0.2), (0.5, 0.25, 0.25), (0.8, 0.2, 0), (0.75, 0, 0.25), (1, 0, 0)]
)
configs = st.builds(
    lambda shares, **rest: SplitConfig(train=shares[0], val=shares[1], test=shares[2], **rest),
    shares=shares,
    seed=st.integers(0, 50),
    stratified=st.booleans(),
    keep_works_together=st.booleans(),
)
collections = st.dictionaries(
    st.integers(0, 6), st.lists(st.sampled_from([1, 1, 1, 2, 2, 3, 5]), min_size=1, max_size=30), min_size=1
).map(paintings)


@st.composite
def tangled_collections(draw: st.DrawFn) -> pd.DataFrame:
    """Collections in which some works are filed under two or more artists."""
    rows = draw(collections)
    pick = st.sampled_from(rows["work_group"].tolist())
    for _ in range(draw(st.integers(0, 4))):
        rows = rows.assign(work_group=rows["work_group"].replace(draw(pick), draw(pick)))
    return rows


@given(tangled_collections(), configs)
def test_sides_are_complete_and_disjoint(rows, config):
    split = make_split(rows, config)
    assert split["painting_id"].tolist() == rows["painting_id"].tolist()
    assert split["artist_id"].tolist() == rows["artist_id"].tolist()
    assert set(split["side"]) <= set(SIDES)
    assert split["painting_id"].is_unique


@given(tangled_collections(), configs)
def test_a_side_with_no_share_gets_no_picture(rows, config):
    sides = set(make_split(rows, config)["side"])
    assert config.val or "val" not in sides
    assert config.test or "test" not in sides


@given(tangled_collections(), configs.filter(lambda config: config.keep_works_together))
def test_no_work_is_on_two_sides_even_where_two_artists_share_it(rows, config):
    split = make_split(rows, config)
    sides_of_work = rows.merge(split, on="painting_id").groupby("work_group")["side"].nunique()
    assert (sides_of_work == 1).all()
    assert leaking(split, rows) == 0


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=7),
    configs.filter(lambda config: config.keep_works_together),
)
@settings(max_examples=200)
def test_stratified_within_one_picture_wherever_any_division_is(sizes, config):
    found = counts(make_split(paintings({0: sizes}), config), 0)
    assert is_within_one(found, config) == some_division_is_within_one(sizes, config)


@given(collections, configs.filter(lambda config: config.stratified and not config.keep_works_together))
def test_single_pictures_are_always_stratified_within_one(rows, config):
    split = make_split(rows, config)
    assert all(is_within_one(counts(split, artist), config) for artist in rows["artist_id"].unique())


@given(collections, configs.filter(lambda config: not config.stratified and not config.keep_works_together))
def test_unstratified_the_whole_is_within_one(rows, config):
    sides = make_split(rows, config)["side"].tolist()
    assert is_within_one([sides.count(side) for side in SIDES], config)


@given(tangled_collections(), configs, st.randoms(use_true_random=False))
def test_equal_seeds_split_equally_whatever_the_order_and_the_global_state(rows, config, random):
    first = make_split(rows, config)
    order = list(range(len(rows)))
    random.shuffle(order)
    np.random.seed(random.randrange(1000))
    before = np.random.get_state()[1].copy()
    again = make_split(rows.iloc[order], config)
    assert (np.random.get_state()[1] == before).all()
    pd.testing.assert_frame_equal(again.sort_index(), first)
    assert split_hash(again) == split_hash(first)


@given(collections, st.integers(0, 50))
def test_an_artist_is_split_alike_whoever_else_is_selected(rows, seed):
    config = SplitConfig(seed=seed)
    whole = make_split(rows, config)
    for artist in rows["artist_id"].unique():
        own = rows["artist_id"] == artist
        pd.testing.assert_frame_equal(make_split(rows[own], config), whole[own])


def test_other_seeds_split_otherwise():
    rows = paintings({0: [1] * 40})
    assert len({split_hash(make_split(rows, SplitConfig(seed=seed))) for seed in range(20)}) == 20


def test_every_picture_has_the_same_chance_of_being_tested():
    rows = paintings({0: [1] * 20 + [2] * 5 + [4] * 3})
    tested = Counter()
    for seed in range(400):
        split = make_split(rows, SplitConfig(seed=seed, train=0.6, val=0.2, test=0.2))
        tested.update(split.loc[split["side"] == "test", "painting_id"])
    often = np.array([tested[painting] for painting in rows["painting_id"]]) / 400
    assert often.mean() == pytest.approx(0.2, abs=0.02)
    assert often.min() > 0.1
    assert often.max() < 0.3


@pytest.mark.parametrize(
    ("pictures", "expected"),
    [(1, [1, 0, 0]), (2, [2, 0, 0]), (3, [2, 0, 1]), (4, [3, 0, 1]), (5, [3, 1, 1]), (6, [4, 1, 1])],
)
def test_artists_with_few_pictures_train_first_then_test_then_validate(pictures, expected):
    assert counts(make_split(paintings({0: [1] * pictures}), DEFAULT), 0) == expected


def test_an_artist_who_painted_one_work_is_in_training():
    assert counts(make_split(paintings({0: [6]}), DEFAULT), 0) == [6, 0, 0]


def test_an_artist_with_hundreds_of_shared_works_is_within_one():
    sizes = [2] * 180 + [3] * 60 + [5] * 20 + [1] * 10
    assert is_within_one(counts(make_split(paintings({0: sizes}), DEFAULT), 0), DEFAULT)


def test_a_plain_random_split_leaks_and_the_leak_is_counted():
    rows = paintings({0: [2] * 50})
    split = make_split(rows, SplitConfig(keep_works_together=False))
    trained = {painting[:-2] for painting in split.loc[split["side"] == "train", "painting_id"]}
    tested = [painting[:-2] for painting in split.loc[split["side"] == "test", "painting_id"]]
    expected = sum(work in trained for work in tested)
    assert leaking(split, rows.iloc[::-1]) == expected > 0


def test_no_pictures_make_an_empty_split():
    split = make_split(paintings({}), DEFAULT)
    assert split.columns.tolist() == ["painting_id", "artist_id", "side"]
    assert split.empty
    assert len(split_hash(split)) == 64


def test_the_hash_follows_every_side():
    split = make_split(paintings({0: [1] * 10}), DEFAULT)
    moved = split.assign(side=["test", *split["side"].tolist()[1:]])
    other = split.assign(side=["val", *split["side"].tolist()[1:]])
    assert len({split_hash(moved), split_hash(other)}) == 2
    assert split_hash(split.iloc[::-1]) == split_hash(split)


def test_a_split_is_the_same_on_every_machine_and_version():
    split = make_split(paintings({0: [1] * 12, 1: [2, 2, 3, 1, 1, 1]}), SplitConfig(seed=7))
    assert split_hash(split) == "4df9e5c549c5e693262dab54471475f142e7b8361371159b0b7179e5fc46b7dd"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (paintings({0: [1]}).drop(columns="work_group"), "needs the column work_group"),
        (pd.concat([paintings({0: [1]})] * 2), "“a0_0_0” is listed more than once"),
        (paintings({0: [1]}).assign(artist_id=pd.array([pd.NA], dtype="Int64")), "“a0_0_0” has no artist"),
    ],
)
def test_rows_that_cannot_be_split_are_named(rows, words):
    with pytest.raises(InvalidInputError, match=words):
        make_split(rows, DEFAULT)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"seed": -1}, "seed is -1"),
        ({"seed": 1.0}, "seed is 1.0"),
        ({"train": 0.5}, "add up to 0.8 and must add up to 1"),
        ({"train": 0, "val": 0.5, "test": 0.5}, "train is 0"),
        ({"train": 1.2, "val": -0.1}, "train is 1.2.*val is -0.1"),
        ({"train": float("nan")}, "train is nan"),
        ({"test": "0.15"}, "test is '0.15'"),
        ({"stratified": 1}, "stratified is 1"),
        ({"fraction": 1}, "knows no “fraction”"),
        ({"schema_version": 99}, "schema_version 99"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_name(values, words):
    with pytest.raises(InvalidInputError, match=words):
        SplitConfig.from_dict(values)


@given(configs)
def test_settings_survive_json(config):
    saved = json.loads(json.dumps(config.to_dict()))
    assert saved["schema_version"] == 1
    assert SplitConfig.from_dict(saved) == config
