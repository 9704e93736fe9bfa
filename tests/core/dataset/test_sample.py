"""The built-in sample: the same bytes from the same seed, unbalanced, with known pairs and one grey picture."""

import csv
import io
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.environment import ARTISTS_TABLE, PROJECT_ROOT
from core.errors import CancelledError, NotFoundError
from core.sample import DEFAULT_SEED, SAMPLE_NAME, build, build_sample, encode, greyscale_painting, paint, planted_pairs
from core.sample.artists import PAINTERS, Painter

NAMES = [painter.name for painter in PAINTERS]


def split_id(painting_id: str) -> tuple[str, int]:
    """The artist's name and the number in a painting id."""
    prefix, number = painting_id.rsplit("_", 1)
    return next(painter.name for painter in PAINTERS if painter.prefix == prefix), int(number)


def count_matching_points(first: np.ndarray, second: np.ndarray) -> int:
    """Local features of two pictures that agree on one shift, turn and scale."""
    sift = cv2.SIFT_create(800)
    described = []
    for picture in (first, second):
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
        scale = 320 / max(grey.shape)
        described.append(sift.detectAndCompute(cv2.resize(grey, None, fx=scale, fy=scale), None))
    (points, features), (other_points, other_features) = described
    pairs = cv2.BFMatcher().knnMatch(features, other_features, 2)
    good = [best for best, other in pairs if best.distance < 0.8 * other.distance]
    if len(good) < 4:
        return 0
    here = np.float32([points[match.queryIdx].pt for match in good])
    there = np.float32([other_points[match.trainIdx].pt for match in good])
    _, inliers = cv2.estimateAffinePartial2D(here, there, ransacReprojThreshold=4)
    return int(inliers.sum())


@pytest.fixture
def small_cast(monkeypatch: pytest.MonkeyPatch) -> tuple[Painter, ...]:
    """Two painters with three pictures each, so that a whole sample is made in a moment."""
    few = tuple(Painter(p.name, 3, p.paint, p.shapes, p.favourites) for p in PAINTERS[5:7])
    monkeypatch.setattr(build, "PAINTERS", few)
    return few


def test_it_has_a_name_that_no_import_should_take():
    assert SAMPLE_NAME == "sample"
    assert DEFAULT_SEED == 1


def test_ten_painters_share_about_600_pictures_unevenly():
    counts = [painter.count for painter in PAINTERS]
    assert len(set(NAMES)) == 10
    assert 580 <= sum(counts) <= 620
    assert max(counts) >= 6 * min(counts)
    assert min(counts) >= 18


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_around_500_pixels_and_something_on_it(name: str):
    picture = paint(name, 1)
    assert picture.dtype == np.uint8
    assert picture.shape[2] == 3
    assert 430 <= max(picture.shape[:2]) <= 600
    assert picture.std() > 12


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_picture_and_another_seed_another(name: str):
    first = encode(paint(name, 2, 7))
    assert encode(paint(name, 2, 7)) == first
    assert encode(paint(name, 2, 8)) != first


def test_another_process_paints_the_same_bytes():
    script = (
        "import hashlib; from core.sample import encode, paint;"
        "print(hashlib.sha256(encode(paint('Claude Monet', 5, 3))).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert len(told[0].strip()) == 64


def test_a_painter_it_does_not_have_is_refused_with_the_names_it_has():
    with pytest.raises(KeyError, match="Claude Monet"):
        paint("Nobody", 1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_pairs_are_two_numbers_of_one_painter(seed: int):
    pairs = planted_pairs(seed)
    assert pairs == planted_pairs(seed)
    assert 5 <= len(pairs) <= 6
    members = [member for pair in pairs for member in pair]
    assert len(set(members)) == len(members)
    for original, repetition in pairs:
        assert split_id(original)[0] == split_id(repetition)[0]
    assert planted_pairs(seed) != planted_pairs(seed + 100)


def test_planted_pairs_show_one_work_and_other_pictures_do_not():
    originals = []
    for original, repetition in planted_pairs():
        first, second = paint(*split_id(original)), paint(*split_id(repetition))
        assert first.shape != second.shape
        assert count_matching_points(first, second) >= 40, (original, repetition)
        originals.append(first)
    for first, second in pairwise(originals):
        assert count_matching_points(first, second) < 15


def test_exactly_one_picture_is_grey():
    name, number = split_id(greyscale_painting())
    picture = paint(name, number)
    assert picture.ndim == 2
    assert Image.open(io.BytesIO(encode(picture))).mode == "L"
    assert greyscale_painting() not in {member for pair in planted_pairs() for member in pair}


def test_building_writes_the_kaggle_layout(tmp_path: Path, small_cast: tuple[Painter, ...]):
    told: list[tuple[str, int, int]] = []
    build_sample(tmp_path, progress=lambda *report: told.append(report))
    files = sorted(path.relative_to(tmp_path / "images").as_posix() for path in tmp_path.rglob("*.jpg"))
    assert files == sorted(f"{p.prefix}/{p.prefix}_{number}.jpg" for p in small_cast for number in (1, 2, 3))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["artists.csv"]
    assert told[0][1:] == (0, 6)
    assert told[-1][1:] == (6, 6)
    painter = small_cast[0]
    written = (tmp_path / "images" / painter.prefix / f"{painter.prefix}_2.jpg").read_bytes()
    assert written == encode(paint(painter.name, 2))


def test_the_table_has_all_ten_painters_and_says_that_these_are_pastiches():
    rows = list(csv.DictReader(io.StringIO(build.artists_table())))
    with ARTISTS_TABLE.open(encoding="utf-8-sig", newline="") as file:
        known = {row["name"]: row for row in csv.DictReader(file)}
    assert Counter({row["name"]: int(row["paintings"]) for row in rows}) == Counter(
        {painter.name: painter.count for painter in PAINTERS}
    )
    for row in rows:
        assert row["bio"].startswith(f"Computer-made pastiches in the style of {row['name']}")
        assert row["bio"].endswith(known[row["name"]]["bio"])
        assert {key: row[key] for key in ("id", "years", "genre", "nationality", "wikipedia")} == {
            key: known[row["name"]][key] for key in ("id", "years", "genre", "nationality", "wikipedia")
        }
    assert list(rows[0]) == ["id", "name", "years", "genre", "nationality", "bio", "wikipedia", "paintings"]


def test_folders_have_ascii_names():
    assert "Albrecht_Durer" in {painter.prefix for painter in PAINTERS}
    assert all(painter.prefix.isascii() and " " not in painter.prefix for painter in PAINTERS)


def test_cancelling_stops_soon_and_restores_opencv(tmp_path: Path):
    threads = cv2.getNumThreads()

    def cancel_at_three(stage: str, done: int, total: int) -> None:
        if done >= 3:
            raise CancelledError(f"{stage} was stopped.")

    with pytest.raises(CancelledError):
        build_sample(tmp_path, progress=cancel_at_three)
    assert 3 <= len(list(tmp_path.rglob("*.jpg"))) < 60
    assert not list(tmp_path.rglob("*.part"))
    assert cv2.getNumThreads() == threads


def test_a_missing_table_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build, "ARTISTS_TABLE", tmp_path / "artists.csv")
    with pytest.raises(NotFoundError, match="is missing"):
        build_sample(tmp_path / "out")
    (tmp_path / "artists.csv").write_text("id,name\n0,Claude Monet\n", encoding="utf-8")
    with pytest.raises(NotFoundError, match="lacks Vincent van Gogh"):
        build_sample(tmp_path / "out")
