"""Keypoints, descriptors, codes and matched points do what the comparison relies on."""

import cv2
import numpy as np
import pytest

from core.dataset.same_work.candidates import WORD_BITS, encode
from core.dataset.same_work.features import MAX_KEYPOINTS, extract_features
from core.dataset.same_work.verification import match_points
from core.errors import UnreadableImageError
from tests.conftest import draw_painting
from tests.core.dataset.same_work.made import write_picture


def grey_painting(seed: int = 1) -> np.ndarray:
    return cv2.cvtColor(draw_painting(seed, 480, 400), cv2.COLOR_RGB2GRAY)


def test_a_blob_is_found_where_it_is_and_as_large_as_it_is():
    rows, columns = np.mgrid[:200, :300]
    for radius in (3.0, 6.0, 12.0):
        blob = 255 * np.exp(-((columns - 170.3) ** 2 + (rows - 90.7) ** 2) / (2 * radius**2))
        features = extract_features(blob.astype(np.uint8))
        nearest = np.argmin(np.hypot(*(features.xy - [170.3, 90.7]).T))
        assert features.xy[nearest] == pytest.approx([170.3, 90.7], abs=0.5)
        assert features.sigma[nearest] == pytest.approx(radius, rel=0.2)


def test_descriptors_have_length_one_and_ignore_brightness_and_contrast():
    grey = grey_painting()
    darker = (grey * 0.5 + 40).astype(np.uint8)
    one, other = extract_features(grey), extract_features(darker)
    lengths = np.linalg.norm(one.descriptors / 512, axis=1)
    assert lengths == pytest.approx(np.ones(len(one)), abs=0.02)
    similarity = (one.descriptors / 512.0) @ (other.descriptors / 512.0).T
    assert np.median(similarity.max(axis=1)) > 0.97


def test_at_most_so_many_keypoints_are_kept():
    noise = np.random.default_rng(0).integers(0, 256, (120, 120), dtype=np.uint8)
    assert len(extract_features(cv2.resize(noise, (480, 480)))) == MAX_KEYPOINTS


@pytest.mark.parametrize("shape", [(1, 1), (3, 400), (15, 15), (16, 16), (40, 17)])
def test_tiny_pictures_have_no_keypoints_or_few(shape):
    assert len(extract_features(np.zeros(shape, np.uint8))) == 0


def test_codes_of_the_same_spot_are_near_and_of_other_spots_far():
    one, other = extract_features(grey_painting()), extract_features(cv2.GaussianBlur(grey_painting(), (0, 0), 0.6))
    similarity = (one.descriptors / 512.0) @ (other.descriptors / 512.0).T
    same = similarity.argmax(axis=1)
    sure = similarity.max(axis=1) > 0.97
    here, there = encode([one.descriptors]), encode([other.descriptors])
    near = np.bitwise_count(here.signatures ^ there.signatures[same])[sure]
    far = np.bitwise_count(here.signatures ^ np.roll(here.signatures, 1))
    assert np.percentile(near, 90) <= 12 < np.percentile(far, 5)
    assert here.words.max() < 2**WORD_BITS


def test_a_word_is_found_again_by_flipping_unsure_bits():
    descriptors = extract_features(grey_painting()).descriptors
    codes = encode([descriptors])
    everyone = np.arange(len(descriptors))
    probes = np.stack([codes.probes(everyone, number) for number in range(8)])
    assert (probes[0] == codes.words).all()
    assert all(len(set(column)) == 8 for column in probes.T)


def test_matched_points_are_the_same_spots_in_fractions_of_both_pictures(tmp_path):
    picture = draw_painting(5, 900, 700)
    whole = write_picture(tmp_path, "whole", picture)
    detail = write_picture(tmp_path, "detail", picture[140:560, 90:630])
    points = match_points(whole.path, detail.path)
    assert len(points) > 25
    expected = (points.first * [900, 700] - [90, 140]) / [540, 420]
    apart = np.abs(points.second - expected).max(axis=1)
    assert np.median(apart) < 0.002
    assert apart.max() < 0.03


def test_unlike_pictures_share_no_points_to_speak_of(tmp_path):
    one, other = (write_picture(tmp_path, str(seed), draw_painting(seed, 480, 400)) for seed in (1, 2))
    assert len(match_points(one.path, other.path)) < 8


def test_matching_an_unreadable_picture_is_told_in_a_sentence(tmp_path):
    (tmp_path / "broken.jpg").write_bytes(b"")
    whole = write_picture(tmp_path, "whole", draw_painting(5))
    with pytest.raises(UnreadableImageError, match="empty file"):
        match_points(whole.path, tmp_path / "broken.jpg")
