"""Collections made for the tests of same works."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from core.dataset.same_work.pairs import Picture, WorkPair


def write_picture(folder: Path, name: str, bgr: np.ndarray) -> Picture:
    path = folder / f"{name}.png"
    cv2.imwrite(str(path), bgr)
    return as_picture(path)


def as_picture(path: Path) -> Picture:
    return Picture(path.stem, path, hashlib.sha256(path.read_bytes()).hexdigest())


def names(pairs: Sequence[WorkPair]) -> set[tuple[str, str]]:
    return {(pair.first, pair.second) for pair in pairs}
