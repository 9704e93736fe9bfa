"""What each model of the zoo takes, beside the class of memory and speed that people are told.

Every model trains in a process of its own, at its default size and with batches of 32, all layers learning; the probe
is fitted to features that are there. A class counts as wrong where the figure lies well outside of it: another machine
is easily half as fast, yet needs the same memory.

Usage: `python -m tests.benchmarks.bench_zoo [MODEL …]`; all models by default.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

import numpy as np

from core.environment import PROJECT_ROOT
from core.models.registry import MODELS, REFERENCE_CLASSES, ModelEntry
from tests.benchmarks.report import limits_missed, report

BATCH = 32
FEATURES, FITTED = 2048, 320
UPPER_S = {"fast": 0.015, "medium": 0.5}
UPPER_GB = {"small": 1.0, "medium": 8.0}
TOLERATED_S, TOLERATED_GB = 2.0, 1.15


def seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """What the clock says, and what it would say with all processors of this process to itself."""
    start, spent = time.perf_counter(), time.process_time()
    work()
    threads = len(os.sched_getaffinity(0))
    return time.perf_counter() - start, (time.process_time() - spent) / threads


def network_measured(entry: ModelEntry) -> dict[str, float]:
    from core.models.building import build
    from core.training import TrainConfig
    from core.training.loop.compiling import compile_network

    size = entry.default_image_size
    pictures = np.random.default_rng(0).integers(0, 256, (BATCH, size, size, 3), np.uint8)
    labels = np.arange(BATCH) % REFERENCE_CLASSES
    model = build(entry.name, size, REFERENCE_CLASSES)
    answers = [seconds_of(lambda: model.predict_on_batch(pictures[:1]))[0] for _ in range(4)]
    config = TrainConfig("bench", model=entry.name, image_size=size)
    compile_network(model, config, entry.learning_rate, REFERENCE_CLASSES)
    # The first step also traces the graph.
    steps = [seconds_of(lambda: model.train_on_batch(pictures, labels)) for _ in range(2)]
    clock, alone = steps[-1]
    return {"answer_s": float(np.median(answers[1:])), "training_s": clock / BATCH, "alone_s": alone / BATCH}


def probe_measured() -> dict[str, float]:
    from core.models.probe import fit_probe

    rng = np.random.default_rng(0)
    labels = np.arange(FITTED) % REFERENCE_CLASSES
    features = rng.normal(size=(FITTED, FEATURES)).astype(np.float32)
    features[:, :REFERENCE_CLASSES] += 3 * np.eye(REFERENCE_CLASSES)[labels]
    works = [str(picture) for picture in range(FITTED)]
    made = {}
    clock, alone = seconds_of(lambda: made.update(probe=fit_probe(features, labels, works)))
    answers = [seconds_of(lambda: made["probe"].probabilities(features[:1]))[0] for _ in range(4)]
    return {"answer_s": float(np.median(answers[1:])), "training_s": clock / FITTED, "alone_s": alone / FITTED}


def measure_here(name: str) -> None:
    """Measure one model in this process and print what was found."""
    entry = MODELS[name]
    found = network_measured(entry) if entry.is_network else probe_measured()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB on Linux
    print(json.dumps({**found, "peak_gb": peak * 1024 / 1e9}))


def measured(name: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.bench_zoo", "--here", name]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    ended = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(ended.stdout.splitlines()[-1])


def class_of(value: float, upper: Mapping[str, float], largest: str) -> str:
    return next((name for name, limit in upper.items() if value < limit), largest)


def is_well_outside(value: float, told: str, upper: Mapping[str, float], tolerated: float) -> bool:
    limits = list(upper.values())
    place = list(upper).index(told) if told in upper else len(limits)
    lower, higher = ([0.0, *limits])[place], ([*limits, float("inf")])[place]
    return not lower / tolerated <= value < higher * tolerated


def measure(name: str) -> list[str]:
    """Report one model; which of its classes are wrong."""
    entry, found = MODELS[name], measured(name)
    # On a busy machine the clock tells of the others as well.
    memory, speed = found["peak_gb"], min(found["training_s"], found["alone_s"])
    wrong = []
    if is_well_outside(memory, entry.memory, UPPER_GB, TOLERATED_GB):
        wrong.append(f"{name} is told to be {entry.memory} and is {class_of(memory, UPPER_GB, 'large')}")
    if is_well_outside(speed, entry.speed, UPPER_S, TOLERATED_S):
        wrong.append(f"{name} is told to be {entry.speed} and is {class_of(speed, UPPER_S, 'slow')}")
    detail = {
        "size_px": entry.default_image_size,
        "one_answer_s": round(found["answer_s"], 4),
        "step_of_32_s": round(found["training_s"] * BATCH, 2) if entry.is_network else None,
        "step_alone_s": round(found["alone_s"] * BATCH, 2) if entry.is_network else None,
        "peak_memory_gb": round(memory, 2),
        "told": [entry.memory, entry.speed],
        "wrong": wrong,
    }
    report(f"zoo {name}", speed, None, "s/training picture", detail)
    return wrong


def main(names: list[str]) -> None:
    wrong = [sentence for name in names for sentence in measure(name)]
    classes = 2 * len(names)
    report("zoo classes", classes - len(wrong), classes, "classes that are right", {"wrong": wrong}, least_ratio=1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        measure_here(sys.argv[2])
    else:
        main(sys.argv[1:] or list(MODELS))
        sys.exit(limits_missed() > 0)
