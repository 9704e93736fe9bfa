"""What is expensive to make and the same in every run: made once, kept in pytest's cache folder, copied by tests.

The key of an entry is a digest of core's source and of the packages that decide about pixels, so that nothing old is
used after a change; a clean clone makes each entry once. `make clean` removes them.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
from filelock import FileLock

from core.environment import PROJECT_ROOT

FOLDER = "atelier"
PACKAGES = ("numpy", "opencv-python-headless", "pillow", "pandas")
KEPT_PER_NAME = 2  # another run of the tests may still be copying the one before


def cache_folder(config: pytest.Config) -> Path:
    """A folder that outlives the run; in a run without pytest's cache, one of the run."""
    if (cache := getattr(config, "cache", None)) is not None:
        return cache.mkdir(FOLDER)
    folder = Path(config._tmp_path_factory.getbasetemp()) / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


@cache
def source_digest() -> str:
    """Of every module of core and of the packages that paint, read and write pictures and tables."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for path in sorted((PROJECT_ROOT / "core").rglob("*.py")):
        digest.update(path.relative_to(PROJECT_ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cached_roots(config: pytest.Config, name: str, program: str) -> Path:
    """A folder with the `data` and `artifacts` that a Python program makes; to be copied, not changed.

    Args:
        config: of this run of the tests.
        name: of the entry.
        program: run in a process of its own, by the first of the test processes that wants the entry.
    """
    folder = cache_folder(config)
    key = hashlib.sha256(program.encode()).hexdigest()[:8]
    entry = folder / f"{name}-{source_digest()}-{key}"
    with FileLock(folder / f"{name}.lock"):
        if not entry.exists():
            unfinished = folder / f"{name}.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            settings = {"ATELIER_DATA": str(unfinished / "data"), "ATELIER_ARTIFACTS": str(unfinished / "artifacts")}
            environment = {**os.environ, **settings}
            subprocess.run([sys.executable, "-c", program], cwd=PROJECT_ROOT, env=environment, check=True)
            unfinished.rename(entry)
            _remove_old(folder, name)
        os.utime(entry)
    return entry


def _remove_old(folder: Path, name: str) -> None:
    entries = [path for path in folder.glob(f"{name}-*") if path.is_dir()]
    for old in sorted(entries, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT_PER_NAME:]:
        shutil.rmtree(old, ignore_errors=True)
