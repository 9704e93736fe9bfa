"""The predictions file comes back as it was written, and is refused by name where it cannot be true."""

from contextlib import suppress

import numpy as np
import pandas as pd
import pytest

from core.errors import InvalidInputError, NotFoundError
from core.evaluation.predictions import make_predictions, read_predictions, write_predictions
from tests.core.evaluation.answers import answers, draw_answers


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "predictions.parquet"
    write_predictions(path, draw_answers(20, 4))
    return path


def test_what_was_written_comes_back(file):
    wrote, found = draw_answers(20, 4), read_predictions(file)
    assert found.artists == wrote.artists
    for name in ("painting_id", "side", "y_true", "y_pred"):
        assert (getattr(found, name) == getattr(wrote, name)).all()
    np.testing.assert_allclose(found.probabilities, wrote.probabilities, atol=1e-7)
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, atol=1e-15)


def test_writing_again_what_was_read_changes_nothing(file, tmp_path):
    first = read_predictions(file)
    write_predictions(tmp_path / "again.parquet", first)
    assert (read_predictions(tmp_path / "again.parquet").probabilities == first.probabilities).all()


def test_pandas_reads_the_file_as_documented(file):
    table = pd.read_parquet(file)
    assert list(table.columns) == ["side", "painting_id", "y_true", "y_pred", "p:A", "p:B", "p:C", "p:D"]
    assert set(table["y_pred"]) <= set("ABCD")
    assert (table.dtypes[4:] == np.float32).all()


def test_a_run_without_predictions_says_so(tmp_path):
    with pytest.raises(NotFoundError, match=r"has no predictions\.parquet"):
        read_predictions(tmp_path / "predictions.parquet")


def test_damaged_files_give_a_sentence(file, tmp_path):
    data = file.read_bytes()
    for damaged in (b"", b"no table", data[: len(data) // 2], data[:40] + bytes(200) + data[240:-300]):
        file.write_bytes(damaged)
        with pytest.raises(InvalidInputError, match=r"damaged"):
            read_predictions(file)


def test_whatever_byte_is_wrong_the_answer_is_a_sentence(file):
    data, rng = file.read_bytes(), np.random.default_rng(0)
    for _ in range(300):
        damaged = bytearray(data)
        for place in rng.integers(0, len(data), 4):
            damaged[place] = rng.integers(256)
        file.write_bytes(damaged)
        with suppress(InvalidInputError):
            read_predictions(file)


def test_a_folder_in_its_place_gives_a_sentence(tmp_path):
    (tmp_path / "predictions.parquet").mkdir()
    with pytest.raises(InvalidInputError):
        read_predictions(tmp_path / "predictions.parquet")


@pytest.mark.parametrize("column", ["side", "painting_id", "y_true", "y_pred"])
def test_missing_columns_are_named(file, column):
    pd.read_parquet(file).drop(columns=column).to_parquet(file)
    with pytest.raises(InvalidInputError, match=f"lacks {column}"):
        read_predictions(file)


def test_a_file_without_probabilities_is_refused(file):
    pd.read_parquet(file)[["side", "painting_id", "y_true", "y_pred"]].to_parquet(file)
    with pytest.raises(InvalidInputError, match="lacks columns that begin with “p:”"):
        read_predictions(file)


def test_nan_is_refused_by_picture_and_artist(file):
    table = pd.read_parquet(file)
    table.loc[3, "p:C"] = np.nan
    table.to_parquet(file)
    with pytest.raises(InvalidInputError, match=r"probability of C for “picture_0003” is not a number"):
        read_predictions(file)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"y_true": "Nobody"}, "true artist of “picture_0002” is none of the 4 artists"),
        ({"y_true": None}, "true artist of “picture_0002” is none of the 4 artists"),
        ({"y_pred": "Nobody"}, "predicted artist of “picture_0002” is none of the 4 artists"),
        ({"side": "exam"}, "“picture_0002” is in the split 'exam'"),
        ({"painting_id": "picture_0001"}, "“picture_0001” is repeated"),
        ({"painting_id": None}, "A picture among the predictions has no name"),
        ({"p:A": 0.9, "p:B": 0.9}, "add up to"),
        ({"p:A": -0.2}, "is -0.2 and must be from 0 to 1"),
        ({"p:A": 0.7, "p:B": 0.1, "p:C": 0.1, "p:D": 0.1, "y_pred": "B"}, "but A is more probable"),
    ],
)
def test_what_cannot_be_true_is_refused(file, change, sentence):
    table = pd.read_parquet(file)
    for column, value in change.items():
        table.loc[2, column] = value
    table.to_parquet(file)
    with pytest.raises(InvalidInputError, match=sentence):
        read_predictions(file)


def test_sums_that_miss_one_by_rounding_are_scaled():
    rounded = draw_answers(200, 50).probabilities.astype(np.float16).astype(np.float64)
    assert (rounded.sum(axis=1) != 1).any()
    found = answers(np.zeros(200, int), rounded)
    np.testing.assert_allclose(found.probabilities, rounded / rounded.sum(axis=1, keepdims=True), rtol=1e-12)


def test_the_first_of_equals_is_the_answer_and_another_may_be_given():
    table = [[0.4, 0.4, 0.2]]
    assert answers([1], table).y_pred.tolist() == [0]
    assert make_predictions(["x"], ["val"], [1], table, "ABC", y_pred=[1]).y_pred.tolist() == [1]


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(InvalidInputError, match="2 pictures for 3 artists"):
        make_predictions(["x", "y"], ["val"] * 2, [0, 1], [[0.5, 0.5], [0.5, 0.5]], "ABC")
    with pytest.raises(InvalidInputError, match="differ in number"):
        make_predictions(["x"], ["val"], [0, 1], [[0.5, 0.5]], "AB")


def test_no_pictures_at_all_are_possible(tmp_path):
    empty = make_predictions([], [], [], np.empty((0, 3)), "ABC")
    write_predictions(tmp_path / "empty.parquet", empty)
    assert len(read_predictions(tmp_path / "empty.parquet")) == 0
