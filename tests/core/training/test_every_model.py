"""For every model of the zoo: what a run says of itself is what its predictions file says, by scikit-learn."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics

from core.evaluation.evaluating import evaluate_run
from core.evaluation.predictions import PREDICTIONS_FILE
from core.models.registry import MODELS
from core.runs import folder as files
from core.training import TrainConfig
from core.training.config.blocks import METRICS
from core.training.config.overrides import with_settings
from core.training.reporting import SilentReporter
from core.training.training import train

SIDES = ("train", "val", "test")
SMALLEST_PX, ROUNDS = 32, 20
PREFIX = "p:"


def shortest_run(gallery: str, model: str) -> TrainConfig:
    """One epoch on tiny pictures from random weights; of a large network the head alone learns."""
    entry = MODELS[model]
    size = max(SMALLEST_PX, entry.min_image_size)
    changes = {"model": model, "image_size": str(size + -size % 4)}
    if entry.is_network:
        changes |= {"epochs": "1", "early_stopping": "none", "weights": "random"}
    if entry.has_backbone:
        changes |= {"freeze": "backbone"}
    return with_settings(TrainConfig(gallery), changes)


def measured_by_scikit_learn(rows: pd.DataFrame) -> dict[str, float]:
    """Measures of some rows of `predictions.parquet`; artists for whom a ratio is undefined are left out of means."""
    names = [column.removeprefix(PREFIX) for column in rows if column.startswith(PREFIX)]
    probabilities = rows[[PREFIX + name for name in names]].to_numpy()
    truth, answers = rows["y_true"].astype(str), rows["y_pred"].astype(str)
    places = truth.map(names.index).to_numpy()
    options = {"labels": names, "average": "macro", "zero_division": np.nan}
    return {
        "accuracy": metrics.accuracy_score(truth, answers),
        "precision": metrics.precision_score(truth, answers, **options),
        "recall": metrics.recall_score(truth, answers, **options),
        "f1": metrics.f1_score(truth, answers, **options),
        "loss": metrics.log_loss(places, probabilities, labels=range(len(names))),
        "mse": np.square(probabilities.astype(float) - np.eye(len(names))[places]).mean(),
        "kappa": metrics.cohen_kappa_score(truth, answers),
        "matthews": metrics.matthews_corrcoef(truth, answers) if answers.nunique() > 1 else np.nan,
    }


NAMES_IN_EVALUATION = {"precision": "precision_macro", "recall": "recall_macro", "f1": "f1_macro", "loss": "log_loss"}


@pytest.mark.parametrize("model", MODELS)
def test_the_metrics_of_a_run_are_those_of_its_predictions_file(model, gallery, tmp_path):
    reporter = SilentReporter()
    folder = tmp_path / "run"
    assert train(shortest_run(gallery, model), folder, reporter).state == "finished"
    evaluate_run(folder, gallery, ROUNDS)
    evaluation = json.loads((folder / files.EVALUATION).read_text("utf-8"))
    table = pd.read_parquet(folder / PREDICTIONS_FILE)
    assert set(table["side"]) == set(SIDES)
    for side in SIDES:
        rows = table[table["side"] == side]
        expected = measured_by_scikit_learn(rows)
        found = {name: evaluation[side][NAMES_IN_EVALUATION.get(name, name)] for name in expected}
        as_json = {name: None if np.isnan(value) else float(value) for name, value in expected.items()}
        assert found == pytest.approx(as_json, abs=1e-6)
        assert evaluation[side]["pictures"] == len(rows)
        confusion = metrics.confusion_matrix(rows["y_true"], rows["y_pred"], labels=evaluation["artists"])
        assert evaluation[side]["confusion"] == confusion.tolist()

    # While a run learns it measures on the way; on the validation side that is the very model that was saved.
    learned = measured_by_scikit_learn(table[table["side"] == "val"])
    seen = {name: reporter.rows[-1][f"val_{name}"] for name in METRICS}
    assert seen == pytest.approx({name: learned[name] for name in METRICS}, abs=1e-4)
