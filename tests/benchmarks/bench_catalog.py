"""A catalog of 10,000 pictures: opened again, and scanned again when nothing changed."""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import cv2

from core.dataset.artists.table import load_artists
from core.dataset.catalog import build_catalog, read_catalog, write_catalog
from tests.benchmarks.report import limits_missed, report
from tests.conftest import draw_painting, write_artists

PICTURES = 10_000
ROUNDS = 7


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_artists(folder / "artists.csv")
        artists = load_artists(folder / "artists.csv")
        one = folder / "one.jpg"
        cv2.imwrite(str(one), draw_painting(1))
        for artist in artists:
            (folder / "images" / artist.prefix).mkdir(parents=True)
        for number in range(PICTURES):
            prefix = artists[number % len(artists)].prefix
            shutil.copy(one, folder / "images" / prefix / f"{prefix}_{number}.jpg")
        start = time.perf_counter()
        catalog = build_catalog(folder, artists)
        first = time.perf_counter() - start
        write_catalog(catalog, folder / "catalog.parquet")
        opened, scanned = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            previous = read_catalog(folder / "catalog.parquet")
            opened.append(time.perf_counter() - start)
            start = time.perf_counter()
            again = build_catalog(folder, artists, previous)
            scanned.append(time.perf_counter() - start)
            assert again.equals(previous)
    report(
        "catalog-open",
        statistics.median(opened),
        0.3,
        "s",
        f"{PICTURES} rows; peer is the limit",
        lower_is_better=True,
        least_ratio=1,
    )
    report(
        "catalog-rescan",
        statistics.median(scanned),
        2.0,
        "s",
        f"{PICTURES} unchanged; peer is the limit; first scan {first:.1f} s",
        lower_is_better=True,
        least_ratio=1,
    )


if __name__ == "__main__":
    main()
    sys.exit(limits_missed() > 0)
