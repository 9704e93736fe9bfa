"""The weight-free descriptor: what it measures, what it ignores, and how well it tells painters apart."""

import cv2
import numpy as np
import pytest

from core.dataset.images.decoding import resize_square
from core.errors import InvalidInputError
from core.models.encoders import ENCODERS, open_encoder
from core.models.encoders.palette_texture import DIMENSIONS, PARTS, describe
from core.models.probe import fit_probe, grouped_folds
from core.sample import paint
from core.sample.artists import PAINTERS


@pytest.fixture
def pictures(painting_factory):
    return np.stack([painting_factory(seed, 128, 128) for seed in range(20)])


def test_every_picture_gets_one_finite_vector(pictures):
    found = describe(pictures)
    assert found.shape == (20, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


def test_a_picture_is_described_alike_whatever_it_comes_with(pictures):
    np.testing.assert_array_equal(describe(pictures)[13], describe(pictures[13:14])[0])


def test_no_pictures_give_no_vectors():
    assert describe(np.empty((0, 128, 128, 3), np.uint8)).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_plain_pictures_are_described_without_a_warning(grey, recwarn):
    assert np.isfinite(describe(np.full((2, 128, 128, 3), grey, np.uint8))).all()
    assert not recwarn.list


def test_parts_cover_all_columns_once():
    columns = [column for part in PARTS.values() for column in range(part.start, part.stop)]
    assert columns == list(range(DIMENSIONS))


def test_size_matters_little(pictures):
    """The same picture at another size is nearer than every other picture."""
    large = np.stack([cv2.resize(picture, (300, 200), interpolation=cv2.INTER_CUBIC) for picture in pictures])
    apart = np.linalg.norm(describe(large)[:, np.newaxis] - describe(pictures)[np.newaxis], axis=2)
    np.testing.assert_array_equal(apart.argmin(axis=1), np.arange(20))


def change_in(part, before, after):
    before, after = (describe(picture[np.newaxis])[0, PARTS[part]] for picture in (before, after))
    return np.linalg.norm(before - after)


def test_turning_a_picture_upside_down_changes_composition_but_no_colour(pictures):
    upturned = np.ascontiguousarray(pictures[0, ::-1, ::-1])
    assert change_in("colours", pictures[0], upturned) < 1e-3
    assert change_in("composition", pictures[0], upturned) > 1


def test_changing_the_tint_changes_colour_more_than_pattern(pictures):
    tinted = (pictures[0] * [1.0, 0.7, 0.5]).astype(np.uint8)
    blurred = cv2.GaussianBlur(pictures[0], (0, 0), 1)
    assert change_in("palette", pictures[0], tinted) > 2 * change_in("palette", pictures[0], blurred)
    assert change_in("patterns", pictures[0], blurred) > 2 * change_in("patterns", pictures[0], tinted)


def test_stripes_of_two_directions_differ_in_edges():
    stripes = np.zeros((128, 128, 3), np.uint8)
    stripes[:, ::8] = stripes[:, 1::8] = 255
    turned = np.ascontiguousarray(stripes.transpose(1, 0, 2))
    assert change_in("edges", stripes, turned) > 10 * change_in("edges", stripes, np.roll(stripes, 4, axis=1))
    assert change_in("edges", stripes, turned) > 10 * change_in("composition", stripes, turned)


@pytest.mark.parametrize(
    "images", [np.zeros((4, 128, 128), np.uint8), np.zeros((1, 8, 8, 3), np.float32), np.zeros((1, 0, 8, 3), np.uint8)]
)
def test_other_shapes_and_types_are_refused(images):
    with pytest.raises(InvalidInputError, match="uint8"):
        describe(images)


def in_colour(picture):
    """RGB also of the sample's one grey picture."""
    return picture if picture.ndim == 3 else np.repeat(picture[..., np.newaxis], 3, axis=2)


def precision_at_5(features, artists, works):
    """Share of the five nearest pictures, the query's own work left out, that are by the query's artist."""
    standard = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-6)
    standard /= np.linalg.norm(standard, axis=1, keepdims=True)
    alike = standard @ standard.T
    alike[works[:, np.newaxis] == works] = -2
    nearest = np.argsort(-alike, axis=1)[:, :5]
    return (artists[nearest] == artists[:, np.newaxis]).mean()


def test_it_tells_the_painters_of_the_sample_apart():
    encoder = open_encoder("palette_texture")
    names = [painter.name for painter in PAINTERS]
    painted = [resize_square(in_colour(paint(name, number)), 128) for name in names for number in range(1, 9)]
    artists = np.repeat(np.arange(len(names)), 8)
    works = np.arange(len(artists)).astype(str)
    described = encoder.encode(np.stack(painted))
    assert precision_at_5(described, artists, works) > 0.6  # by chance 0.09
    held_out = grouped_folds(artists, works, 4, seed=0) == 0
    probe = fit_probe(described[~held_out], artists[~held_out], works[~held_out], penalty=1e-4)
    found = probe.classes[probe.probabilities(described[held_out]).argmax(axis=1)]
    assert (found == artists[held_out]).mean() > 0.85


def test_the_table_of_encoders_knows_its_dimensions():
    assert ENCODERS["palette_texture"].dimensions == DIMENSIONS
