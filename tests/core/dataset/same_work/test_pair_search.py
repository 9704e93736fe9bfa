"""Pictures that show the same work are found, others are not, and nothing is done twice."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core import parallel
from core.dataset.same_work import features, pair_search
from core.dataset.same_work.pair_search import find_pairs
from core.errors import CancelledError
from tests.conftest import draw_painting
from tests.core.dataset.same_work.alterations import ALTERATIONS, crop, tone
from tests.core.dataset.same_work.made import as_picture, names, write_picture

PAINTINGS = 6


def paint(seed: int) -> np.ndarray:
    return draw_painting(seed, 480, 400)


@pytest.fixture
def paintings(tmp_path: Path):
    return [write_picture(tmp_path, f"painting_{seed}", paint(seed)) for seed in range(PAINTINGS)]


@pytest.fixture
def copy(tmp_path: Path):
    """Another tone and crop of painting 2."""
    rng = np.random.default_rng(0)
    return write_picture(tmp_path, "painting_copy", tone(crop(paint(2), 0.8, rng), rng))


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were read for their features."""
    read: list[str] = []
    original = pair_search.read_features

    def recording(path: Path):
        read.append(path.stem)
        return original(path)

    monkeypatch.setattr(pair_search, "read_features", recording)
    return read


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_altered_picture_is_found_and_no_other(alteration, paintings, tmp_path):
    altered = ALTERATIONS[alteration](paint(3), np.random.default_rng(1))
    pairs = find_pairs([*paintings, write_picture(tmp_path, "altered", altered)])
    assert names(pairs) == {("painting_3", "altered")}


def test_a_pair_says_where_the_detail_lies(paintings, tmp_path):
    detail = write_picture(tmp_path, "detail", paint(4)[100:300, 120:360])
    [pair] = find_pairs([*paintings, detail])
    assert (pair.first, pair.second, pair.relation) == ("painting_4", "detail", "detail")
    assert pair.cover_first == pytest.approx(0.25, abs=0.02)
    assert pair.cover_second == pytest.approx(1, abs=0.02)
    expected = [480 / 240, 0, -120 / 240, 0, 400 / 200, -100 / 200]
    assert pair.transform == pytest.approx(expected, abs=0.02)


def test_first_is_the_earlier_in_the_catalog_whatever_its_name(paintings, copy):
    assert names(find_pairs([copy, *paintings])) == {("painting_copy", "painting_2")}


def test_a_mirror_image_and_a_quarter_turn_are_other_works(paintings, tmp_path):
    mirrored = write_picture(tmp_path, "mirrored", paint(1)[:, ::-1])
    turned = write_picture(tmp_path, "turned", cv2.rotate(paint(1), cv2.ROTATE_90_CLOCKWISE))
    assert find_pairs([*paintings, mirrored, turned]) == []


def test_a_shared_frame_and_caption_do_not_make_one_work(tmp_path):
    framed = []
    for seed in range(5):
        picture = paint(100 + seed)
        ornament = np.tile(paint(7)[:40, :80], (11, 7, 1))
        ornament[40 : 40 + 400, 40 : 40 + 480] = picture
        cv2.putText(ornament, "Museum of Made Things, inv. 1234", (60, 425), 0, 0.7, (255, 255, 255), 2)
        framed.append(write_picture(tmp_path, f"framed_{seed}", ornament))
    assert find_pairs(framed) == []


def test_flat_and_tiny_pictures_are_compared_with_nothing(paintings, tmp_path):
    flat = [write_picture(tmp_path, f"flat_{size}", np.full((size, size, 3), 90, np.uint8)) for size in (1, 9, 300)]
    noise = np.random.default_rng(0).integers(0, 256, (12, 300, 3), dtype=np.uint8)
    assert find_pairs([*flat, *paintings, write_picture(tmp_path, "strip", noise)]) == []


def test_a_collection_of_flat_pictures_alone_has_no_pairs(tmp_path):
    assert find_pairs([write_picture(tmp_path, "flat", np.zeros((200, 200, 3), np.uint8))]) == []


def test_no_pictures_no_pairs(tmp_path):
    assert find_pairs([], tmp_path / "cache") == []


def test_one_file_under_two_names_is_a_copy(paintings, tmp_path):
    again = tmp_path / "again.png"
    again.write_bytes(paintings[0].path.read_bytes())
    [pair] = find_pairs([*paintings, as_picture(again)])
    assert (pair.first, pair.second, pair.relation, pair.scale) == ("painting_0", "again", "copy", 1)


