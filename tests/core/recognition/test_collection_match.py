"""A painting of the collection is recognised as such: the file, and copies of it; others are not taken for it."""

import hashlib

import cv2
import numpy as np
import pytest

from core.dataset.images.decoding import load_rgb
from core.recognition.collection_match import painting_of_file, painting_of_picture


def encoded(picture: np.ndarray, quality: int) -> np.ndarray:
    """As it comes back from a JPEG file."""
    _, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1].copy()


def test_the_very_file_is_known_by_its_digest(dataset):
    row = dataset.catalog().iloc[4]
    data = dataset.picture_path(row["path"]).read_bytes()
    assert painting_of_file(dataset, hashlib.sha256(data).hexdigest()) == row["painting_id"]
    assert painting_of_file(dataset, hashlib.sha256(b"another").hexdigest()) is None
    assert painting_of_file(dataset, "") is None


@pytest.mark.parametrize("change", ["encoded anew", "smaller", "cropped", "darker"])
def test_a_copy_is_recognised(dataset, change):
    row = dataset.catalog().iloc[4]
    picture = load_rgb(dataset.picture_path(row["path"]))
    changed = {
        "encoded anew": encoded(picture, 60),
        "smaller": cv2.resize(picture, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA),
        "cropped": picture[12:-6, 8:-14].copy(),
        "darker": (picture * 0.8).astype(np.uint8),
    }[change]
    ids = dataset.catalog()["painting_id"].tolist()
    assert painting_of_picture(dataset, changed, [ids[7], ids[4], ids[1]]) == row["painting_id"]


def test_another_picture_is_not_taken_for_one(dataset, painting_factory):
    ids = dataset.catalog()["painting_id"].tolist()
    assert painting_of_picture(dataset, painting_factory(4711), ids) is None
    assert painting_of_picture(dataset, np.full((200, 300, 3), 128, np.uint8), ids) is None


def test_a_candidate_whose_file_is_gone_is_passed_over(dataset):
    row = dataset.catalog().iloc[4]
    picture = load_rgb(dataset.picture_path(row["path"]))
    dataset.picture_path(row["path"]).unlink()
    assert painting_of_picture(dataset, picture, [row["painting_id"]]) is None
