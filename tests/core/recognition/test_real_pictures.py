"""On real paintings: neighbours are by the same painter, and what is no painting is none of these."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.dataset.images.decoding import load_rgb, load_square
from core.dataset.importing.dataset_import import import_dataset
from core.dataset.store import Dataset
from core.evaluation.predictions import make_predictions
from core.models.encoders import open_encoder
from core.recognition.collection_match import PictureQuery, match_collection, work_of
from core.recognition.novelty_threshold import fit_novelty_threshold
from core.similarity.collection import collection_vectors
from core.similarity.embedding import embed
from core.similarity.space import fit_space
from tests.core.recognition.no_paintings import no_paintings

pytestmark = [pytest.mark.real_files, pytest.mark.slow]

DESCRIPTOR = "palette_texture"
ARTISTS = 10
LEAST_PICTURES = 10
PAINTERS = ("Albrecht_Durer", "Vincent_van_Gogh", "Paul_Klee", "Alfred_Sisley", "Titian", "Edgar_Degas", "Rembrandt")


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


@pytest.mark.parametrize(
    ("encoder", "file"),
    [("dinov2_vits14", "dinov2_vits14_224_float16.onnx"), ("resnet50", "resnet50_notop_float16.h5")],
)
def test_networks_put_works_of_one_painter_together_far_more_often_than_chance(encoder, file, kaggle_sample):
    weights = kaggle_sample.parent / "weights" / file
    if not weights.is_file():
        pytest.skip(f"needs {file}")
    network = open_encoder(encoder, weights=weights)
    folder = kaggle_sample / "resized" / "resized"
    paths = [path for painter in PAINTERS for path in sorted(folder.glob(f"{painter}_[0-9]*.jpg"))[:6]]
    painters = np.array([path.stem.rpartition("_")[0] for path in paths])
    assert len(paths) == 6 * len(PAINTERS)
    squares = [load_square(path, network.image_size) for path in paths]
    features = network.encode(np.stack(squares))
    places = fit_space(features, [features.shape[1]]).place(features)
    cosines = places @ places.T
    np.fill_diagonal(cosines, -2)
    hits = painters[np.argsort(-cosines, axis=1)[:, :5]] == painters[:, np.newaxis]
    chance = ((painters[:, np.newaxis] == painters).sum(axis=1) - 1) / (len(painters) - 1)
    assert hits.mean() > 2.5 * chance.mean(), (hits.mean(), chance.mean())


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
        found.append(fit_novelty_threshold(real, answers))
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


@pytest.mark.parametrize("wall", [0.08, 0.3])
def test_telephone_pictures_of_paintings_of_the_collection_are_known_and_mirrored_ones_are_not(real, wall):
    catalog = real.catalog()
    chosen = catalog[catalog["status"] != "unreadable"].iloc[::70]
    known, mistaken = 0, 0
    for painting_id, path in zip(chosen["painting_id"], chosen["path"], strict=True):
        picture = load_rgb(real.picture_path(path), long_side=800)
        shown, mirrored = (by_telephone(one, wall) for one in (picture, picture[:, ::-1].copy()))
        known += shown_by(real, shown) == work_of(real, painting_id)
        mistaken += shown_by(real, mirrored) is not None
    assert len(chosen) >= 10 and known >= 0.9 * len(chosen)
    assert mistaken <= 1, "a face seen from the front is nearly its own mirror image"


def shown_by(dataset: Dataset, picture: np.ndarray) -> str | None:
    """The work that a picture is said to show."""
    found = match_collection(dataset, PictureQuery(DESCRIPTOR, 1, None, picture=picture)).painting_id
    return work_of(dataset, found) if found else None


def by_telephone(picture: np.ndarray, around: float = 0.15) -> np.ndarray:
    """Hanging on a wall, a little askew, in warm light from one side, a little blurred and noisy, as JPEG.

    Args:
        picture: of the painting.
        around: how much of the wall is seen on each side, as a share of the painting's.
    """
    height, width = picture.shape[:2]
    wall = np.full((int((1 + 2 * around) * height), int((1 + 2 * around) * width), 3), (205, 200, 190), np.uint8)
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    middle = np.float32([around * width, around * height])
    askew = corners + middle + np.float32([[9, 4], [-6, 7], [-3, -8], [5, -4]])
    laid = cv2.warpPerspective(
        picture, cv2.getPerspectiveTransform(corners, askew), wall.shape[1::-1], wall, borderMode=cv2.BORDER_TRANSPARENT
    )
    light = np.linspace(0.85, 1.1, laid.shape[1])[np.newaxis, :, np.newaxis] * (1.04, 1.0, 0.93)
    noisy = laid * light + np.random.default_rng(0).normal(0, 4, laid.shape)
    taken = cv2.GaussianBlur(noisy.clip(0, 255).astype(np.uint8), (0, 0), 1)
    return cv2.imdecode(cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], cv2.IMREAD_UNCHANGED)
