"""What every test may use: roots of its own, small pictures, and the real files where they are."""

import csv
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Test processes share the cores: more threads in each of them only wait for one another. Children inherit these, which
# the libraries read when they are first imported, therefore before the imports below.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import cv2
import numpy as np
import pytest
from hypothesis import settings
from PIL import Image

from core.environment import test_files_root as real_files_root
from tests.small_disks import Mounts, is_inside, repeat_inside

# A busy machine is no fault of the code: the suite asserts no times.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PAINTERS = {
    "Claude Monet": ("1840 - 1926", "Impressionism", "French"),
    "Albrecht Dürer": ("1471 - 1528", "Northern Renaissance", "German"),
    "Paul Klee": ("1879 – 1940", "Expressionism,Abstractionism,Surrealism", "German,Swiss"),
}
PICTURES_EACH = 4


# The files that take longest, the longest first: begun last, one of them would keep a single worker busy at the end.
LONGEST = (
    "browser/test_whole_story.py",
    "core/training/test_training.py",
    "core/training/test_resume.py",
    "core/models/test_building.py",
    "browser/test_runs.py",
    "browser/test_atlas.py",
    "browser/test_report.py",
    "browser/test_showcase.py",
    "core/runs/test_processes.py",
    "core/inference/test_saliency.py",
    "browser/test_results.py",
    "pages/test_augmentation.py",
    "core/similarity/test_map.py",
)
# Files whose tests share nothing, each of them slow: any worker may take the next one.
SPREAD = ("core/training/test_every_model.py", "pages/test_every_page.py")


@pytest.hookimpl(tryfirst=True)  # before xdist puts the groups into the names of tests
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one worker, where they share what its fixtures make; begin with the longest."""
    tests = Path(__file__).parent
    files = {item.path: item.path.relative_to(tests).as_posix() for item in items}
    for item in items:
        if files[item.path] not in SPREAD:
            item.add_marker(pytest.mark.xdist_group(files[item.path]))
    if config.getoption("numprocesses", None) or hasattr(config, "workerinput"):
        places = {name: place for place, name in enumerate((*LONGEST, *SPREAD))}
        items.sort(key=lambda item: places.get(files[item.path], len(places)))


def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests that mount file systems where they may."""
    if "mounts" not in pyfuncitem.fixturenames or is_inside():
        return None
    mark = pyfuncitem.get_closest_marker("xdist_group")
    repeat_inside(pyfuncitem.nodeid.removesuffix(f"@{mark.args[0]}" if mark else ""))
    return True


@pytest.fixture
def mounts() -> Mounts:
    """Mounts small disks and read-only folders, for this test alone."""
    return Mounts()


@pytest.fixture(autouse=True)
def roots(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data and artifacts in an empty folder of the test's own, and no setting of the developer's."""
    root = tmp_path_factory.mktemp("atelier")
    for folder in ("data", "artifacts"):
        (root / folder).mkdir()
    monkeypatch.setenv("ATELIER_DATA", str(root / "data"))
    monkeypatch.setenv("ATELIER_ARTIFACTS", str(root / "artifacts"))
    monkeypatch.delenv("ATELIER_READ_ONLY", raising=False)
    monkeypatch.delenv("ATELIER_ALLOWED_PATHS", raising=False)
    return root


@pytest.fixture
def painting_factory():
    """A function that draws a textured picture from a seed: `(height, width, 3)` uint8 RGB."""
    return draw_painting


def draw_painting(seed: int, width: int = 240, height: int = 180) -> np.ndarray:
    """Overlapping coloured strokes: enough structure for local features, no two seeds alike."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width, 3), rng.integers(60, 200, 3), np.uint8)
    for _ in range(160):
        start, end = rng.integers(0, (width, height), (2, 2))
        colour = tuple(map(int, rng.integers(0, 256, 3)))
        cv2.line(
            picture,
            tuple(map(int, start)),
            tuple(map(int, end)),
            colour,
            int(rng.integers(1, 9)),
            cv2.LINE_AA,
        )
    return picture


def write_artists(path: Path, painters: dict[str, tuple[str, str, str]] = PAINTERS, pictures: int = PICTURES_EACH):
    """Write an artists table with the Kaggle columns."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "name", "years", "genre", "nationality", "bio", "wikipedia", "paintings"])
        for number, (name, (years, genre, nationality)) in enumerate(painters.items()):
            table.writerow([number, name, years, genre, nationality, f"About {name}.", "", pictures])


@pytest.fixture(scope="session")
def drawn_collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That source folder, drawn once for all tests, which take copies."""
    source = tmp_path_factory.mktemp("drawn") / "collection"
    write_source(source)
    return source


@pytest.fixture
def collection(drawn_collection: Path, tmp_path: Path) -> Path:
    """A source folder as Kaggle lays it out: three painters, four pictures each, in both layouts."""
    return shutil.copytree(drawn_collection, tmp_path / "collection")


def write_source(source: Path) -> None:
    """Write that folder: `images/images/<Artist>/…` and `resized/resized/…` at 0.6 of the size."""
    resized = source / "resized" / "resized"
    resized.mkdir(parents=True)
    write_artists(source / "artists.csv")
    for painter, name in enumerate(PAINTERS):
        prefix = name.replace(" ", "_")
        folder = source / "images" / "images" / prefix
        folder.mkdir(parents=True)
        for number in range(1, PICTURES_EACH + 1):
            picture = Image.fromarray(draw_painting(painter * 100 + number))
            picture.save(folder / f"{prefix}_{number}.jpg", quality=92)
            picture.resize((144, 108)).save(resized / f"{prefix}_{number}.jpg", quality=92)


@pytest.fixture(scope="session")
def imported_collection(drawn_collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data and artifacts with that collection imported as "tiny", once for all tests, which take copies."""
    from core.dataset.importing.dataset_import import import_dataset

    root = tmp_path_factory.mktemp("imported")
    import_dataset(drawn_collection, "tiny", data_root=root / "data", artifacts_root=root / "artifacts")
    return root


@pytest.fixture
def dataset(collection: Path, imported_collection: Path, roots: Path):
    """That collection, imported as "tiny"."""
    from core.dataset.store import open_dataset

    shutil.copytree(imported_collection, roots, dirs_exist_ok=True)
    return open_dataset("tiny")


@pytest.fixture(scope="session")
def kaggle_sample() -> Iterator[Path]:
    """Real files of the Kaggle data set; tests that need them say so where they are not there."""
    folder = real_files_root() / "kaggle-sample"
    if not folder.is_dir():
        pytest.skip(f"needs real pictures: there is no {folder.name}/ under ATELIER_TEST_FILES")
    yield folder
