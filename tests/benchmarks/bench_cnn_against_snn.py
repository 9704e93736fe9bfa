"""How often the convolutional net names the right artist among five, beside the dense net.

Both are the presets that people are offered, on the same pictures, over several splits: one split alone leaves too few
pictures to judge by. What counts is every picture that was not learned from.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from core.evaluation.predictions import read_predictions
from core.training.config.overrides import with_settings
from core.training.config.presets import PRESETS
from core.training.reporting import SilentReporter
from core.training.training import train
from tests.benchmarks.bench_frozen import DATASET, import_pictures
from tests.benchmarks.report import limits_missed, report

SEEDS = (0, 1, 2)


def hits_of(preset: str, seed: int, folder: Path) -> np.ndarray:
    """Of every picture that was not learned from, whether its artist was named."""
    config = with_settings(PRESETS[preset].config(DATASET), {"seed": str(seed), "split.seed": str(seed)})
    train(config, folder, SilentReporter())
    answers = read_predictions(folder / "predictions.parquet")
    return answers.is_hit[answers.side != "train"]


def main() -> None:
    accuracy: dict[str, list[float]] = {"cnn": [], "snn": []}
    seconds = dict.fromkeys(accuracy, 0.0)
    pictures = 0
    with tempfile.TemporaryDirectory() as name:
        what = import_pictures(Path(name))
        for seed in SEEDS:
            for preset in accuracy:
                start = time.perf_counter()
                hits = hits_of(preset, seed, Path(name) / f"{preset}-{seed}")
                seconds[preset] += time.perf_counter() - start
                accuracy[preset].append(float(hits.mean()))
                pictures = len(hits)
    means = {preset: float(np.mean(found)) for preset, found in accuracy.items()}
    detail = {
        "what": f"presets at 100 px, {what} of 5 artists",
        "judged_by": f"{pictures} pictures of validation and test in each of {len(SEEDS)} splits",
        "by_split": {preset: [round(share, 3) for share in found] for preset, found in accuracy.items()},
        "seconds_a_run": {preset: round(spent / len(SEEDS), 1) for preset, spent in seconds.items()},
    }
    report("cnn-against-snn", means["cnn"], means["snn"], "accuracy", detail, least_ratio=1.1)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
