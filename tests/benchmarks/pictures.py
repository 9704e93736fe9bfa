"""Pictures for benchmarks: the real ones where they are, else some of the same size made here."""

import tempfile
from pathlib import Path

import cv2

from core.environment import test_files_root
from tests.conftest import draw_painting

MADE = 300


def picture_folders() -> list[tuple[list[Path], str]]:
    """JPEG files of the usual sizes, and what they are in words."""
    sample = test_files_root() / "kaggle-sample"
    if sample.is_dir():
        return [
            (sorted((sample / "images").rglob("*.jpg")), "real full-size JPEG files"),
            (sorted((sample / "resized").rglob("*.jpg")), "real JPEG files of the resized layout"),
        ]
    made = Path(tempfile.mkdtemp(prefix="atelier-bench-"))
    for seed in range(MADE):
        cv2.imwrite(str(made / f"{seed}.jpg"), draw_painting(seed, 1000, 800)[..., ::-1])
    return [(sorted(made.glob("*.jpg")), "made JPEG files of 1000 × 800 px (there are no real ones here)")]
