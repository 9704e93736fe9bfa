"""Metrics beside scikit-learn's and Keras's own, and the watchers beside Keras's callbacks."""

import keras
import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from core.training.config.blocks import METRICS, EarlyStoppingConfig, ReduceLROnPlateauConfig
from core.training.loop.compiling import ArtistMetric
from core.training.loop.early_stopping import EarlyStopping, PlateauWatch
from core.training.loop.measures import measures_of_probabilities, nothing_measured


def answers(artists: int, pictures: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    # The last artist painted nothing and, of many, is hardly ever named.
    labels = rng.integers(0, artists - 1, pictures)
    return labels, rng.dirichlet(np.full(artists, 0.3), pictures).astype(np.float32)


def expected_measures(labels: np.ndarray, probabilities: np.ndarray) -> dict[str, float]:
    named, artists = probabilities.argmax(axis=1), probabilities.shape[1]
    options = {"labels": range(artists), "average": "macro", "zero_division": np.nan}
    one_hot = np.eye(artists)[labels]
    return {
        "loss": float(keras.losses.CategoricalCrossentropy()(one_hot, probabilities)),
        "accuracy": float(np.mean(named == labels)),
        "mse": float(np.mean((probabilities - one_hot) ** 2)),
        "precision": precision_score(labels, named, **options),
        "recall": recall_score(labels, named, **options),
        "f1": f1_score(labels, named, **options),
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("artists", [2, 5, 30])
def test_measures_are_those_of_scikit_learn_and_keras(artists, seed):
    labels, probabilities = answers(artists, 40, seed)
    found, expected = measures_of_probabilities(labels, probabilities), expected_measures(labels, probabilities)
    assert found == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("one_hot", [False, True])
def test_the_metric_counts_over_batches_until_it_is_cleared(one_hot):
    labels, probabilities = answers(4, 50, 0)
    metric = ArtistMetric(4)
    metric.update_state(np.array([3]), probabilities[:1])
    metric.clear()
    for start in range(0, 50, 16):
        part = slice(start, start + 16)
        metric.update_state(np.eye(4)[labels[part]] if one_hot else labels[part], probabilities[part])
        metric.reset_state()
    expected = measures_of_probabilities(labels, probabilities)
    assert metric.measured(expected["loss"]) == pytest.approx(expected, rel=1e-5)
    assert float(metric.result()) == pytest.approx(expected["accuracy"])


def test_nothing_is_undefined_and_never_zero():
    assert measures_of_probabilities(np.array([], np.int64), np.empty((0, 3), np.float32)) == nothing_measured()
    assert list(nothing_measured()) == list(METRICS)


class Fake(keras.Model):
    """As much of a model as Keras's callbacks ask for."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.optimizer = keras.optimizers.SGD(rate)
        self.stop_training = False


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("monitor", "mode"), [("val_loss", "min"), ("val_accuracy", "max")])
def test_stopping_and_lowering_are_those_of_keras(monitor, mode, seed):
    values = np.random.default_rng(seed).uniform(0, 1, 25).round(3).tolist()
    model, rates, stop_at = Fake(0.1), [], None
    stopping = keras.callbacks.EarlyStopping(monitor, patience=6, min_delta=0.01, mode=mode)
    plateau = keras.callbacks.ReduceLROnPlateau(monitor, factor=0.5, patience=2, min_lr=0.01, mode=mode)
    ours = EarlyStopping(EarlyStoppingConfig(monitor, 6, 0.01))
    our_plateau, rate = PlateauWatch(ReduceLROnPlateauConfig(monitor, 0.5, 2, 0.01)), 0.1
    for callback in (stopping, plateau):
        callback.set_model(model)
        callback.on_train_begin()
    for epoch, value in enumerate(values):
        stopping.on_epoch_end(epoch, {monitor: value})
        plateau.on_epoch_end(epoch, {monitor: value})
        row = {"epoch": epoch + 1, monitor: value}
        # Both live on through a saved state.
        states = ours.state(), our_plateau.state()
        ours, our_plateau = EarlyStopping(EarlyStoppingConfig(monitor, 6, 0.01)), PlateauWatch(our_plateau._config)
        ours.restore(states[0])
        our_plateau.restore(states[1])
        ours.is_best(row)
        rate = our_plateau.next_rate(row, rate)
        rates.append((rate, float(model.optimizer.learning_rate)))
        if model.stop_training or ours.has_waited_enough:
            stop_at = epoch
            break
    assert model.stop_training == ours.has_waited_enough == (stop_at is not None)
    assert ours.best_epoch == stopping.best_epoch + 1
    assert [ours_ for ours_, _ in rates] == pytest.approx([theirs for _, theirs in rates], rel=1e-6)


def test_an_undefined_metric_is_no_improvement():
    watch = EarlyStopping(EarlyStoppingConfig("val_f1", 2))
    assert not watch.is_best({"epoch": 1, "val_f1": None})
    assert watch.is_best({"epoch": 2, "val_f1": 0.1})
    assert not watch.is_best({"epoch": 3, "val_f1": float("nan")})
    assert (watch.best_epoch, watch.wait) == (2, 1)
