"""Tests on file systems of their own: really full, really read-only.

Mounting takes rights that a test process seldom has, so a test that asks for a `Mounts` runs once more, alone, in a
process that may mount whatever it likes where nobody else sees it; it vanishes with that process.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from core.environment import PROJECT_ROOT

_INSIDE = "ATELIER_TEST_MOUNTS"
_NAMESPACES = ["unshare", "--user", "--map-root-user", "--mount"]
_PATIENCE_S = 240


class Mounts:
    """Mounts file systems; only to be called inside."""

    def small_disk(self, folder: Path, kilobytes: int) -> Path:
        """Let `folder` be a disk of that size, empty at first."""
        folder.mkdir(parents=True, exist_ok=True)
        return self._mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder)

    def read_only(self, folder: Path) -> Path:
        """Let nobody write below `folder` from now on, but through files that are open already."""
        # Made read-only elsewhere first: on its own place somebody may just have a file open, and that would forbid it.
        beside = Path(tempfile.mkdtemp())
        self._mount("--bind", folder, beside)
        self._mount("-o", "remount,bind,ro", beside)
        return self._mount("--bind", beside, folder)

    def writable_again(self, folder: Path) -> None:
        """Undo `read_only`."""
        self._mount("-o", "remount,bind,rw", folder)

    @staticmethod
    def _mount(*arguments: str | Path) -> Path:
        subprocess.run(["mount", *map(str, arguments)], check=True)
        return Path(arguments[-1])


def is_inside() -> bool:
    """Whether this process may mount."""
    return bool(os.environ.get(_INSIDE))


def repeat_inside(test: str) -> None:
    """Run one test by its id where mounting works.

    It is skipped, with the reason, on machines that keep namespaces from ordinary users.
    """
    try:
        tried = subprocess.run([*_NAMESPACES, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True)
        reason = tried.stderr.strip()
    except FileNotFoundError as error:
        reason = str(error)
    if reason:
        pytest.skip(f"needs a user namespace in which file systems can be mounted: {reason}")
    alone = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", test]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [*_NAMESPACES, *alone],
        cwd=PROJECT_ROOT,
        env={**environment, _INSIDE: "yes"},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    if done.returncode or "1 passed" not in done.stdout:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def fill(disk: Path, name: str = "ballast") -> Path:
    """Fill the disk to the last byte with one file, which to remove is to have room again."""
    ballast = disk / name
    with ballast.open("ab", buffering=0) as file:
        for size in (65536, 512, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    return ballast
