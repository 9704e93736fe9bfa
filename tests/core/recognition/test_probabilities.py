"""Probabilities: mended by the temperature of the validation side, movements summed over their painters."""

import numpy as np
import pytest

from core.dataset.artists.artist import Artist
from core.evaluation.calibration import fit_temperature
from core.evaluation.predictions import PREDICTIONS_FILE, make_predictions, write_predictions
from core.recognition.collection_match import Candidate
from core.recognition.pipeline import calibrated, movement_probabilities, run_temperature
from core.runs.store import RunStore
from core.training import TrainConfig

NAMES = ("Claude Monet", "Albrecht Dürer", "Paul Klee")


def test_a_temperature_above_one_makes_answers_more_modest_and_changes_none():
    found = calibrated(NAMES, np.array([0.7, 0.1, 0.2]), 2.0)
    odds = np.sqrt([0.7, 0.2, 0.1])
    assert [candidate.artist for candidate in found] == ["Claude Monet", "Paul Klee", "Albrecht Dürer"]
    np.testing.assert_allclose([candidate.probability for candidate in found], odds / odds.sum())


def test_the_temperature_is_that_of_the_validation_side(dataset):
    rng = np.random.default_rng(0)
    truth = np.arange(90) % 3
    logits = 4 * rng.normal(size=(90, 3)) + 3 * np.eye(3)[truth]
    odds = np.exp(logits)
    sides = np.array(["train", "val", "test"])[np.arange(90) // 30]
    predictions = make_predictions(
        [f"p{n}" for n in range(90)], sides, truth, odds / odds.sum(axis=1, keepdims=True), NAMES
    )
    run = RunStore(keep_queue_going=False).create(TrainConfig(dataset=dataset.name))
    assert run_temperature(run) == 1
    write_predictions(run.folder / PREDICTIONS_FILE, predictions)
    assert run_temperature(run) == pytest.approx(fit_temperature(predictions.on("val")), abs=1e-4)
    assert run_temperature(run) > 1


def test_a_painter_of_several_movements_counts_for_each_of_them():
    artists = [
        Artist(0, "Claude Monet", movements=("Impressionism",)),
        Artist(1, "Paul Klee", movements=("Expressionism", "Surrealism")),
        Artist(2, "Edvard Munch", movements=("Symbolism", "expressionism")),
        Artist(3, "Not in the run", movements=("Cubism",)),
    ]
    candidates = [Candidate("Claude Monet", 0.5), Candidate("Paul Klee", 0.3), Candidate("Edvard Munch", 0.2)]
    found = movement_probabilities(candidates, artists)
    assert [name for name, _ in found][:3] == ["Expressionism", "Impressionism", "Surrealism"]
    assert dict(found) == pytest.approx(
        {"Expressionism": 0.5, "Impressionism": 0.5, "Surrealism": 0.3, "Symbolism": 0.2}
    )


def test_painters_without_a_movement_belong_to_none():
    assert movement_probabilities([Candidate("Claude Monet", 1.0)], [Artist(0, "Claude Monet")]) == []
