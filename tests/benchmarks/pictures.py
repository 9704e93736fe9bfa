"""Pictures for benchmarks: the real ones where they are, else some of the same size made here."""

import tempfile
from pathlib import Path

import cv2

from core.paths import test_files_root
from tests.conftest import draw_painting

MADE = 300


def jpeg_pictures() -> tuple[list[Path], str]:
    """JPEG files of the usual size, and what they are in words."""
    folder = test_files_root() / "kaggle-sample" / "resized"
    if folder.is_dir():
        return sorted(folder.rglob("*.jpg")), "real JPEG files (the resized layout)"
    made = Path(tempfile.mkdtemp(prefix="atelier-bench-"))
    for seed in range(MADE):
        cv2.imwrite(str(made / f"{seed}.jpg"), draw_painting(seed, 614, 461)[..., ::-1])
    return sorted(made.glob("*.jpg")), "made JPEG files of 614 × 461 px (there are no real ones here)"
