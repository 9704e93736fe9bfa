"""Augmented float32 batches for training from stored uint8 pixels, beside Keras's generator and Keras's layers.

All three draw, warp and batch the same pictures with the same parameters on the same cores, taking turns; each
figure is the median over the rounds. Processor time is told too, for wall time shares the cores with whatever else
runs. Exits with 1 where a ratio is below its limit.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np

from core.augment.apply import augment
from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS
from core.dataset.images.pixels import decode_squares
from tests.benchmarks.pictures import picture_folders
from tests.benchmarks.report import limits_missed, report

BATCH = 64
ROUNDS = 5
PICTURES = {100: (1024, 256), 224: (512, 64)}  # by size: ours and, being slower, the peers'
LEAST_RATIO = {
    100: {"augment": 15, "augment-layers": 10},
    224: {"augment": 10, "augment-layers": 8},
}


def stored_pixels(size: int) -> tuple[np.ndarray, str]:
    paths, what = picture_folders()[-1]
    count = PICTURES[size][0]
    pixels = np.empty((count, size, size, 3), np.uint8)
    read = min(len(paths), count)
    decode_squares(paths[:read], range(read), pixels)
    pixels[read:] = pixels[: count - read]
    return pixels, what


def ours(pixels: np.ndarray, config: AugmentConfig) -> None:
    rng = np.random.default_rng(0)
    batch = np.empty((BATCH, *pixels.shape[1:]), np.float32)
    for start in range(0, len(pixels), BATCH):
        augment(pixels[start : start + BATCH], config, rng, out=batch)


def keras_generator(config: AugmentConfig) -> Callable[[np.ndarray], None]:
    import tensorflow as tf

    generator = tf.keras.preprocessing.image.ImageDataGenerator(
        rotation_range=config.rotation_range,
        height_shift_range=config.width_shift_range,
        width_shift_range=config.height_shift_range,
        shear_range=config.shear_range,
        zoom_range=config.zoom_range,
        horizontal_flip=config.horizontal_flip,
        vertical_flip=config.vertical_flip,
        brightness_range=config.brightness_range,
        channel_shift_range=config.channel_shift_range,
        fill_mode=config.fill_mode,
    )

    def run(pixels: np.ndarray) -> None:
        flow = generator.flow(pixels, batch_size=BATCH, shuffle=False)
        for _ in range(len(pixels) // BATCH):
            assert next(flow).dtype == np.float32

    return run


def keras_layers(config: AugmentConfig) -> Callable[[np.ndarray], None]:
    """The layers for every parameter, where need be the nearest there is, compiled into a `tf.data` pipeline."""
    import tensorflow as tf

    layers, fill = tf.keras.layers, {"fill_mode": config.fill_mode}
    zoom = (config.zoom_range[0] - 1, config.zoom_range[1] - 1)
    pipeline = [
        layers.RandomRotation(config.rotation_range / 360, **fill),
        layers.RandomTranslation(config.height_shift_range, config.width_shift_range, **fill),
        layers.RandomShear(float(np.sin(np.deg2rad(config.shear_range))), 0.0, **fill),
        layers.RandomZoom(zoom, zoom, **fill),
        layers.RandomFlip("horizontal"),
    ]
    if config.brightness_range is not None:
        low, high = config.brightness_range
        pipeline.append(layers.RandomBrightness((low - 1, high - 1), value_range=(0, 255)))
    model = tf.keras.Sequential(pipeline)

    def run(pixels: np.ndarray) -> None:
        batches = tf.data.Dataset.from_tensor_slices(pixels).batch(BATCH)
        batches = batches.map(lambda batch: model(tf.cast(batch, tf.float32), training=True), tf.data.AUTOTUNE)
        for batch in batches.prefetch(tf.data.AUTOTUNE):
            assert batch.dtype == tf.float32

    return run


def timed(run: Callable[[], None], pictures: int) -> tuple[float, float]:
    """Pictures a second, by the wall clock and by processor time."""
    wall, processor = time.perf_counter(), time.process_time()
    run()
    return pictures / (time.perf_counter() - wall), pictures / (time.process_time() - processor)


def compare(size: int, recipe: str) -> None:
    """Tell both ratios."""
    config = PRESETS[recipe].config
    pixels, what = stored_pixels(size)
    few = pixels[: PICTURES[size][1]]
    peers = {"augment": keras_generator(config), "augment-layers": keras_layers(config)}
    runs = {"ours": (lambda: ours(pixels, config), len(pixels))}
    runs |= {name: (lambda peer=peer: peer(few), len(few)) for name, peer in peers.items()}
    for run, _ in runs.values():
        run()
    rates = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (run, count) in runs.items():
            rates[name].append(timed(run, count))
    wall, processor = ({name: statistics.median(r[k] for r in rates[name]) for name in runs} for k in (0, 1))
    named = {"augment": "ImageDataGenerator.flow", "augment-layers": "Keras preprocessing layers in tf.data"}
    for name, peer in named.items():
        detail = {
            "peer": peer,
            "size_px": size,
            "recipe": recipe,
            "batch": BATCH,
            "pictures": what,
            "rounds": ROUNDS,
            "ratio_by_round": [round(a[0] / b[0], 1) for a, b in zip(rates["ours"], rates[name], strict=True)],
            "ratio_by_processor_time": round(processor["ours"] / processor[name], 1),
            "load_average": round(os.getloadavg()[0], 1),
        }
        label = f"{name}-{size}" + ("" if recipe == "classic" else f"-{recipe}")
        least = LEAST_RATIO[size][name]
        report(label, wall["ours"], wall[name], "pictures/s", detail, least_ratio=least)


def main() -> None:
    for size in PICTURES:
        for recipe in ("classic", "strong"):
            compare(size, recipe)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
