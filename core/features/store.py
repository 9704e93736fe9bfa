"""Features on disk, by the digest of the picture each came from.

A folder holds the features of one encoder. Files are written whole under new names and never changed, so a process
that is killed loses what it had not written yet and nothing else. What cannot be read is dropped and made again;
nothing here is the only copy of anything.
"""

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.files import write_arrays_atomically
from core.permissions import require_writable_path

Features = npt.NDArray[np.float32]

PICTURES_A_FILE = 2048
_PATTERN = "features_*.npz"
_FAULTS = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)


class FeatureStore:
    """The features of one encoder.

    Args:
        folder: where the files are; made when something is written.
        dimensions: numbers in a feature; files with another number are dropped.
    """

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._folder = folder
        self._dimensions = dimensions

    def load(self, wanted: Sequence[str]) -> tuple[Features, npt.NDArray[np.bool_]]:
        """Read features.

        Args:
            wanted: digests, in any order, repeated or not.

        Returns:
            `(n, d)` float32 in the order of `wanted`, zeros where there is none; and `(n,)`, which are there.
        """
        found = np.zeros((len(wanted), self._dimensions), np.float32)
        known = np.zeros(len(wanted), np.bool_)
        places: dict[str, list[int]] = {}
        for place, digest in enumerate(wanted):
            places.setdefault(digest, []).append(place)
        for path in self._files():
            digests, values = self._read(path)
            for row, digest in enumerate(digests):
                for place in places.get(digest, ()):
                    found[place], known[place] = values[row], True
        return found, known

    def known(self, wanted: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Which features are there, `(n,)` in the order of `wanted`; quick, for the values are not read."""
        there: set[str] = set()
        for path in self._files():
            there.update(self._read_digests(path))
        return np.array([digest in there for digest in wanted], np.bool_)

    def add(self, digests: Sequence[str], values: Features) -> Path:
        """Write features, `(n, d)` float32, one a digest, and say where."""
        mark = hashlib.sha256("".join(digests).encode()).hexdigest()[:16]
        path = self._folder / _PATTERN.replace("*", f"{mark}_{len(digests)}")
        content = {"digests": np.array(digests), "values": np.ascontiguousarray(values, np.float32)}
        write_arrays_atomically(path, content)
        return path

    def join_files(self) -> None:
        """Make few files of many, for faster reading; only one process may do this or `add` at a time."""
        require_writable_path(self._folder)
        small = [path for path in self._files() if _count(path) < PICTURES_A_FILE]
        while len(small) > 1:
            batch = [small.pop()]
            pictures = _count(batch[0])
            while small and pictures < PICTURES_A_FILE:
                batch.append(small.pop())
                pictures += _count(batch[-1])
            self._join(batch)
        for leftover in self._folder.glob(".*.part"):
            leftover.unlink(missing_ok=True)

    def _join(self, paths: list[Path]) -> None:
        merged: dict[str, Features] = {}
        for path in paths:
            digests, values = self._read(path)
            merged.update(zip(digests, values, strict=True))
        target = self.add(list(merged), np.stack(list(merged.values()))) if merged else None
        for path in paths:
            if path != target:
                path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(_PATTERN)) if self._folder.is_dir() else []

    def _read(self, path: Path) -> tuple[list[str], Features]:
        """Digests and features of a file; none where it is damaged or was joined with others just now."""
        try:
            with np.load(path, allow_pickle=False) as file:
                digests, values = file["digests"].tolist(), file["values"]
        except _FAULTS:
            return [], np.empty((0, self._dimensions), np.float32)
        if values.shape != (len(digests), self._dimensions) or values.dtype != np.float32:
            return [], np.empty((0, self._dimensions), np.float32)
        return digests, values

    def _read_digests(self, path: Path) -> list[str]:
        try:
            with np.load(path, allow_pickle=False) as file:
                digests: list[str] = file["digests"].tolist()
        except _FAULTS:
            return []
        return digests


def _count(path: Path) -> int:
    """Pictures in a file, as its name says."""
    count = path.stem.rsplit("_", 1)[-1]
    return int(count) if count.isdigit() else 0
