"""Choosing artists, in words and in pictures, and evening out their numbers."""

import json
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.utils.class_weight import compute_class_weight

from core.dataset.artists.artist import Artist
from core.dataset.splitting.selected_rows import balance_rows, class_weights, select
from core.dataset.splitting.selection import Selection
from core.errors import AtelierError, InvalidInputError, NotFoundError

ARTISTS = [
    Artist(0, "Claude Monet", movements=("Impressionism",)),
    Artist(1, "Edgar Degas", movements=("Impressionism",)),
    Artist(2, "Albrecht Dürer", movements=("Northern Renaissance",)),
    Artist(3, "Henri Matisse", movements=("Impressionism", "Post-Impressionism")),
    Artist(4, "Nobody Yet", movements=("Cubism",)),
]
PICTURES = {1: 6, 0: 4, 3: 4, 2: 2}


def catalog(pictures: dict[int, int] = PICTURES) -> pd.DataFrame:
    ids = [artist for artist, count in pictures.items() for _ in range(count)]
    return pd.DataFrame(
        {
            "painting_id": [f"p{number}" for number in range(len(ids))],
            "artist_id": pd.array(ids, dtype="Int64"),
            "status": "ok",
            "excluded": False,
        }
    )


def chosen(selection: Selection, rows: pd.DataFrame | None = None) -> set[int]:
    return set(select(catalog() if rows is None else rows, ARTISTS, selection)["artist_id"])


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("all", {0, 1, 2, 3}),
        (" ALL ", {0, 1, 2, 3}),
        ("top:1", {1}),
        ("top:2", {1, 0}),
        ("top:99", {0, 1, 2, 3}),
        ("min:4", {0, 1, 3}),
        ("min:1", {0, 1, 2, 3}),
        ("movement:Impressionism", {0, 1, 3}),
        ("movement:northern renaissance, post-impressionism", {2, 3}),
        ("Claude Monet", {0}),
        ("edgar  degas,ALBRECHT DURER", {1, 2}),
        (unicodedata.normalize("NFD", "Albrecht Dürer"), {2}),
        ("Albrecht_Durer", {2}),
    ],
)
def test_the_forms_of_the_command_line(text, ids):
    assert chosen(Selection.parse(text)) == ids


def test_a_tie_for_the_last_place_is_broken_by_name_and_not_by_order():
    upside_down = catalog().iloc[::-1]
    assert chosen(Selection(mode="top", top=2)) == chosen(Selection(mode="top", top=2), upside_down) == {0, 1}


def test_rows_keep_their_order_index_and_columns():
    rows = catalog().sample(frac=1, random_state=3)
    picked = select(rows, ARTISTS, Selection(mode="names", names=("Henri Matisse", "Claude Monet")))
    pd.testing.assert_frame_equal(picked, rows[rows["artist_id"].isin([0, 3])])


def test_only_usable_pictures_are_chosen_and_counted():
    rows = catalog()
    rows.loc[rows["painting_id"] == "p0", "status"] = "unreadable"
    rows.loc[rows["painting_id"].isin(["p1", "p2"]), "excluded"] = True
    rows.loc[rows["painting_id"] == "p6", ["artist_id", "status"]] = [pd.NA, "unlabelled"]
    rows.loc[rows["painting_id"] == "p7", "artist_id"] = 77
    picked = select(rows, ARTISTS, Selection())
    assert picked["painting_id"].tolist() == [f"p{number}" for number in (3, 4, 5, *range(8, 16))]
    assert chosen(Selection(mode="top", top=1), rows) == {3}


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("Claude Mone", NotFoundError, "called “Claude Mone” in this data set. Did you mean Claude Monet?"),
        ("Dürer", NotFoundError, "Did you mean Albrecht Dürer?"),
        ("Zzzz", NotFoundError, "Check the spelling"),
        ("movement:Impresionism", NotFoundError, "Did you mean Impressionism"),
        ("movement:Cubism", InvalidInputError, "No artist of Cubism has a usable picture"),
        ("Nobody Yet", InvalidInputError, "Nobody Yet has no usable picture"),
        ("min:7", InvalidInputError, "No artist has 7 usable pictures; Edgar Degas has the most, 6"),
    ],
)
def test_a_choice_that_finds_nobody_says_what_is_near(text, error, words):
    with pytest.raises(error) as caught:
        select(catalog(), ARTISTS, Selection.parse(text))
    assert words in str(caught.value)


def test_an_empty_catalog_has_nothing_to_select():
    with pytest.raises(InvalidInputError, match="no usable picture"):
        select(catalog({}), ARTISTS, Selection())


@pytest.mark.parametrize("text", ["", " , ", "top", "top:", "top:five", "top:-1", "top:0", "best:3", "min:1e3"])
def test_a_form_that_means_nothing_is_refused(text):
    with pytest.raises(AtelierError):
        select(catalog(), ARTISTS, Selection.parse(text))


@given(st.text(max_size=30))
def test_any_text_is_parsed_or_refused_with_a_sentence(text):
    try:
        selection = Selection.parse(text)
    except InvalidInputError as error:
        assert str(error).endswith(".")
    else:
        assert Selection.from_dict(selection.to_dict()) == selection


