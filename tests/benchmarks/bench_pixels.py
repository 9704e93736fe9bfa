"""Building 100-pixel squares from JPEG files, beside Keras doing the same with the same files."""

import logging
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from core.dataset.images.pixels import decode_squares
from tests.benchmarks.pictures import picture_folders
from tests.benchmarks.report import report

SIZE = 100
ROUNDS = 5
LEAST_FILES = 600


def with_ours(folder: Path) -> int:
    paths = sorted(folder.iterdir())
    pixels = np.empty((len(paths), SIZE, SIZE, 3), np.uint8)
    decode_squares(paths, range(len(paths)), pixels)
    return len(pixels)


def with_keras(folder: Path) -> int:
    import keras

    batches = keras.utils.image_dataset_from_directory(
        folder, labels=None, image_size=(SIZE, SIZE), batch_size=64, shuffle=False, verbose=False
    )
    return sum(int(batch.shape[0]) for batch in batches)


def timed(build: Callable[[Path], int], folder: Path, files: int) -> tuple[float, float]:
    """Seconds on the clock and seconds of processor."""
    clock, processor = time.perf_counter(), time.process_time()
    assert build(folder) == files
    return time.perf_counter() - clock, time.process_time() - processor


def compare(sources: list[Path], what: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = 0
        while files < LEAST_FILES:
            for source in sources:
                shutil.copy(source, folder / f"{files:06}.jpg")
                files += 1
        with_keras(folder)
        with_ours(folder)
        rounds = [(timed(with_ours, folder, files), timed(with_keras, folder, files)) for _ in range(ROUNDS)]
    ours, peer = (statistics.median(one[side][0] for one in rounds) for side in (0, 1))
    our_cpu, peer_cpu = (statistics.median(one[side][1] for one in rounds) for side in (0, 1))
    detail = {
        "what": f"{files} {what} to {SIZE} px, median of {ROUNDS} rounds",
        "processor_ms_a_picture": [round(1000 * seconds / files, 2) for seconds in (our_cpu, peer_cpu)],
        "processor_ratio": round(peer_cpu / our_cpu, 2),
    }
    report("pixels", files / ours, files / peer, "pictures/s", detail)


def main() -> None:
    logging.disable(logging.WARNING)
    for sources, what in picture_folders():
        compare(sources, what)


if __name__ == "__main__":
    main()
