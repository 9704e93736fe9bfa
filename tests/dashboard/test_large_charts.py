"""Charts in large type: numbers as they are, names as text, undefined values left open."""

import re

import numpy as np
import pandas as pd

from dashboard.charts.large_rows import (
    FEW,
    LargeFigure,
    build_large_counts,
    build_large_figures,
    build_large_matrix,
    most_mixed_up,
)
from dashboard.charts.playback import build_playback
from dashboard.charts.skyline import ArtistCount

MARKUP = "<b>Ada</b> & co"


def test_bars_are_ranked_and_as_long_as_their_share():
    counts = [ArtistCount("Ada", (), 10), ArtistCount("Ben", (), 40), ArtistCount("Cyd", (), 20)]
    html = build_large_counts(counts)
    assert re.findall(r"<span>(\w+)</span>", html) == ["Ben", "Cyd", "Ada"]
    assert [float(share) for share in re.findall(r"--share:([\d.]+)", html)] == [1.0, 0.5, 0.25]


def test_many_artists_stand_and_few_lie():
    counts = [ArtistCount(f"Artist {place}", (), place + 1) for place in range(FEW + 1)]
    assert "standing" in build_large_counts(counts) and "lying" in build_large_counts(counts[1:])


def test_names_are_text_in_every_large_chart():
    row = LargeFigure(MARKUP, 0.5, 0.4, 0.6, "#000000", MARKUP)
    for html in (
        build_large_counts([ArtistCount(MARKUP, (), 1)]),
        build_large_figures([row]),
        build_large_matrix([MARKUP], np.array([[3]])),
    ):
        assert "<b>Ada" not in html and "&lt;b&gt;Ada" in html


def test_a_figure_that_is_not_known_is_a_dash_and_has_no_interval():
    html = build_large_figures([LargeFigure("net", None, None, None, "#000000")], chance=0.25)
    assert ">–<" in html and "<em" not in html and "--chance:0.2500" in html


def test_the_artists_most_mixed_up_are_those_with_most_wrong_answers_by_and_for_them():
    counts = np.diag([50, 50, 50, 50])
    counts[0, 3] = counts[3, 0] = 2
    counts[1, 3] = 1
    assert most_mixed_up(counts, 3) == [0, 1, 3]


def test_the_large_matrix_tells_who_is_taken_for_whom():
    html = build_large_matrix(["Ada", "Ben"], np.array([[5, 2], [0, 7]]))
    assert 'title="Ada taken for Ben: 2">2</td>' in html and 'title="Ben: 7 right">7</td>' in html
    assert html.count("<td") == 1 + 4 and 'class="none"' in html


def test_curves_are_played_in_their_order_and_what_is_undefined_is_left_out():
    rows = pd.DataFrame({"epoch": [1, 2], "val_accuracy": [0.5, float("nan")], "train_accuracy": [0.4, 0.6]})
    playback = build_playback({"one": rows, "without": pd.DataFrame({"epoch": [1, 2, 3]})})
    assert playback is not None and playback.epochs == 2
    (run,) = playback.to_dict()["runs"]
    assert run["title"] == "one"
    assert run["curves"]["accuracy"] == {"train": [0.4, 0.6], "val": [0.5, None]}
    assert run["curves"]["loss"] == {"train": [None, None], "val": [None, None]}
    assert "one 50 % after 2 epochs" in playback.words


def test_without_a_curve_there_is_nothing_to_play():
    assert build_playback({}) is None
    assert build_playback({"run": pd.DataFrame()}) is None
