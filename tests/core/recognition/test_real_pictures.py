"""On real paintings: neighbours are by the same painter, and what is no painting is none of these."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.dataset.images import load_rgb
from core.dataset.importing import import_dataset
from core.dataset.store import Dataset
from core.evaluation.predictions import make_predictions
from core.recognition.familiarity import learn_familiarity
from core.similarity.collection import collection_vectors
from core.similarity.embedding import embed
from tests.core.recognition.no_paintings import no_paintings

pytestmark = [pytest.mark.real_files, pytest.mark.slow]

DESCRIPTOR = "palette_texture"
ARTISTS = 10
LEAST_PICTURES = 10


@pytest.fixture(scope="module")
def real(kaggle_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    root = tmp_path_factory.mktemp("kaggle")
    import_dataset(kaggle_sample, "kaggle", data_root=root / "data", artifacts_root=root / "artifacts")
    dataset = Dataset("kaggle", root / "data" / "kaggle", root / "artifacts" / "datasets" / "kaggle")
    embed(dataset, DESCRIPTOR)
    return dataset


def test_neighbours_are_by_the_same_painter_far_more_often_than_chance(real):
    found = collection_vectors(real, DESCRIPTOR)
    painters = np.array([str(artist) for artist in found.artists])
    names, counts = np.unique(painters, return_counts=True)
    asked = np.isin(painters, names[counts >= LEAST_PICTURES])
    cosines = found.vectors @ found.vectors.T
    np.fill_diagonal(cosines, -2)
    hits = painters[np.argsort(-cosines, axis=1)[:, :5]] == painters[:, np.newaxis]
    chance = ((painters[:, np.newaxis] == painters).sum(axis=1) - 1) / (len(painters) - 1)
    assert hits[asked].mean() > 5 * chance[asked].mean()


@pytest.fixture(scope="module")
def learned(real):
    """What ten artists look like, seven in ten of their pictures learned: three ways of dealing them out."""
    catalog = real.catalog()
    most = catalog["artist_id"].value_counts().index[:ARTISTS]
    chosen = catalog[catalog["artist_id"].isin(most)]
    uniform = np.full((len(chosen), 2), 0.5)
    found = []
    for seed in range(3):
        sides = np.random.default_rng(seed).choice(["train", "val", "test"], len(chosen), p=[0.7, 0.1, 0.2])
        answers = make_predictions(chosen["painting_id"], sides, np.zeros(len(chosen), int), uniform, ["one", "two"])
        found.append(learn_familiarity(real, answers))
    return found


def test_at_most_one_in_ten_held_out_paintings_is_refused(learned):
    assert np.mean([near.refused_share for near in learned]) <= 0.1


def test_eight_of_ten_kinds_of_pictures_that_are_no_paintings_are_none_of_these(learned):
    pictures = no_paintings()
    assert len(pictures) == 10
    for near in learned:
        refused = {
            kind: np.mean([near.distance_of_picture(picture) > near.threshold for picture in some])
            for kind, some in pictures.items()
        }
        assert sum(share > 0.5 for share in refused.values()) >= 8, refused


def test_telephone_pictures_of_held_out_paintings_are_rarely_refused(real, learned):
    catalog = real.catalog()
    most = catalog["artist_id"].value_counts().index[:ARTISTS]
    chosen = catalog[catalog["artist_id"].isin(most)]
    sides = np.random.default_rng(0).choice(["train", "val", "test"], len(chosen), p=[0.7, 0.1, 0.2])
    near = learned[0]
    paths = [real.picture_path(path) for path in chosen.loc[sides == "test", "path"]][::4]
    distances = [near.distance_of_picture(by_telephone(load_rgb(path, long_side=800))) for path in paths]
    assert np.mean(np.array(distances) > near.threshold) <= 0.15


def by_telephone(picture: np.ndarray) -> np.ndarray:
    """Hanging on a wall, a little askew, in warm light from one side, a little blurred and noisy, as JPEG."""
    height, width = picture.shape[:2]
    wall = np.full((int(1.3 * height), int(1.3 * width), 3), (205, 200, 190), np.uint8)
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    askew = corners + np.float32([0.15 * width, 0.15 * height]) + np.float32([[9, 4], [-6, 7], [-3, -8], [5, -4]])
    laid = cv2.warpPerspective(
        picture, cv2.getPerspectiveTransform(corners, askew), wall.shape[1::-1], wall, borderMode=cv2.BORDER_TRANSPARENT
    )
    light = np.linspace(0.85, 1.1, laid.shape[1])[np.newaxis, :, np.newaxis] * (1.04, 1.0, 0.93)
    noisy = laid * light + np.random.default_rng(0).normal(0, 4, laid.shape)
    taken = cv2.GaussianBlur(noisy.clip(0, 255).astype(np.uint8), (0, 0), 1)
    return cv2.imdecode(cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], cv2.IMREAD_UNCHANGED)
