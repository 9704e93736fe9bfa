"""From nothing to the first trained model: `atelier train` where there is no data set yet, until the command returns.

Painting the sample, the search for the same works, a hundred epochs of the dense net on five artists, and the
evaluation are all in it. The peer is the limit.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.environment import PROJECT_ROOT
from core.runs.store import RunStore
from tests.benchmarks.report import limits_missed, report

ROUNDS, LIMIT_S = 3, 60.0
ATELIER = [sys.executable, "-c", "from core.cli import main; main()"]
COMMAND = [*ATELIER, "train", "--model", "snn", "--artists", "top:5", "--wait"]


def train_the_first(folder: Path) -> tuple[float, float]:
    """Seconds of the whole command, and of the run's own process in it."""
    roots = {"ATELIER_DATA": str(folder / "data"), "ATELIER_ARTIFACTS": str(folder / "artifacts")}
    for root in roots.values():
        Path(root).mkdir()
    started = time.perf_counter()
    subprocess.run(COMMAND, cwd=PROJECT_ROOT, env={**os.environ, **roots}, capture_output=True, check=True)
    seconds = time.perf_counter() - started
    (run,) = RunStore(folder / "artifacts" / "runs", keep_queue_going=False).list()
    assert run.status.state == "finished", run.status.message
    return seconds, (run.status.ended or 0.0) - (run.status.started or 0.0)


def main() -> None:
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
            rounds.append(train_the_first(Path(name)))
    whole, of_run = zip(*rounds, strict=True)
    detail = {
        "each": [round(seconds, 1) for seconds in whole],
        "of which the run": [round(seconds, 1) for seconds in of_run],
        "processors": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "peer": "the limit",
    }
    report("first model", statistics.median(whole), LIMIT_S, "s", detail, lower_is_better=True, least_ratio=1)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
