"""`evaluation.json` of 50 artists and 8,446 predictions with 1,000 bootstrap rounds, and 50 runs compared.

Beside it the same intervals the plain way: scikit-learn's functions called once a round on the pictures drawn. The
peer does a few rounds of the test side alone and is scaled up to what ours does, all sides and all rounds.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn import metrics

from core.dataset.artists.table import builtin_artists
from core.evaluation.comparing import compare_runs
from core.evaluation.evaluating import run_evaluation
from core.evaluation.predictions import (
    EVALUATION_FILE,
    PREDICTIONS_FILE,
    Predictions,
    make_predictions,
    write_predictions,
)
from tests.benchmarks.report import report

PICTURES, ROUNDS, REPEATS = 8446, 1000, 3
PEER_ROUNDS = 10
RUNS = 50


def draw_run(seed: int) -> Predictions:
    """A model that is right about six times in ten; painters and sides are those of every seed."""
    artists = [artist.name for artist in builtin_artists()]
    fixed, rng = np.random.default_rng(0), np.random.default_rng(seed)
    painters = fixed.choice(len(artists), PICTURES, p=fixed.dirichlet(np.full(len(artists), 2)))
    sides = fixed.choice(["train", "val", "test"], PICTURES, p=[0.7, 0.15, 0.15])
    logits = rng.normal(size=(PICTURES, len(artists)))
    logits[np.arange(PICTURES), painters] += 2.5
    odds = np.exp(logits)
    return make_predictions(
        [f"picture_{i}" for i in range(PICTURES)], sides, painters, odds / odds.sum(axis=1, keepdims=True), artists
    )


def timed(run: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """Seconds by the wall clock and of processor time, medians."""
    walls, processors = [], []
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        run()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return statistics.median(walls), statistics.median(processors)


def peer(found: Predictions) -> None:
    rng, labels = np.random.default_rng(0), np.arange(len(found.artists))
    one_hot = np.eye(len(labels))[found.y_true]
    for _ in range(PEER_ROUNDS):
        rows = rng.integers(0, len(found), len(found))
        truth, answers, table = found.y_true[rows], found.y_pred[rows], found.probabilities[rows]
        metrics.accuracy_score(truth, answers)
        for average in (None, "macro", "weighted"):
            metrics.precision_recall_fscore_support(
                truth, answers, labels=labels, average=average, zero_division=np.nan
            )
        for k in (3, 5):
            metrics.top_k_accuracy_score(truth, table, k=k, labels=labels)
        metrics.log_loss(truth, table, labels=labels)
        metrics.mean_squared_error(one_hot[rows], table)
        metrics.matthews_corrcoef(truth, answers)
        metrics.cohen_kappa_score(truth, answers)


def main() -> None:
    found = draw_run(1)
    works = {name: f"work_{i - i % 8 % 2}" for i, name in enumerate(found.painting_id)}
    artists = builtin_artists()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_predictions(folder / PREDICTIONS_FILE, found)
        ours, ours_cpu = timed(lambda: run_evaluation(folder, works, ROUNDS, artists=artists))
        size = (folder / EVALUATION_FILE).stat().st_size
    test = found.on("test")
    theirs, theirs_cpu = timed(lambda: peer(test), 1)
    scale = ROUNDS / PEER_ROUNDS * len(found) / len(test)
    detail = {
        "peer": f"scikit-learn once a round; {PEER_ROUNDS} rounds of {len(test):,} pictures, scaled up",
        "pictures": PICTURES,
        "artists": len(artists),
        "rounds": ROUNDS,
        "processor_s": round(ours_cpu, 2),
        "ratio_by_processor_time": round(theirs_cpu * scale / ours_cpu, 1),
        "evaluation_json_bytes": size,
        "load_average": round(os.getloadavg()[0], 1),
    }
    report("evaluation", ours, theirs * scale, "s", detail, lower_is_better=True)
    runs = {f"run {seed}": draw_run(seed) for seed in range(RUNS)}
    wall, processor = timed(lambda: compare_runs(runs, works, rounds=ROUNDS), 1)
    pairs = RUNS * (RUNS - 1) // 2
    detail = {"runs": RUNS, "pairs": pairs, "test_pictures": len(test), "rounds": ROUNDS}
    detail |= {"processor_s": round(processor, 2), "load_average": round(os.getloadavg()[0], 1)}
    report("comparison", wall, None, "s", detail)


if __name__ == "__main__":
    main()
