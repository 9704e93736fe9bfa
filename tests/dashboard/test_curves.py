"""Curves of a run: what is drawn, what is marked, and that nothing of the drawing changes while a run goes on."""

import json

import numpy as np
import pandas as pd
import pytest

from core.training import FineTuningConfig, ReduceLROnPlateauConfig, TrainConfig
from dashboard.charts.curves import best_epoch_of, build_curve, curve_table, last_values, shown_measures
from dashboard.labels.metrics import MEASURES, in_words
from dashboard.theme import DARK, LIGHT
from tests.fabricated_runs import fabricated_rows

CONFIG = TrainConfig(
    "any", model="resnet50", image_size=224, reduce_lr=ReduceLROnPlateauConfig(), fine_tuning=FineTuningConfig(epochs=8)
)


@pytest.fixture
def metrics() -> pd.DataFrame:
    return pd.DataFrame(fabricated_rows(CONFIG, 32))


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_specification_does_not_depend_on_the_numbers(name, palette):
    first, second = (json.dumps(build_curve(name, palette)) for _ in range(2))
    assert first == second
    assert '"values"' not in first and '"data"' not in first


def test_every_field_that_is_drawn_is_in_the_table(metrics):
    for name in MEASURES:
        columns = set(curve_table(metrics, name, best_epoch=3).columns)
        text = json.dumps(build_curve(name, LIGHT, across="minutes"))
        fields = {part.split('"')[0] for part in text.split('"field": "')[1:]}
        flags = {part.split('"')[0] for part in text.split('"filter": "datum.')[1:]}
        assert fields | flags <= columns


def test_training_and_validation_are_the_numbers_of_the_run(metrics):
    table = curve_table(metrics, "accuracy")
    assert table["train"].tolist() == metrics["train_accuracy"].tolist()
    assert table["val"].tolist() == metrics["val_accuracy"].tolist()


def test_drops_of_the_learning_rate_are_marked_but_not_the_beginning_of_a_phase(metrics):
    table = curve_table(metrics, "loss")
    rates = metrics["learning_rate"].tolist()
    phases = metrics["phase"].tolist()
    fallen = [i for i in range(1, 32) if rates[i] < rates[i - 1] and phases[i] == phases[i - 1]]
    assert fallen and table.index[table["drop"]].tolist() == fallen
    assert table.loc[table["begins"], "phase"].tolist() == ["fine-tuning"]
    assert table.loc[table["begins"], "epoch"].tolist() == [25]


def test_the_best_epoch_is_the_lowest_loss_or_the_highest_share(metrics):
    assert best_epoch_of(metrics) == min(range(32), key=lambda i: metrics["val_loss"][i]) + 1
    assert best_epoch_of(metrics, "val_f1") == max(range(32), key=lambda i: metrics["val_f1"][i]) + 1
    assert best_epoch_of(metrics.head(0)) is None
    assert best_epoch_of(metrics.assign(val_loss=np.nan)) is None
    best = curve_table(metrics, "loss", best_epoch=7)
    assert best.loc[best["best"], "epoch"].tolist() == [7]


def test_smoothing_is_the_mean_of_five_neighbours(metrics):
    smooth = curve_table(metrics, "loss", smooth=True)["val"]
    values = metrics["val_loss"].tolist()
    expected = [float(np.mean(values[max(0, i - 2) : i + 3])) for i in range(32)]
    assert np.allclose(smooth, expected)
    rates = curve_table(metrics, "learning_rate", smooth=True)["train"]
    assert rates.tolist() == metrics["learning_rate"].tolist()


def test_what_is_undefined_is_missing_and_not_zero(metrics):
    holes = metrics.assign(val_f1=None)
    assert curve_table(holes, "f1")["val"].isna().all()
    assert last_values(holes, "f1")[1] is None
    assert in_words(MEASURES["f1"], None) == "–"
    assert "f1" in shown_measures(holes), "training still has it"


def test_tables_without_some_columns_are_drawn_as_far_as_they_go():
    bare = pd.DataFrame({"epoch": [1, 2], "train_loss": [1.0, 0.5]})
    assert curve_table(bare, "loss")["train"].tolist() == [1.0, 0.5]
    assert shown_measures(bare) == ["loss"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("accuracy", 0.8421, "84.2 %"),
        ("loss", 0.51284, "0.513"),
        ("learning_rate", 1e-5, "1 × 10⁻⁵"),
        ("learning_rate", 0.001, "0.001"),
        ("seconds", 12.34, "12.3 s"),
        ("loss", float("nan"), "–"),
    ],
)
def test_numbers_are_written_as_people_read_them(name, value, words):
    assert in_words(MEASURES[name], value) == words


def test_every_measure_is_explained_in_full_sentences():
    for measure in MEASURES.values():
        assert len(measure.explanation) > 60 and measure.explanation.endswith((".", ")"))