def test_an_unreadable_picture_is_left_out_and_the_rest_goes_on(paintings, copy, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    gone = as_picture(broken)
    gone = type(gone)("gone", tmp_path / "gone.jpg", "0" * 64)
    pairs = find_pairs([as_picture(broken), gone, *paintings, copy], tmp_path / "cache")
    assert names(pairs) == {("painting_2", "painting_copy")}


def test_the_result_does_not_depend_on_the_number_of_threads(paintings, copy, tmp_path, monkeypatch):
    results = []
    for cores in (1, 2, 5):
        monkeypatch.setattr(parallel.os, "cpu_count", lambda cores=cores: cores)
        results.append(find_pairs([*paintings, copy], tmp_path / f"cache_{cores}"))
    assert results[0] == results[1] == results[2]


def test_opencv_keeps_its_own_number_of_threads(paintings):
    before = cv2.getNumThreads()
    find_pairs(paintings)
    assert cv2.getNumThreads() == before


class TestSecondCheck:
    def test_with_nothing_new_reads_and_compares_nothing(self, paintings, copy, tmp_path, read_files, monkeypatch):
        first = find_pairs([*paintings, copy], tmp_path / "cache")
        read_files.clear()
        monkeypatch.setattr(pair_search, "compare", lambda *_: pytest.fail("compared again"))
        assert find_pairs([*paintings, copy], tmp_path / "cache") == first
        assert read_files == []

    def test_reads_only_what_is_new(self, paintings, copy, tmp_path, read_files):
        find_pairs(paintings, tmp_path / "cache")
        read_files.clear()
        assert names(find_pairs([*paintings, copy], tmp_path / "cache")) == {("painting_2", "painting_copy")}
        assert read_files == ["painting_copy"]

    def test_finds_what_one_check_of_all_would_find(self, paintings, copy, tmp_path):
        for number in range(PAINTINGS):
            find_pairs([*paintings[: number + 1]], tmp_path / "cache")
        assert find_pairs([*paintings, copy], tmp_path / "cache") == find_pairs([*paintings, copy])

    def test_forgets_pairs_of_pictures_that_left_and_finds_them_when_they_return(self, paintings, copy, tmp_path):
        everything = find_pairs([*paintings, copy], tmp_path / "cache")
        assert find_pairs([*paintings[:2], copy], tmp_path / "cache") == []
        assert find_pairs([*paintings, copy], tmp_path / "cache") == everything

    def test_follows_another_order_of_the_catalog(self, paintings, copy, tmp_path):
        [pair] = find_pairs([*paintings, copy], tmp_path / "cache")
        [reverse] = find_pairs([copy, *paintings], tmp_path / "cache")
        assert (reverse.first, reverse.second) == (pair.second, pair.first)
        there = np.vstack([np.reshape(pair.transform, (2, 3)), [0, 0, 1]])
        back = np.vstack([np.reshape(reverse.transform, (2, 3)), [0, 0, 1]])
        assert there @ back == pytest.approx(np.eye(3), abs=1e-9)
        assert (reverse.cover_first, reverse.cover_second) == (pair.cover_second, pair.cover_first)


class TestDamagedCache:
    @pytest.mark.parametrize("damage", [b"", b"not an archive", None])
    def test_is_made_again(self, damage, paintings, copy, tmp_path):
        first = find_pairs([*paintings, copy], tmp_path / "cache")
        for path in (tmp_path / "cache").iterdir():
            content = path.read_bytes()
            path.write_bytes(content[: len(content) // 2] if damage is None else damage)
        assert find_pairs([*paintings, copy], tmp_path / "cache") == first
        assert find_pairs([*paintings, copy], tmp_path / "cache") == first

    def test_with_flipped_bytes_is_noticed(self, paintings, copy, tmp_path):
        first = find_pairs([*paintings, copy], tmp_path / "cache")
        [path] = (tmp_path / "cache").glob("*.npz")
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
        (tmp_path / "cache" / "judged.json").unlink()
        assert find_pairs([*paintings, copy], tmp_path / "cache") == first


def test_small_additions_share_one_cache_file(paintings, tmp_path):
    for number in range(1, PAINTINGS + 1):
        find_pairs(paintings[:number], tmp_path / "cache")
    assert len(list((tmp_path / "cache").glob("*.npz"))) == 1


def test_many_pictures_are_spread_over_files(paintings, tmp_path, monkeypatch):
    monkeypatch.setattr(features, "PICTURES_A_FILE", 2)
    find_pairs(paintings, tmp_path / "cache")
    assert len(list((tmp_path / "cache").glob("*.npz"))) == PAINTINGS / 2


def test_stopping_keeps_what_was_read(paintings, tmp_path, read_files):
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "Looking for likely pairs":
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        find_pairs(paintings, tmp_path / "cache", stop)
    read_files.clear()
    find_pairs(paintings, tmp_path / "cache")
    assert read_files == []


def test_stopping_while_reading_keeps_the_first_pictures(paintings, tmp_path, read_files, monkeypatch):
    monkeypatch.setattr(parallel, "_QUEUED_PER_WORKER", 1)
    monkeypatch.setattr(parallel.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pair_search, "Throttle", lambda progress: progress)

    def stop(stage: str, done: int, total: int) -> None:
        if done >= 4:
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        find_pairs(paintings, tmp_path / "cache", stop)
    read_files.clear()
    find_pairs(paintings, tmp_path / "cache")
    assert len(read_files) == PAINTINGS - 4


def test_progress_reaches_the_end_of_every_stage(paintings, copy):
    reports: dict[str, tuple[int, int]] = {}
    find_pairs([*paintings, copy], None, lambda stage, done, total: reports.update({stage: (done, total)}))
    assert list(reports) == ["Reading pictures", "Looking for likely pairs", "Comparing pairs"]
    assert all(done == total for done, total in reports.values())
