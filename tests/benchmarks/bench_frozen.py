"""A run with a frozen backbone, features included, beside `model.fit` with the same backbone in the graph."""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pandas as pd

from core.dataset.importing.dataset_import import import_dataset
from core.dataset.splitting.selection import Selection
from core.dataset.store import Dataset, open_dataset
from core.environment import test_files_root
from core.models.building import build
from core.sample import build_sample
from core.training.config.config import TrainConfig
from core.training.reporting import SilentReporter
from core.training.training import train
from tests.benchmarks.report import limits_missed, report

MODEL = "resnet50"
SIZE = 224
EPOCHS = 20
PEER_EPOCHS = 2
DATASET = "bench"


def import_pictures(folder: Path) -> str:
    """Import the real pictures, or the built-in sample where there are none, and say which."""
    os.environ["ATELIER_DATA"], os.environ["ATELIER_ARTIFACTS"] = str(folder / "data"), str(folder / "artifacts")
    source, what = test_files_root() / "kaggle-sample", "real pictures"
    if not source.is_dir():
        source, what = folder / "sample", "pictures of the built-in sample (there are no real ones here)"
        build_sample(source)
    import_dataset(source, DATASET, data_root=folder / "data", artifacts_root=folder / "artifacts")
    return what


def prepare(folder: Path) -> tuple[Dataset, str]:
    """The pictures, decoded for both sides."""
    what = import_pictures(folder)
    dataset = open_dataset(DATASET)
    dataset.pixels(SIZE)
    return dataset, what


def weights_and_words() -> tuple[str, str]:
    file = test_files_root() / "weights" / "resnet50_notop_float16.h5"
    return (str(file), "real weights") if file.is_file() else ("random", "random weights (there are no real ones here)")


def with_ours(folder: Path, weights: str) -> tuple[float, pd.DataFrame, float]:
    """Seconds for a whole run from nothing to its predictions; its split; the last validation accuracy."""
    config = TrainConfig(
        dataset=DATASET,
        selection=Selection.parse("top:5"),
        model=MODEL,
        image_size=SIZE,
        weights=weights,
        freeze="backbone",
        epochs=EPOCHS,
    )
    reporter = SilentReporter()
    start = time.perf_counter()
    train(config, folder / "run", reporter)
    seconds = time.perf_counter() - start
    return seconds, pd.read_csv(folder / "run" / "split.csv"), reporter.rows[-1]["val_accuracy"]


def with_keras(dataset: Dataset, split: pd.DataFrame, weights: str) -> tuple[list[float], float]:
    """Seconds of each epoch measured, with the backbone in the graph; and the last validation accuracy."""
    rows = {painting: row for row, painting in enumerate(dataset.catalog()["painting_id"])}
    artists = sorted(split["artist"].unique())
    sides = {}
    for side in ("train", "val"):
        chosen = split[split["side"] == side]
        pictures = np.asarray(dataset.pixels(SIZE)[[rows[painting] for painting in chosen["painting_id"]]])
        sides[side] = pictures, np.array([artists.index(artist) for artist in chosen["artist"]])
    model = build(MODEL, SIZE, len(artists), weights, trainable=False)
    model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    clock = Clock()
    history = model.fit(
        *sides["train"], validation_data=sides["val"], batch_size=32, epochs=PEER_EPOCHS, callbacks=[clock], verbose=0
    )
    return clock.seconds, history.history["val_accuracy"][-1]


class Clock(keras.callbacks.Callback):
    """How long each epoch takes, its validation included."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def on_epoch_begin(self, epoch, logs=None):
        self._start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self._start)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset, what = prepare(folder)
        weights, weights_in_words = weights_and_words()
        ours, split, accuracy = with_ours(folder, weights)
        epochs, _ = with_keras(dataset, split, weights)
    # The first epoch also traces the graph; only later ones stand for the rest.
    peer = epochs[0] + (EPOCHS - 1) * min(epochs[1:])
    counts = split["side"].value_counts().to_dict()
    detail = {
        "what": f"{MODEL} at {SIZE} px, {weights_in_words}, {what} of 5 artists, {EPOCHS} epochs, no augmentation",
        "pictures": counts,
        "ours_includes": "building, features of all three sides, head, saving, predictions",
        "peer_is_scaled": f"{PEER_EPOCHS} epochs of model.fit measured, the later one counted {EPOCHS - 1} times",
        "peer_seconds_an_epoch": [round(seconds, 2) for seconds in epochs],
        "our_validation_accuracy": round(accuracy, 3),
    }
    report("frozen", ours, peer, "s", detail, lower_is_better=True, least_ratio=10)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