def test_a_name_with_a_comma_is_quoted():
    assert Selection.parse('"Dürer, Albrecht", Claude Monet').names == ("Dürer, Albrecht", "Claude Monet")


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(), "all artists"),
        (Selection(mode="top", top=5), "the 5 artists with the most paintings"),
        (Selection(mode="top", top=1), "the artist with the most paintings"),
        (Selection(mode="min", min_paintings=80), "artists with at least 80 paintings"),
        (Selection(mode="movement", movements=("Cubism",)), "artists of Cubism"),
        (Selection(mode="names", names=("A", "B", "C")), "A, B and C"),
        (Selection(balancing="cap", cap=1000), "all artists, at most 1,000 training pictures each"),
        (Selection(balancing="oversample"), "all artists, pictures of rare artists repeated"),
        (Selection(balancing="class_weights"), "all artists, rare artists count more in training"),
    ],
)
def test_a_selection_in_words(selection, words):
    assert selection.describe() == words


def test_every_fault_is_named_at_once():
    with pytest.raises(InvalidInputError) as caught:
        Selection(mode="top", min_paintings=0, names=("",), balancing="cap", cap=True)
    for words in ("“top” needs top", "min_paintings belongs to", "min_paintings is 0", "names must", "cap is True"):
        assert words in str(caught.value)


@pytest.mark.parametrize(
    "values",
    [
        {"mode": "best"},
        {"mode": "top", "top": 2.0},
        {"mode": "top", "top": 2, "names": ["A"]},
        {"mode": "names", "names": "A"},
        {"mode": "names", "names": [1]},
        {"balancing": "smote"},
        {"balancing": "cap"},
        {"cap": 5},
        {"mode": []},
        {"unknown": 1},
        {"schema_version": 2},
        {"schema_version": True},
        [],
        None,
    ],
)
def test_saved_values_that_are_wrong_are_refused(values):
    with pytest.raises(InvalidInputError):
        Selection.from_dict(values)


def test_an_unknown_key_is_named_with_what_was_meant():
    with pytest.raises(InvalidInputError, match=r"knows no “balancng”.*Did you mean “balancing”"):
        Selection.from_dict({"balancng": "cap"})


def test_a_selection_survives_json():
    selection = Selection(mode="movement", movements=("Cubism", "Surrealism"), balancing="cap", cap=100)
    saved = json.loads(json.dumps(selection.to_dict()))
    assert saved["schema_version"] == 1
    assert Selection.from_dict(saved) == selection


labels = st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=40)


@given(labels, st.integers(1, 12), st.integers(0, 9))
def test_a_cap_keeps_different_pictures_and_no_more_than_it_says(names, cap, seed):
    rows = balance_rows(names, "cap", np.random.default_rng(seed), cap=cap)
    assert len(set(rows)) == len(rows)
    kept = [names[row] for row in rows]
    assert {name: kept.count(name) for name in set(names)} == {name: min(cap, names.count(name)) for name in set(names)}


@given(labels, st.integers(0, 9))
def test_oversampling_makes_artists_equal_and_repeats_evenly(names, seed):
    rows = balance_rows(names, "oversample", np.random.default_rng(seed))
    largest = max(names.count(name) for name in set(names))
    repeated = [names[row] for row in rows]
    assert all(repeated.count(name) == largest for name in set(names))
    times = np.bincount(rows, minlength=len(names))
    for name in set(names):
        own = times[[position for position, label in enumerate(names) if label == name]]
        assert own.min() >= 1
        assert own.max() - own.min() <= 1


@given(labels, st.sampled_from(["none", "class_weights"]))
def test_other_balancings_take_every_row_once(names, balancing):
    rows = balance_rows(names, balancing, np.random.default_rng(0))
    assert rows.tolist() == list(range(len(names)))


def test_equal_generators_draw_equal_rows_and_the_global_state_plays_no_part():
    names = ["a"] * 9 + ["b"] * 4
    first = balance_rows(names, "cap", np.random.default_rng(5), cap=3)
    np.random.seed(1)
    again = balance_rows(names, "cap", np.random.default_rng(5), cap=3)
    other = balance_rows(names, "cap", np.random.default_rng(6), cap=3)
    assert first.dtype == np.int64
    assert first.tolist() == again.tolist() != other.tolist()


@pytest.mark.parametrize(("balancing", "cap"), [("smote", None), ("cap", None), ("cap", 0)])
def test_a_balancing_that_cannot_be_is_refused(balancing, cap):
    with pytest.raises(InvalidInputError):
        balance_rows(["a"], balancing, np.random.default_rng(0), cap=cap)


@given(labels)
def test_class_weights_are_those_of_scikit_learn(names):
    ordered = sorted(set(names))
    expected = compute_class_weight("balanced", classes=np.array(ordered), y=np.array(names))
    ours = class_weights(names)
    assert list(ours) == ordered
    assert list(ours.values()) == pytest.approx(expected)


def test_no_pictures_have_no_weights_and_no_rows():
    assert len(balance_rows([], "oversample", np.random.default_rng(0))) == 0
    with pytest.raises(InvalidInputError, match="no training pictures"):
        class_weights([])
