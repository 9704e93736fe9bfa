"""Similar works: the nearest, never the excluded or the own work, and in what they are alike."""

import cv2
import numpy as np
import pytest

from core.dataset.images.decoding import load_rgb
from core.errors import InvalidInputError, NotFoundError
from core.features.computing import known_features
from core.models.encoders import open_encoder
from core.similarity.collection import FOLDER, collection_vectors
from core.similarity.embedding import embed
from core.similarity.similar import Query, describe_agreement, describe_picture, similar_to_painting, similar_works

DESCRIPTOR = "palette_texture"


@pytest.fixture
def described(dataset):
    embed(dataset, DESCRIPTOR)
    return dataset


@pytest.fixture
def with_copy(collection, roots):
    """The data set with another scan of the first painting, found to be the same work."""
    from core.dataset.importing.dataset_import import import_dataset
    from core.dataset.store import open_dataset

    folder = collection / "images" / "images" / "Claude_Monet"
    picture = cv2.imread(str(folder / "Claude_Monet_1.jpg"))
    cv2.imwrite(str(folder / "Claude_Monet_9.jpg"), cv2.convertScaleAbs(picture[4:-4, 4:-4], alpha=0.95, beta=6))
    import_dataset(collection, "tiny", data_root=roots / "data", artifacts_root=roots / "artifacts")
    dataset = open_dataset("tiny")
    dataset.find_same_works()
    embed(dataset, DESCRIPTOR)
    return dataset


def standardised_cosines(dataset):
    """By plain arithmetic from the features; without what the space holds to three deviations it is the same."""
    values, _ = known_features(dataset, open_encoder(DESCRIPTOR))
    deviation = values.std(axis=0)
    standard = np.where(deviation > 1e-6, (values - values.mean(axis=0)) / np.maximum(deviation, 1e-9), 0).clip(-3, 3)
    standard /= np.linalg.norm(standard, axis=1, keepdims=True)
    return standard @ standard.T


def test_the_nearest_come_first(described):
    ids = described.catalog()["painting_id"].tolist()
    cosines = standardised_cosines(described)[3]
    cosines[3] = -2
    found = similar_to_painting(described, ids[3], DESCRIPTOR, k=4)
    assert [work.painting_id for work in found] == [ids[row] for row in np.argsort(-cosines)[:4]]
    np.testing.assert_allclose([work.score for work in found], np.sort(cosines)[::-1][:4].clip(0), atol=1e-3)
    assert {work.artist for work in found} <= {artist.name for artist in described.artists()}


def test_a_picture_of_the_collection_finds_itself(described):
    row = described.catalog().iloc[5]
    features = describe_picture(load_rgb(described.picture_path(row["resized_path"])), [DESCRIPTOR])
    found = similar_works(described, Query(features), DESCRIPTOR, k=1)
    assert found[0].painting_id == row["painting_id"]
    assert found[0].score > 0.97
    assert min(found[0].parts.values()) == 1
    assert found[0].why == "very close in palette, composition and texture"


def test_other_pictures_of_the_own_work_are_left_out_unless_asked_for(with_copy):
    left_out = similar_to_painting(with_copy, "Claude_Monet_1", DESCRIPTOR, k=12)
    assert "Claude_Monet_9" not in [work.painting_id for work in left_out]
    asked_for = similar_to_painting(with_copy, "Claude_Monet_1", DESCRIPTOR, k=12, same_work=True)
    assert asked_for[0].painting_id == "Claude_Monet_9"
    assert "Claude_Monet_1" not in [work.painting_id for work in asked_for]


def test_of_another_work_only_its_nearest_picture_is_shown(with_copy):
    found = [work.painting_id for work in similar_to_painting(with_copy, "Paul_Klee_1", DESCRIPTOR, k=12)]
    assert len({"Claude_Monet_1", "Claude_Monet_9"} & set(found)) == 1


def test_excluded_paintings_are_not_shown_yet_can_be_asked_about(described):
    described.decide("exclude", ["Paul_Klee_2"], "frame")
    found = similar_to_painting(described, "Paul_Klee_1", DESCRIPTOR, k=12)
    assert len(found) == 10
    assert "Paul_Klee_2" not in [work.painting_id for work in found]
    assert len(similar_to_painting(described, "Paul_Klee_2", DESCRIPTOR, k=12)) == 11


def test_nothing_computed_says_what_to_do(dataset):
    with pytest.raises(NotFoundError, match="atelier embed --dataset tiny --backbone palette_texture"):
        similar_to_painting(dataset, "Paul_Klee_1", DESCRIPTOR)
    with pytest.raises(NotFoundError, match="Compute them first"):
        similar_works(dataset, Query(describe_picture(np.zeros((9, 9, 3), np.uint8), [DESCRIPTOR])), DESCRIPTOR)


def test_a_painting_that_is_not_there_and_a_senseless_number_are_refused(described):
    with pytest.raises(NotFoundError, match="Paul_Klee_99"):
        similar_to_painting(described, "Paul_Klee_99", DESCRIPTOR)
    with pytest.raises(InvalidInputError, match="1 to 1000"):
        similar_to_painting(described, "Paul_Klee_1", DESCRIPTOR, k=-3)


def test_what_was_arranged_is_read_again_and_made_anew_when_damaged(described):
    from core.similarity import collection

    before = collection_vectors(described, DESCRIPTOR)
    (path,) = (described.artifacts_dir / FOLDER).glob("palette_texture-*.npz")
    path.write_bytes(b"damaged")
    collection._memory._kept.clear()
    again = collection_vectors(described, DESCRIPTOR)
    np.testing.assert_array_equal(before.vectors, again.vectors)
    assert (before.fingerprint, again.painting_ids) == (again.fingerprint, before.painting_ids)


def test_another_choice_of_pictures_has_another_fingerprint(described):
    before = collection_vectors(described, DESCRIPTOR)
    described.decide("exclude", ["Paul_Klee_2"], "frame")
    after = collection_vectors(described, DESCRIPTOR)
    assert before.fingerprint != after.fingerprint
    assert len(after.painting_ids) == len(after.vectors) == 11


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"palette": 0.995, "composition": 0.2, "texture": 0.93}, "very close in palette, close in texture"),
        (
            {"palette": 0.95, "texture": 0.92, "learned features": 0.999},
            "close in palette, texture and learned features",
        ),
        ({"palette": 0.3, "texture": 0.8}, "somewhat similar in texture"),
        ({"palette": 0.3}, "the nearest work, though not close"),
    ],
)
def test_why_is_said_in_a_few_words(parts, sentence):
    assert describe_agreement(parts) == sentence
