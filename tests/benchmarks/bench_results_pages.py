"""Confusion with 50 artists and 8,446 predictions, Compare with 50 runs: from the press on the link to the drawing.

The clock runs inside the page, from the press on the page's name in the navigation to the frame in which the matrix,
or the leaderboard, is there. The data set of the runs is there and holds some of their pictures, so that what it knows
of artists and works, and what a reader must know of it, is drawn as for a user. The first visit
after the start of the server, which reads every file, is told as well. The peer is the time that each may take.
"""

import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.dataset.artists.table import builtin_artists
from core.dataset.store import Dataset
from core.evaluation.predictions import Predictions
from core.training import TrainConfig
from tests.benchmarks.bench_browser import CLOCK, NAME, NOTHING, make_data, opened_browser
from tests.benchmarks.bench_evaluation import draw_run
from tests.benchmarks.report import limits_missed, report
from tests.browser.conftest import Visitor, run_server
from tests.fabricated_results import fabricate_results

RUNS, ROUNDS = 50, 7
MATRIX_THERE = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .some(element => element.shadowRoot && element.shadowRoot.querySelectorAll('.cell').length > 300)"""
LEADERBOARD_THERE = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
  .some(chart => chart.querySelector('canvas, svg') && chart.getBoundingClientRect().height > 800)"""


@dataclass(frozen=True)
class Drawn:
    """A page and how it is known to be drawn.

    Attributes:
        name: of the benchmark.
        link: the page's name in the navigation.
        limit_s: what it may take.
        there: JavaScript function; whether what the page is for is drawn.
    """

    name: str
    link: str
    limit_s: float
    there: str


PAGES = (
    Drawn("confusion: 50 artists, 8,446 predictions", "Confusion", 1.0, MATRIX_THERE),
    Drawn("compare: 50 runs", "Compare", 1.5, LEADERBOARD_THERE),
)


def make_runs(folder: Path) -> None:
    """Fifty runs of fifty artists; their evaluations have 1,000 rounds for the first, few for the others."""
    root = folder / "artifacts" / "runs"
    artists = builtin_artists()
    dataset = Dataset(NAME, folder / "data" / NAME, folder / "artifacts" / "datasets" / NAME)
    paintings = dataset.catalog()["painting_id"].tolist()
    for number in range(RUNS):
        answers = with_paintings(draw_run(number), paintings)
        first = number == RUNS - 1
        config = TrainConfig(NAME, model="probe" if number % 5 else "cnn", seed=number)
        fabricate_results(
            f"run-{number:02}",
            answers,
            config=config,
            artists=artists,
            rounds=1000 if first else 20,
            root=root,
            epochs=30,
            created=time.time() - 60 * (RUNS - number),
            notes={"title": f"Attempt {number}"},
        )


def with_paintings(answers: Predictions, painting_ids: list[str]) -> Predictions:
    """The same answers, the first of them for paintings that are there."""
    names = answers.painting_id.copy()
    names[: len(painting_ids)] = painting_ids[: len(names)]
    return replace(answers, painting_id=names)


def times_of(page_drawn: Drawn, visitor: Visitor) -> list[float]:
    """Seconds from press to drawn, the first visit first."""
    page = visitor.open(f"/?dataset={NAME}")
    times = []
    for _ in range(ROUNDS):
        page.evaluate(CLOCK, [NOTHING, page_drawn.there, ".nothing"])
        page.get_by_role("link", name=page_drawn.link, exact=True).click()
        times.append(page.evaluate("window.clickToDrawn") / 1000)
        visitor.settle()
        page.get_by_role("link", name="Home", exact=True).click()
        visitor.settle()
    return times


def main() -> None:
    """Measure all, or those whose name holds a word of the command line."""
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        what = make_data(folder)
        make_runs(folder)
        with contextmanager(run_server)(folder) as server, opened_browser() as visit:
            for page_drawn in PAGES:
                if sys.argv[1:] and not any(word in page_drawn.name for word in sys.argv[1:]):
                    continue
                visitor = visit(server.url)
                first, *times = times_of(page_drawn, visitor)
                visitor.page.context.close()
                detail = {
                    "first visit": round(first, 3),
                    "slowest": round(max(times), 3),
                    "rounds": len(times),
                    "load": round(os.getloadavg()[0], 1),
                    "faults": visitor.faults,
                    "data set": what,
                    "peer": "the limit",
                }
                median = statistics.median(times)
                report(
                    page_drawn.name,
                    median,
                    page_drawn.limit_s,
                    "s from press to drawn",
                    detail,
                    lower_is_better=True,
                    least_ratio=1,
                )


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
