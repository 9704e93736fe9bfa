"""A report of five runs with 50 artists and 8,446 predictions each: its size, and how long it takes to make and open.

The pictures of the mistakes are there, for the data set is. The clock of opening starts when the browser is told the
file's name and ends with the second frame after loading. The peers are the limits that the report must keep.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from core.dataset.artists.table import builtin_artists, save_artists
from core.dataset.importing.dataset_import import import_dataset
from core.environment import artifacts_root, data_root
from core.evaluation.predictions import Predictions, make_predictions
from core.report import build_report, write_report
from core.training import TrainConfig
from tests.benchmarks.bench_evaluation import draw_run
from tests.benchmarks.report import limits_missed, report
from tests.browser.install import find_browser
from tests.conftest import draw_painting
from tests.fabricated_results import fabricate_results

RUNS, OPENINGS, PICTURES_EACH = 5, 5, 25
LARGEST_BYTES, LONGEST_S = 15_000_000, 2.0
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def make_dataset(folder: Path, pictures_each: int = PICTURES_EACH) -> list[str]:
    """Fifty artists with a few pictures each, imported as "painted"; the names of the pictures, artist by artist."""
    source = folder / "source"
    artists = builtin_artists()
    source.mkdir()
    save_artists(source / "artists.csv", artists)
    for position, artist in enumerate(artists):
        prefix = artist.name.replace(" ", "_")
        below = source / "images" / "images" / prefix
        below.mkdir(parents=True)
        for number in range(1, pictures_each + 1):
            picture = draw_painting(position * 100 + number, 480, 360)
            Image.fromarray(picture).save(below / f"{prefix}_{number}.jpg", quality=90)
    import_dataset(source, "painted", data_root=data_root(), artifacts_root=artifacts_root())
    return [f"{artist.name.replace(' ', '_')}_{n}" for artist in artists for n in range(1, pictures_each + 1)]


def with_pictures(answers: Predictions, painting_ids: list[str]) -> Predictions:
    """The same answers, those of the test side about pictures that are there, as far as there are any."""
    tested = np.flatnonzero(answers.side == "test")[: len(painting_ids)]
    names = answers.painting_id.copy()
    names[tested] = painting_ids[: len(tested)]
    return make_predictions(names, answers.side, answers.y_true, answers.probabilities, answers.artists)


def make_runs(painting_ids: list[str]) -> list[str]:
    """Five runs that answered for 8,446 paintings, some of which have pictures; their ids."""
    ids = [f"run-{number}" for number in range(RUNS)]
    for number, run_id in enumerate(ids):
        config = TrainConfig("painted", model="cnn" if number else "probe", seed=number)
        answers = with_pictures(draw_run(number), painting_ids)
        fabricate_results(run_id, answers, config=config, artists=builtin_artists(), epochs=60, seed=number)
    return ids


def open_times(file: Path) -> list[float]:
    """Seconds until the file is drawn, in a fresh page each time."""
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        for _ in range(OPENINGS):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            started = time.perf_counter()
            page.goto(file.as_uri())
            page.evaluate(TWO_FRAMES)
            times.append(time.perf_counter() - started)
            page.close()
        browser.close()
    return times


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as name:
        folder = Path(name)
        os.environ |= {"ATELIER_DATA": f"{name}/data", "ATELIER_ARTIFACTS": f"{name}/artifacts"}
        ids = make_runs(make_dataset(folder))
        started = time.perf_counter()
        made = build_report(ids)
        seconds = time.perf_counter() - started
        size = write_report(made, folder / "report.html")
        times = open_times(folder / "report.html")
    load = {"load_average": round(os.getloadavg()[0], 1)}
    report(
        "report: size of five runs", size / 1e6, LARGEST_BYTES / 1e6, "MB", load, lower_is_better=True, least_ratio=1
    )
    report("report: making it", seconds, None, "s", {"runs": RUNS, "rounds": 1000, **load})
    detail = {"each": [round(found, 2) for found in times], **load}
    report("report: opening it", statistics.median(times), LONGEST_S, "s", detail, lower_is_better=True, least_ratio=1)


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
