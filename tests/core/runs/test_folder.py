"""The files of a run folder: any half-written one is met calmly."""

import math

import numpy as np
import pandas as pd
import pytest

from core.errors import InvalidInputError
from core.processes.store import read_log_tail
from core.runs import folder as files
from core.runs.reporting import plain_value

ROW = {"epoch": 1, "phase": "training", "seconds": 0.5, "train_loss": 0.25, "val_f1": None}
HALF = '{"epoch": 2, "phase": "trai'


@pytest.fixture
def path(tmp_path):
    return tmp_path / files.METRICS


def test_metrics_are_one_line_an_epoch_that_pandas_reads(path):
    for epoch in (1, 2):
        files.append_metrics(path, {**ROW, "epoch": epoch})
    by_pandas = pd.read_json(path, lines=True)
    assert by_pandas["epoch"].tolist() == [1, 2]
    assert by_pandas["train_loss"].tolist() == [0.25, 0.25]
    ours = files.read_metrics(path)
    assert list(ours.columns) == list(files.METRIC_COLUMNS)
    assert ours["epoch"].tolist() == [1, 2]
    assert ours["val_f1"].isna().all()


def test_no_metrics_yet_is_a_table_without_rows(path):
    assert files.read_metrics(path).shape == (0, len(files.METRIC_COLUMNS))
    assert files.read_last_metrics(path) is None


def test_half_a_last_line_is_passed_over_and_never_glued_to(path):
    files.append_metrics(path, ROW)
    with path.open("a") as file:
        file.write(HALF)
    assert files.read_metrics(path)["epoch"].tolist() == [1]
    assert files.read_last_metrics(path) == ROW
    files.append_metrics(path, {**ROW, "epoch": 2})
    assert [row["epoch"] for row in files.read_metric_rows(path)] == [1, 2]
    assert HALF not in path.read_text().splitlines()


def test_a_whole_last_line_without_its_end_is_kept(path):
    files.append_metrics(path, ROW)
    path.write_text(path.read_text().rstrip("\n"))
    assert files.read_metrics(path)["epoch"].tolist() == [1]
    files.append_metrics(path, {**ROW, "epoch": 2})
    assert pd.read_json(path, lines=True)["epoch"].tolist() == [1, 2]


def test_half_of_the_only_line(path):
    path.write_text(HALF)
    assert files.read_metric_rows(path) == []
    files.append_metrics(path, ROW)
    assert files.read_metric_rows(path) == [ROW]


def test_lines_that_are_no_rows_are_passed_over(path):
    path.write_text('\n[1]\n7\nnull\n{"epoch": 4}\n\x00\xff\n')
    assert [row["epoch"] for row in files.read_metric_rows(path)] == [4]


def test_the_last_row_is_found_behind_a_thousand_others(path):
    files.replace_metrics(path, [{**ROW, "epoch": epoch} for epoch in range(1, 1001)])
    assert files.read_last_metrics(path)["epoch"] == 1000


def test_what_is_undefined_is_null_and_never_nan():
    assert plain_value(math.nan) is None
    assert plain_value(np.float32("inf")) is None
    assert plain_value(np.float32(0.5)) == 0.5
    assert type(plain_value(np.int64(3))) is int
    assert plain_value("training") == "training"


def test_nan_is_refused_where_it_would_be_written(path):
    with pytest.raises(ValueError, match="JSON"):
        files.append_metrics(path, {**ROW, "train_loss": math.nan})


def test_the_log_is_read_from_its_end_in_whole_lines(tmp_path):
    assert read_log_tail(tmp_path / files.LOG, 100) == ""
    (tmp_path / files.LOG).write_text("".join(f"line {number}\n" for number in range(1000)))
    tail = read_log_tail(tmp_path / files.LOG, 100)
    assert tail.startswith("line 9")
    assert tail.endswith("line 999\n")


def test_the_log_can_be_followed(tmp_path):
    log = tmp_path / files.LOG
    assert files.read_log_after(tmp_path, 0) == ("", 0)
    log.write_text("one\ntw")
    text, position = files.read_log_after(tmp_path, 0)
    assert text == "one\n"
    log.write_text("one\ntwo\n")
    assert files.read_log_after(tmp_path, position) == ("two\n", 8)
    assert files.read_log_after(tmp_path, 8) == ("", 8)


def test_damaged_files_are_named_in_a_sentence(tmp_path):
    for name in (files.CONFIG, files.SPLIT, files.PREDICTIONS):
        (tmp_path / name).write_bytes(b'\x00{"half')
    for read in (files.read_config_document, files.read_predictions):
        with pytest.raises(InvalidInputError, match="cannot be read"):
            read(tmp_path)


def test_files_that_are_not_there_yet_are_none(tmp_path):
    assert files.read_split(tmp_path) is None
    assert files.read_predictions(tmp_path) is None
    with pytest.raises(InvalidInputError, match="missing"):
        files.read_config_document(tmp_path)


def test_a_painting_called_na_is_a_painting(tmp_path):
    (tmp_path / files.SPLIT).write_text("painting_id,artist,side\nNA,nan,test\n")
    assert files.read_split(tmp_path).to_dict("records") == [{"painting_id": "NA", "artist": "nan", "side": "test"}]
