"""Computing features of a data set beside the bare forward pass of the same network on pictures in memory."""

import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from core.dataset.images.decoding import load_square
from core.dataset.images.pixels import training_paths
from core.dataset.store import Dataset
from core.errors import AtelierError
from core.features.computing import features
from core.models.encoders import Encoder, encoder_entry, open_encoder
from tests.benchmarks.bench_similarity import prepare
from tests.benchmarks.report import report

ENCODERS = ("dinov2_vits14", "resnet50")
PICTURES = 256
ROUNDS = 3


def squares(dataset: Dataset, painting_ids: list[str], size: int) -> np.ndarray:
    catalog = dataset.catalog()
    path_of = dict(zip(catalog["painting_id"], training_paths(catalog), strict=True))
    return np.stack([load_square(dataset.picture_path(path_of[name]), size) for name in painting_ids])


def seconds_of(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def describing(dataset: Dataset, encoder: Encoder, painting_ids: list[str]) -> float:
    """Seconds to read, decode, encode and keep the features of pictures that have none."""
    for file in (dataset.artifacts_dir / "features").rglob("*.npz"):
        file.unlink()
    return seconds_of(lambda: features(dataset, encoder, painting_ids))


def measure(dataset: Dataset, encoder: Encoder, what: str) -> None:
    painting_ids = dataset.catalog()["painting_id"].tolist()[:PICTURES]
    pictures = squares(dataset, painting_ids, encoder.image_size)
    encoder.encode(pictures[:64])
    describing(dataset, encoder, painting_ids)
    ours, bare = [], []
    for _ in range(ROUNDS):  # side by side, for the machine may be busy with other things
        ours.append(describing(dataset, encoder, painting_ids))
        bare.append(seconds_of(lambda: encoder.encode(pictures)))
    rates = [PICTURES / seconds for seconds in (statistics.median(ours), statistics.median(bare))]
    ratios = [b / a for a, b in zip(ours, bare, strict=True)]
    detail = {"what": what, "pictures": len(pictures), "ours_includes": "decoding and writing features"}
    detail |= {"ratios": [round(ratio, 3) for ratio in ratios], "wanted": 0.9}
    report(f"embedding by {encoder.name}", *rates, "pictures/s", detail)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        dataset, what = prepare(Path(name))
        for encoder_name in ENCODERS:
            try:
                encoder = open_encoder(encoder_name)
            except AtelierError as error:
                print(f"{encoder_entry(encoder_name).title}: not measured, for {error}")
                continue
            measure(dataset, encoder, what)


if __name__ == "__main__":
    main()
