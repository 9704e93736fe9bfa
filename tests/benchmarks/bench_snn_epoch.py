"""An epoch of the dense net with augmentation, beside `model.fit(ImageDataGenerator.flow(...))`.

Same pictures, network, optimizer, loss, metrics and recipe. Both train in this process and take turns; the figure is
the median epoch, the first one of each (which compiles) left out.
"""

import os
import statistics
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from core.augment.presets import PRESETS
from core.dataset.images.pixels import decode_squares
from core.models.building import build
from core.training import TrainConfig
from core.training.data.batches import Batches, ahead
from core.training.data.sources import PixelSource
from core.training.loop.compiling import compile_network
from tests.benchmarks.pictures import picture_folders
from tests.benchmarks.report import limits_missed, report

PICTURES, ARTISTS, SIZE_PX, BATCH = 640, 5, 100, 32
ROUNDS = 3
RECIPE = "classic"


def stored_pixels() -> tuple[np.ndarray, str]:
    paths, what = picture_folders()[-1]
    pixels = np.empty((PICTURES, SIZE_PX, SIZE_PX, 3), np.uint8)
    read = min(len(paths), PICTURES)
    decode_squares(paths[:read], range(read), pixels)
    pixels[read:] = pixels[: PICTURES - read]
    return pixels, what


def network() -> keras.Model:
    model = build("snn", SIZE_PX, ARTISTS)
    compile_network(model, TrainConfig("bench", model="snn"), 1e-3, ARTISTS)
    return model


def ours(pixels: np.ndarray, labels: np.ndarray):
    model = network()
    batches = Batches(PixelSource(pixels, PRESETS[RECIPE].config), np.arange(PICTURES), labels, BATCH, seed=0)

    def epoch(number: int) -> None:
        batches.begin(number)
        for inputs, answers, _ in ahead(batches):
            model.train_on_batch(inputs, answers, return_dict=True)

    return epoch


def peer(pixels: np.ndarray, labels: np.ndarray):
    import tensorflow as tf

    config, model = PRESETS[RECIPE].config, network()
    generator = tf.keras.preprocessing.image.ImageDataGenerator(
        rotation_range=config.rotation_range,
        height_shift_range=config.width_shift_range,
        width_shift_range=config.height_shift_range,
        shear_range=config.shear_range,
        zoom_range=config.zoom_range,
        horizontal_flip=config.horizontal_flip,
        fill_mode=config.fill_mode,
    )
    flow = generator.flow(pixels, labels, batch_size=BATCH, seed=0)

    def epoch(number: int) -> None:
        model.fit(flow, epochs=1, verbose=0)

    return epoch


def main() -> None:
    pixels, what = stored_pixels()
    labels = np.arange(PICTURES) % ARTISTS
    epochs = {"ours": ours(pixels, labels), "peer": peer(pixels, labels)}
    seconds: dict[str, list[float]] = {name: [] for name in epochs}
    for number in range(ROUNDS + 1):
        for name, epoch in epochs.items():
            start = time.perf_counter()
            epoch(number)
            seconds[name].append(time.perf_counter() - start)
    typical = {name: statistics.median(rounds[1:]) for name, rounds in seconds.items()}
    detail = {
        "peer": "model.fit(ImageDataGenerator.flow)",
        "pictures": f"{PICTURES} of {what}",
        "size_px": SIZE_PX,
        "batch": BATCH,
        "recipe": RECIPE,
        "rounds": ROUNDS,
        "ratio_by_round": [round(b / a, 1) for a, b in zip(seconds["ours"][1:], seconds["peer"][1:], strict=True)],
        "load_average": round(os.getloadavg()[0], 1),
    }
    report("snn-epoch", typical["ours"], typical["peer"], "s/epoch", detail, lower_is_better=True, least_ratio=2)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
