"""Building 100-pixel squares from JPEG files, beside Keras doing the same with the same files."""

import logging
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from core.dataset.pixels import decode_squares
from tests.benchmarks.pictures import jpeg_pictures
from tests.benchmarks.report import report

SIZE = 100
ROUNDS = 5


def ours(paths: list[Path]) -> tuple[float, np.ndarray]:
    pixels = np.empty((len(paths), SIZE, SIZE, 3), np.uint8)
    start = time.perf_counter()
    decode_squares(paths, range(len(paths)), pixels)
    return time.perf_counter() - start, pixels


def keras(folder: Path) -> tuple[float, int]:
    import keras as keras_package

    start = time.perf_counter()
    dataset = keras_package.utils.image_dataset_from_directory(
        folder, labels=None, image_size=(SIZE, SIZE), batch_size=64, shuffle=False, verbose=False
    )
    pictures = sum(int(batch.shape[0]) for batch in dataset)
    return time.perf_counter() - start, pictures


def main() -> None:
    sources, what = jpeg_pictures()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "all"
        folder.mkdir()
        paths = []
        for index, source in enumerate(sources):
            paths.append(folder / f"{index:06}.jpg")
            shutil.copy(source, paths[-1])
        keras(folder)
        our_times, peer_times = [], []
        for _ in range(ROUNDS):
            our_times.append(ours(paths)[0])
            seconds, pictures = keras(folder)
            assert pictures == len(paths)
            peer_times.append(seconds)
    our_rate = len(paths) / statistics.median(our_times)
    peer_rate = len(paths) / statistics.median(peer_times)
    report(
        "pixels",
        our_rate,
        peer_rate,
        "pictures/s",
        f"{len(paths)} {what} to {SIZE} px, median of {ROUNDS} rounds",
    )


if __name__ == "__main__":
    main()
