"""Features are those of the right pictures, computed once, and never lost or half-written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.augment.config import AugmentConfig
from core.dataset.images.decoding import load_square
from core.errors import CancelledError, InvalidInputError, NotFoundError, ReadOnlyError
from core.features import computing
from core.features.computing import augmented_features, features, known_features, known_pictures, missing_features
from core.features.store import FeatureStore
from tests.core.features.fake_encoder import MeanColourEncoder

BENT = AugmentConfig(rotation_range=40, brightness_range=(0.5, 1.5))


def training_picture(dataset, row, size):
    """The pixels that feed training, read without any of the code under test."""
    painting = dataset.catalog().iloc[row]
    return load_square(dataset.picture_path(painting["resized_path"]), size)


def mean_colours(pictures):
    return np.array([picture.reshape(-1, 3).mean(axis=0) for picture in pictures])


def test_they_come_in_the_order_asked(dataset):
    ids = dataset.catalog()["painting_id"].tolist()
    order = [7, 2, 11, 2]
    found = features(dataset, MeanColourEncoder(), [ids[row] for row in order])
    expected = mean_colours([training_picture(dataset, row, 32) for row in order])
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_asked_for_nothing_in_particular_all_come_in_catalog_order(dataset):
    expected = mean_colours([training_picture(dataset, row, 32) for row in range(12)])
    np.testing.assert_allclose(features(dataset, MeanColourEncoder()), expected, atol=1e-3)


def test_asked_for_none_none_come(dataset):
    assert features(dataset, MeanColourEncoder(), []).shape == (0, 3)


def test_what_is_there_can_be_read_without_computing_the_rest(dataset):
    encoder, ids = MeanColourEncoder(), dataset.catalog()["painting_id"].tolist()
    expected = features(dataset, encoder, ids[3:5])
    encoder.encoded = 0
    found, known = known_features(dataset, encoder)
    assert encoder.encoded == 0
    assert known.nonzero()[0].tolist() == known_pictures(dataset, encoder).nonzero()[0].tolist() == [3, 4]
    np.testing.assert_array_equal(found[3:5], expected)
    assert not found[~known].any()


def test_a_pixel_store_gives_the_same(dataset):
    decoded = features(dataset, MeanColourEncoder(key="decoded"))
    dataset.pixels(32)
    np.testing.assert_array_equal(features(dataset, MeanColourEncoder(key="stored")), decoded)


def test_each_picture_is_computed_once(dataset):
    ids = dataset.catalog()["painting_id"].tolist()
    encoder = MeanColourEncoder()
    features(dataset, encoder, ids[:5])
    assert missing_features(dataset, encoder) == 7
    features(dataset, encoder)
    features(dataset, encoder, ids[3:])
    assert encoder.encoded == 12
    assert missing_features(dataset, encoder) == 0


def test_another_key_is_another_cache(dataset):
    features(dataset, MeanColourEncoder(key="weights-a"))
    other = MeanColourEncoder(key="weights-b")
    features(dataset, other)
    assert other.encoded == 12


def test_a_picture_that_changed_is_computed_again(dataset):
    encoder = MeanColourEncoder()
    before = features(dataset, encoder)
    painting = dataset.catalog().iloc[4]
    for name in ("path", "resized_path"):
        path = dataset.picture_path(painting[name])
        cv2.imwrite(str(path), np.full((90, 120, 3), 200, np.uint8))
    dataset.rescan()
    after = features(dataset, encoder)
    assert encoder.encoded == 13
    np.testing.assert_allclose(after[4], 200, atol=2)
    np.testing.assert_array_equal(np.delete(after, 4, axis=0), np.delete(before, 4, axis=0))


def test_tiles_join_the_picture_with_the_mean_of_its_quarters(dataset):
    found = features(dataset, MeanColourEncoder(), tiles=True)
    large = [training_picture(dataset, row, 64) for row in range(12)]
    whole = mean_colours([cv2.resize(picture, (32, 32), interpolation=cv2.INTER_AREA) for picture in large])
    quarters = np.mean(
        [mean_colours([p[top : top + 32, left : left + 32] for p in large]) for top in (0, 32) for left in (0, 32)],
        axis=0,
    )
    assert found.shape == (12, 6)
    np.testing.assert_allclose(found, np.concatenate([whole, quarters], axis=1), atol=1e-3)


def test_a_view_depends_on_nothing_but_picture_recipe_seed_and_number(dataset):
    ids = dataset.catalog()["painting_id"].tolist()
    together = augmented_features(dataset, MeanColourEncoder(key="a"), ids, BENT, views=3, seed=5)
    alone = augmented_features(dataset, MeanColourEncoder(key="b"), [ids[9]], BENT, views=2, seed=5)
    assert together.shape == (3, 12, 3)
    np.testing.assert_allclose(alone[:, 0], together[:2, 9], atol=1e-4)


def test_views_seeds_and_recipes_differ(dataset):
    ids = dataset.catalog()["painting_id"].tolist()
    encoder = MeanColourEncoder()
    first = augmented_features(dataset, encoder, ids, BENT, views=2, seed=0)
    assert np.abs(first[0] - first[1]).max() > 1
    assert np.abs(augmented_features(dataset, encoder, ids, BENT, views=1, seed=1)[0] - first[0]).max() > 1
    darker = AugmentConfig(rotation_range=40, brightness_range=(0.1, 0.2))
    assert np.abs(augmented_features(dataset, encoder, ids, darker, views=1, seed=0)[0] - first[0]).max() > 1


def test_views_are_computed_once(dataset):
    encoder = MeanColourEncoder()
    augmented_features(dataset, encoder, None, BENT, views=2, seed=0)
    again = augmented_features(dataset, encoder, None, BENT, views=3, seed=0)
    assert encoder.encoded == 36
    assert again.shape == (3, 12, 3)


def test_a_recipe_that_changes_nothing_gives_the_plain_features(dataset):
    plain = features(dataset, MeanColourEncoder())
    found = augmented_features(dataset, MeanColourEncoder(), None, AugmentConfig(), views=1, seed=0)
    np.testing.assert_array_equal(found[0], plain)


def test_cancelling_keeps_what_was_computed(dataset, monkeypatch):
    monkeypatch.setattr(computing, "PICTURES_A_CHUNK", 4)
    encoder = MeanColourEncoder()

    def cancel_after_eight(stage, done, total):
        if done >= 8:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        features(dataset, encoder, progress=cancel_after_eight)
    assert missing_features(dataset, encoder) == 4
    features(dataset, encoder)
    assert encoder.encoded == 12


def test_progress_counts_pictures_over_all_views(dataset, monkeypatch):
    monkeypatch.setattr(computing, "PICTURES_A_CHUNK", 5)
    reports = []
    augmented_features(
        dataset, MeanColourEncoder(), None, BENT, views=2, seed=0, progress=lambda *report: reports.append(report)
    )
    assert [done for _, done, _ in reports] == [0, 5, 10, 12, 12, 17, 22, 24]
    assert {total for _, _, total in reports} == {24}


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", None], ids=["empty", "garbage", "cut off"])
def test_a_damaged_file_is_made_again(dataset, damage):
    encoder = MeanColourEncoder()
    expected = features(dataset, encoder)
    (path,) = (dataset.artifacts_dir / "features").rglob("*.npz")
    path.write_bytes(path.read_bytes()[:-60] if damage is None else damage)
    np.testing.assert_array_equal(features(dataset, encoder), expected)
    assert encoder.encoded == 24
    np.testing.assert_array_equal(features(dataset, encoder), expected)
    assert encoder.encoded == 24


def test_a_store_joins_its_files_and_loses_nothing(tmp_path):
    store = FeatureStore(tmp_path, 2)
    values = np.arange(40, dtype=np.float32).reshape(20, 2)
    for row in range(20):
        store.add([f"picture {row}"], values[row : row + 1])
    (tmp_path / ".features_left.npz.abc.part").write_bytes(b"half")
    store.join_files()
    found, known = store.load([f"picture {row}" for row in range(21)])
    assert len(list(tmp_path.iterdir())) == 1
    np.testing.assert_array_equal(found[:20], values)
    assert known.tolist() == [True] * 20 + [False]


def test_a_read_only_demo_reads_and_computes_nothing(dataset, monkeypatch):
    encoder = MeanColourEncoder()
    ids = dataset.catalog()["painting_id"].tolist()
    expected = features(dataset, encoder, ids[:3])
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    np.testing.assert_array_equal(features(dataset, encoder, ids[:3]), expected)
    with pytest.raises(ReadOnlyError):
        features(dataset, encoder)


def test_an_unknown_painting_and_no_views_are_said(dataset):
    with pytest.raises(NotFoundError, match="Nobody_1"):
        features(dataset, MeanColourEncoder(), ["Nobody_1"])
    with pytest.raises(InvalidInputError, match="views"):
        augmented_features(dataset, MeanColourEncoder(), None, BENT, views=0, seed=0)


SLOW_RUN = """
import sys
from pathlib import Path
from core.dataset.store import open_dataset
from core.features import computing
from tests.core.features.fake_encoder import MeanColourEncoder
computing.PICTURES_A_CHUNK = 3
computing.features(open_dataset("tiny"), MeanColourEncoder(log=Path(sys.argv[1]), pause_s=float(sys.argv[2])))
"""


def start_run(log: Path, pause_s: float) -> subprocess.Popen:
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.Popen([sys.executable, "-c", SLOW_RUN, str(log), str(pause_s)], env=environment, cwd=root)


def pictures_encoded(log: Path) -> int:
    return sum(map(int, log.read_text().split())) if log.is_file() else 0


def test_a_killed_process_loses_one_chunk_at_most(dataset, tmp_path):
    log = tmp_path / "log"
    process = start_run(log, pause_s=0.5)
    while pictures_encoded(log) < 6:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    encoder = MeanColourEncoder()
    assert missing_features(dataset, encoder) <= 12 - pictures_encoded(log) + 3
    expected = mean_colours([training_picture(dataset, row, 32) for row in range(12)])
    np.testing.assert_allclose(features(dataset, encoder), expected, atol=1e-3)


def test_two_processes_at_once_share_the_work(dataset, tmp_path):
    log = tmp_path / "log"
    runs = [start_run(log, pause_s=0.05) for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert pictures_encoded(log) == 12
    expected = mean_colours([training_picture(dataset, row, 32) for row in range(12)])
    np.testing.assert_allclose(features(dataset, MeanColourEncoder()), expected, atol=1e-3)
