"""Real pictures, altered in known ways: what is found, and that nothing else is."""

from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.dataset.same_work.pair_search import find_pairs
from tests.core.dataset.same_work.alterations import ALTERATIONS
from tests.core.dataset.same_work.made import as_picture, names

PICTURES = 30

pytestmark = [pytest.mark.real_files, pytest.mark.slow]


@pytest.fixture(scope="module")
def altered(kaggle_sample: Path, tmp_path_factory: pytest.TempPathFactory):
    """Real pictures from all artists, each altered in every way."""
    folder = tmp_path_factory.mktemp("altered")
    resized = sorted(kaggle_sample.rglob("*.jpg"))
    chosen = resized[:: len(resized) // PICTURES][:PICTURES]
    pictures = [as_picture(path) for path in chosen]
    for number, path in enumerate(chosen):
        rng = np.random.default_rng(number)
        for name, alteration in ALTERATIONS.items():
            copy = folder / f"{path.stem}~{name}.jpg"
            cv2.imwrite(str(copy), alteration(cv2.imread(str(path)), rng))
            pictures.append(as_picture(copy))
    return pictures


def test_altered_pictures_are_found_and_different_ones_kept_apart(altered):
    found = names(find_pairs(altered))
    originals = [picture.id for picture in altered if "~" not in picture.id]
    recall = Counter(
        name for name in ALTERATIONS for original in originals if (original, f"{original}~{name}") in found
    )
    missed = {name: recall[name] / len(originals) for name in ALTERATIONS if recall[name] < 0.9 * len(originals)}
    assert not missed
    wrong = [(one, two) for one, two in found if one.split("~")[0] != two.split("~")[0]]
    assert len(wrong) <= 0.02 * len(found), wrong


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Vincent_van_Gogh_420", "Vincent_van_Gogh_738"),  # a reproduction in black and white, and the drawing
        ("Hieronymus_Bosch_123", "Hieronymus_Bosch_57"),  # a detail, and the panel
        ("Jan_van_Eyck_44", "Jan_van_Eyck_9"),  # an altarpiece, and one of its wings
        ("Gustav_Klimt_47", "Gustav_Klimt_67"),  # a photograph, and the painting in colour
        ("Titian_35", "Titian_40"),  # five panels in one picture, and one of them
        ("Edgar_Degas_112", "Edgar_Degas_612"),
        ("Frida_Kahlo_101", "Frida_Kahlo_23"),  # the leaves behind the sitter alone
    ],
)
def test_pairs_seen_by_eye_are_found(first, second, kaggle_sample):
    assert names(find_pairs(real(kaggle_sample, first, second))) == {(first, second)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Titian_215", "Titian_217"),  # two paintings of Danaë
        ("Titian_171", "Titian_172"),  # two of Christ carrying the cross
        ("Edgar_Degas_225", "Edgar_Degas_323"),  # the same dancers, traced
        ("Giotto_di_Bondone_116", "Giotto_di_Bondone_117"),  # both sides of one altarpiece
        ("Andrei_Rublev_10", "Andrei_Rublev_2"),  # two roundels in one border
        ("Frida_Kahlo_101", "Frida_Kahlo_83"),  # one sitter
        ("Rembrandt_61", "Rembrandt_74"),
    ],
)
def test_other_versions_and_likenesses_are_kept_apart(first, second, kaggle_sample):
    assert find_pairs(real(kaggle_sample, first, second)) == []


def real(kaggle_sample: Path, *stems: str):
    return [as_picture(next(kaggle_sample.rglob(f"{stem}.jpg"))) for stem in stems]
