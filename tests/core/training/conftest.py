"""A small data set that can be learned, and runs on it."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.conftest import draw_painting, write_artists

PAINTERS = {
    "Berthe Morisot": ("1841 - 1895", "Impressionism", "French"),
    "Franz Marc": ("1880 - 1916", "Expressionism", "German"),
    "Juan Gris": ("1887 - 1927", "Cubism", "Spanish"),
}
PICTURES_EACH = 14
TINTS = np.array([[1.0, 0.75, 0.75], [0.75, 1.0, 0.75], [0.75, 0.75, 1.0]])


def write_gallery(source: Path, painters: dict = PAINTERS, pictures: int = PICTURES_EACH) -> None:
    """Pictures that lean towards a colour of their painter, so that there is something to learn and to mistake."""
    source.mkdir(parents=True)
    write_artists(source / "artists.csv", painters, pictures)
    for painter, name in enumerate(painters):
        prefix = name.replace(" ", "_")
        folder = source / "images" / "images" / prefix
        folder.mkdir(parents=True)
        for number in range(1, pictures + 1):
            picture = draw_painting(1000 * painter + number, 48, 40) * TINTS[painter % 3]
            cv2.imwrite(str(folder / f"{prefix}_{number}.png"), picture.astype(np.uint8)[..., ::-1])


@pytest.fixture
def gallery(tmp_path: Path, roots: Path) -> str:
    """The name of an imported data set of three painters."""
    from core.dataset.importing.dataset_import import import_dataset

    write_gallery(tmp_path / "source")
    import_dataset(tmp_path / "source", "gallery", data_root=roots / "data", artifacts_root=roots / "artifacts")
    return "gallery"
