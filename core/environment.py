"""Environment variables and the folders they set. The only module that reads them; it creates no folder."""

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
ARTISTS_TABLE = PROJECT_ROOT / "data" / "artists.csv"


def data_root() -> Path:
    """The folder of data sets, one folder each; `ATELIER_DATA` moves it."""
    return Path(os.environ.get("ATELIER_DATA") or PROJECT_ROOT / "data").expanduser().resolve()


def artifacts_root() -> Path:
    """The folder of all derived files; `ATELIER_ARTIFACTS` moves it."""
    return Path(os.environ.get("ATELIER_ARTIFACTS") or PROJECT_ROOT / "artifacts").expanduser().resolve()


def test_files_root() -> Path:
    """The folder of real pictures and weights for tests and benchmarks; `ATELIER_TEST_FILES` moves it."""
    return Path(os.environ.get("ATELIER_TEST_FILES") or PROJECT_ROOT.parent / "shared").resolve()


def keras_cache() -> Path:
    """The folder of weights that Keras downloaded; `KERAS_HOME` moves it."""
    return Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras").expanduser() / "models"


def parallel_runs() -> int:
    """The number of training runs at a time; `ATELIER_PARALLEL_RUNS` sets it, 1 by default."""
    text = os.environ.get("ATELIER_PARALLEL_RUNS", "").strip()
    return max(1, int(text)) if text.isascii() and text.isdecimal() else 1


def language_from_environment() -> str:
    """The language of processes without a user; `ATELIER_LANGUAGE` sets it, English by default."""
    return os.environ.get("ATELIER_LANGUAGE", "").strip().lower() or "en"


def is_read_only() -> bool:
    """Whether `ATELIER_READ_ONLY` makes this a read-only demo."""
    return os.environ.get("ATELIER_READ_ONLY", "").strip().lower() in {"1", "true", "yes", "on"}
