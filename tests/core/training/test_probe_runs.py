"""The probe as a run, and estimates of how long runs take."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from core.augment.presets import PRESETS
from core.dataset.store import open_dataset
from core.environment import artifacts_root
from core.errors import InvalidInputError
from core.evaluation.predictions import read_predictions
from core.features.computing import augmented_features, features
from core.models.encoders import open_encoder
from core.progress import no_progress
from core.similarity.embedding import embed
from core.training import TrainConfig
from core.training.config.blocks import METRICS
from core.training.config.overrides import with_settings
from core.training.device import processor
from core.training.estimate.rates import (
    Rates,
    cached_estimate,
    expected_epoch_seconds,
    note_device,
    side_counts,
    write_rates,
)
from core.training.loop.measures import measures_of_probabilities
from core.training.predicting import load_predictor
from core.training.reporting import SilentReporter
from core.training.training import train
from core.workflows.job_kinds import KINDS


@pytest.fixture
def config(gallery) -> TrainConfig:
    return with_settings(TrainConfig(gallery), {"model": "probe", "image_size": "64"})


@pytest.mark.parametrize("changes", [{}, {"tiles": "true", "balancing": "class_weights"}], ids=["plain", "tiles"])
def test_a_probe_is_a_run_of_one_epoch_with_predictions_and_a_predictor(changes, config, tmp_path):
    reporter = SilentReporter()
    outcome = train(with_settings(config, changes), tmp_path, reporter)
    assert (outcome.state, outcome.epochs_run, len(reporter.rows)) == ("finished", 1, 1)
    assert reporter.facts["device"] == processor()
    answers = read_predictions(tmp_path / "predictions.parquet")
    val = answers.on("val")
    expected = measures_of_probabilities(val.y_true, val.probabilities.astype(np.float32))
    assert [reporter.rows[0][f"val_{name}"] for name in METRICS] == pytest.approx([expected[name] for name in METRICS])
    assert reporter.rows[0]["train_accuracy"] > 0.8
    layers = json.loads((tmp_path / "layers.json").read_text())
    assert layers["layers"][-1]["output_shape"] == [3]

    from core.dataset.images.decoding import load_rgb
    from core.dataset.store import open_dataset

    dataset = open_dataset(config.dataset)
    paths = dataset.catalog().set_index("painting_id")["path"]
    pictures = [load_rgb(dataset.folder / paths[painting]) for painting in answers.painting_id[:4]]
    np.testing.assert_allclose(load_predictor(tmp_path).predict(pictures), answers.probabilities[:4], atol=2e-3)


def test_a_probe_refuses_what_only_networks_have(config):
    with pytest.raises(InvalidInputError, match="for networks"):
        with_settings(config, {"augment": "light"})


@pytest.mark.parametrize("model", ["snn", "probe"])
def test_an_estimate_is_measured_once_and_found_again_for_other_numbers_of_epochs(model, config):
    changes = {"model": model, "image_size": "64", "epochs": "10"}
    run = with_settings(config, changes)
    assert cached_estimate(run) is None
    outcome = KINDS["estimate"](config=run.to_dict(), progress=no_progress)
    found = cached_estimate(run)
    assert found is not None and outcome.result == found.to_dict()
    assert found.seconds > found.preparation_seconds > 0
    if model == "snn":
        longer = cached_estimate(with_settings(run, {"epochs": "20"}))
        assert longer.seconds - found.seconds == pytest.approx(10 * found.seconds_per_epoch)
        assert cached_estimate(with_settings(run, {"image_size": "32"})) is None


def test_features_that_are_there_already_are_not_reckoned_again(config):
    run = with_settings(config, {"model": "probe", "image_size": "64"})
    before = KINDS["estimate"](config=run.to_dict(), progress=no_progress).result["preparation_seconds"]
    embed(open_dataset(run.dataset), "palette_texture")
    assert cached_estimate(run).preparation_seconds < before


class KeptBackbone:
    """Features under the key of a backbone, quickly."""

    def __init__(self, encoder):
        self.name, self.image_size, self.dimensions = encoder.name, encoder.image_size, encoder.dimensions
        self.key = encoder.key

    def encode(self, images):
        return np.zeros((len(images), self.dimensions), np.float32)


def test_features_of_a_frozen_backbone_that_are_there_are_not_reckoned_again(dataset, tmp_path):
    file = tmp_path / "mine.h5"
    file.write_bytes(b"weights")
    plain = TrainConfig(dataset.name, model="resnet50", image_size=32, freeze="backbone", weights=str(file))
    bent = replace(plain, augment=PRESETS["light"].config, views=2)
    for run in (plain, bent):
        write_rates(run, Rates(0.0, 1.0, 0.0, 0.0, 0.0, 0.0, "2026-01-31T12:00:00+00:00"))
    assert [cached_estimate(run).preparation_seconds for run in (plain, bent)] == [12, 12]
    encoder = KeptBackbone(open_encoder("resnet50", 32, file))
    features(dataset, encoder)
    train = side_counts(plain)["train"]
    assert cached_estimate(plain).preparation_seconds == 0
    assert cached_estimate(bent).preparation_seconds == pytest.approx(12 * 2 * train / (12 + 2 * train))
    augmented_features(dataset, encoder, None, bent.augment, views=2, seed=bent.seed)
    assert cached_estimate(bent).preparation_seconds == 0
    assert cached_estimate(replace(bent, seed=1)).preparation_seconds > 0
    assert cached_estimate(replace(plain, weights="random")).preparation_seconds == 12


@pytest.mark.parametrize("damage", ["[]", "3", '{"kind": 3}', '{"kind": {"train_s": "long"}}'])
def test_a_damaged_file_of_estimates_is_none_and_is_written_over(damage, config):
    rates = Rates(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, "2026-01-31T12:00:00+00:00")
    write_rates(config, rates)
    path = artifacts_root() / "estimates.json"
    (kind,) = next(iter(json.loads(path.read_text("utf-8")).values()))
    wrong = json.loads(damage.replace('"kind"', json.dumps(kind)))
    if isinstance(wrong, dict) and isinstance(wrong[kind], dict):
        wrong[kind] = {**asdict(rates), **wrong[kind]}
    path.write_text(json.dumps(dict.fromkeys(json.loads(path.read_text("utf-8")), wrong)), "utf-8")
    assert cached_estimate(config) is None and expected_epoch_seconds(config) == {}
    write_rates(config, rates)
    assert cached_estimate(config) is not None


def test_what_was_measured_on_another_device_is_no_estimate(config):
    rates = Rates(1.0, 0.0, 1.0, 0.0, 0.0, 0.0, "2026-01-31T12:00:00+00:00")
    write_rates(config, rates)
    assert cached_estimate(config) is not None, "as files are read that know of no device"
    note_device("tensorflow cpu")
    assert cached_estimate(config) is not None
    note_device("tensorflow A card")
    assert cached_estimate(config) is None
    note_device("tensorflow cpu")
    assert cached_estimate(config) is not None


def test_balancing_is_reckoned_in(config):
    counts = side_counts(config)
    assert counts["train"] + counts["val"] + counts["test"] == 42
    assert side_counts(with_settings(config, {"balancing": "cap", "cap": "3"}))["train"] == 9
    assert side_counts(with_settings(config, {"balancing": "oversample"}))["train"] == counts["train"]
