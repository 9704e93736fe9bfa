"""The figures of results: what is drawn is what was counted, names in full and as text."""

import math
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.calibration import point_at, selective_table
from dashboard.charts.confusion_matrix import MatrixLabel, build_matrix
from dashboard.charts.interval_rows import build_agreement, build_difference_rows, build_interval_rows
from dashboard.charts.run_comparison import mark_frontier, overlay_table, place_labels
from dashboard.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def drawn(counts, names, palette=LIGHT, **more):
    table = np.asarray(counts)
    labels = [MatrixLabel(name, "#8C8C8C", int(row.sum())) for name, row in zip(names, table, strict=True)]
    return build_matrix(table.astype(float), table, labels, palette, **{"as_shares": False, "title": "t", **more})


@pytest.mark.parametrize("k", [1, 2, 5, 50])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_confusion_is_a_cell_with_its_number_and_every_name_stands_twice(k: int, palette):
    counts = np.random.default_rng(k).integers(0, 4, (k, k))
    names = [f"Henri de Toulouse-Lautrec {i}" for i in range(k)]
    root = ET.fromstring(drawn(counts, names, palette).svg)
    cells = {
        (int(cell.get("data-row")), int(cell.get("data-column"))): cell.find(f"{SVG}text").text
        for cell in root.iter(f"{SVG}g")
        if cell.get("class") == "cell"
    }
    rows, columns = np.nonzero(counts)
    assert cells == {(i, j): str(counts[i, j]) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)}
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert all(texts.count(name) == 2 for name in names)


def test_shares_are_written_in_per_cent_and_what_is_undefined_is_not_nought():
    labels = [MatrixLabel(name, "#8C8C8C", 3) for name in "ab"]
    values = np.array([[0.994, 0.004], [math.nan, 1.0]])
    drawing = build_matrix(values, np.array([[3, 1], [1, 4]]), labels, LIGHT, as_shares=True, title="t")
    written = [
        g.find(f"{SVG}text").text for g in ET.fromstring(drawing.svg).iter(f"{SVG}g") if g.get("class") == "cell"
    ]
    assert written == ["99", "<1", "–", "100"]


def test_a_number_that_could_not_be_read_in_its_cell_is_told_and_not_written():
    counts = np.diag([12345] + [7] * 49)
    cells = [
        g
        for g in ET.fromstring(drawn(counts, [f"A{i}" for i in range(50)]).svg).iter(f"{SVG}g")
        if g.get("class") == "cell"
    ]
    assert cells[0].find(f"{SVG}text") is None and "12,345" in cells[0].get("aria-label")
    assert float(cells[1].find(f"{SVG}text").get("font-size")) >= 9


def test_a_name_that_is_markup_stays_text():
    name = "<script>alert('x')</script> & \"co\""
    root = ET.fromstring(drawn([[1]], [name]).svg)
    assert not list(root.iter(f"{SVG}script")) and not list(root.iter("script"))
    assert any(str(element.text).startswith("<script>alert") for element in root.iter(f"{SVG}text"))


def test_nothing_cheaper_beats_what_stands_on_the_frontier():
    table = pd.DataFrame(
        {"run": list("abcd"), "group": "g", "cost": [1.0, 2.0, 3.0, 3.0], "value": [0.5, 0.4, 0.7, 0.6]}
    )
    table[["low", "high"]] = np.nan
    found = place_labels(mark_frontier(table))
    assert found.loc[found["best"], "run"].tolist() == ["a", "c"]
    assert set(found["label"]) <= {"left", "right", ""}
    assert (found.loc[found["best"], "label"] != "").all()


def test_a_threshold_takes_the_last_point_that_is_as_sure():
    points = [{"threshold": t, "coverage": c, "accuracy": a} for t, c, a in ((0.9, 0.2, 1.0), (0.5, 0.7, 0.8))]
    table = selective_table(points)
    assert point_at(table, 0.6) == points[0] and point_at(table, 0.5) == points[1]
    assert point_at(table, 0.95) is None and point_at(table, None) is None


def test_curves_of_runs_without_the_measure_are_left_out():
    metrics = pd.DataFrame({"epoch": [1, 2], "seconds": [30.0, 30.0], "val_accuracy": [0.1, math.nan]})
    table = overlay_table({"a": ("g", metrics), "b": ("g", pd.DataFrame())}, "val_accuracy")
    assert table[["run", "epoch", "minutes", "value"]].to_numpy().tolist() == [["a", 1, 0.5, 0.1]]


def test_rows_keep_their_order_and_no_label_is_cut_off():
    names = [f"Artist {i}" for i in range(50)]
    table = pd.DataFrame({"name": names, "value": 0.5, "low": 0.4, "high": 0.6, "colour": "#000000", "pictures": 3})
    spec = build_interval_rows(table, LIGHT, title="F1")
    assert spec["layer"][0]["encoding"]["y"]["sort"] == names
    assert spec["layer"][0]["encoding"]["y"]["axis"]["labelLimit"] == 0


def test_a_difference_says_who_is_better_in_words():
    table = pd.DataFrame({"name": ["x", "y"], "difference": [0.2, -0.1], "one": 0.5, "other": 0.6, "pictures": 3})
    table[["low", "high"]] = np.nan
    spec = build_difference_rows(table, LIGHT, first="A", second="B")
    assert spec["description"] == "B recognises 1 of 2 artists better than A does."


def test_agreement_names_all_four_parts():
    html = build_agreement("A<b>", "B", 5, 2, 1, 0)
    assert "both right 5, only a&lt;b&gt; 2, only b 1, neither 0" in html and "A<b>" not in html
