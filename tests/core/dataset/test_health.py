"""The health report counts what was planted, and nothing else."""

import shutil

import pytest
from PIL import Image

from core.dataset.health import health_report


@pytest.fixture
def report_of(dataset):
    def check():
        dataset.rescan()
        return health_report(dataset)

    return check


@pytest.fixture
def klee(dataset):
    return dataset.folder / "images" / "Paul_Klee"


def test_a_healthy_collection_has_nothing_but_good_findings(report_of):
    report = report_of()
    counts = report.to_dict()["counts"]
    assert not any(counts.values())
    assert report.unsearched == 12


def test_oddities_of_single_pictures_are_found_by_name(report_of, klee, painting_factory):
    Image.new("RGB", (120, 400), "red").save(klee / "Paul_Klee_1.jpg")
    Image.fromarray(painting_factory(7)).convert("L").save(klee / "Paul_Klee_2.jpg")
    (klee / "Paul_Klee_3.jpg").write_text("not a picture")
    report = report_of()
    assert report.finding("tiny").groups == (("Paul_Klee_1",),)
    assert report.finding("extreme_aspect").groups == (("Paul_Klee_1",),)
    assert report.finding("greyscale").groups == (("Paul_Klee_2",),)
    assert report.finding("unreadable").groups == (("Paul_Klee_3",),)
    assert "not a picture" in report.finding("unreadable").rows[0]["problem"]


def test_grey_pictures_saved_in_colour_are_found_too(report_of, klee, painting_factory):
    Image.fromarray(painting_factory(7)).convert("L").convert("RGB").save(klee / "Paul_Klee_2.jpg")
    assert report_of().finding("greyscale").groups == (("Paul_Klee_2",),)


def test_identical_files_stand_together(report_of, klee):
    shutil.copy(klee / "Paul_Klee_1.jpg", klee / "Paul_Klee_4.jpg")
    duplicates = report_of().finding("exact_duplicates")
    assert duplicates.groups == (("Paul_Klee_1", "Paul_Klee_4"),)
    assert (duplicates.count, duplicates.severity) == (1, "problem")


def test_the_table_is_held_against_the_files(report_of, dataset, klee):
    for path in (klee / "Paul_Klee_4.jpg", dataset.folder / "resized" / "Paul_Klee_4.jpg"):
        path.unlink()
    assert report_of().finding("table_mismatch").rows == ({"artist": "Paul Klee", "listed": 4, "found": 3},)


def test_what_a_person_left_out_is_listed(report_of, dataset):
    decision = dataset.decide("exclude", ["Paul_Klee_2"], "a frame")
    assert report_of().finding("excluded").groups == (("Paul_Klee_2",),)
    dataset.undo(decision)
    assert report_of().finding("excluded").count == 0


def test_same_works_are_found_grouped_and_can_be_told_apart(report_of, dataset, klee, painting_factory):
    whole = Image.fromarray(painting_factory(55, 480, 360))
    whole.save(klee / "Paul_Klee_1.jpg", quality=92)
    whole.crop((60, 40, 420, 330)).save(klee / "Paul_Klee_2.jpg", quality=80)
    dataset.rescan()
    dataset.find_same_works()
    report = report_of()
    assert report.finding("same_work").groups == (("Paul_Klee_1", "Paul_Klee_2"),)
    assert report.unsearched == 0
    decision = dataset.decide("not_same_work", ["Paul_Klee_1", "Paul_Klee_2"])
    assert report_of().finding("same_work").count == 0
    dataset.find_same_works()
    assert report_of().finding("same_work").count == 0
    dataset.undo(decision)
    assert report_of().finding("same_work").count == 1


def test_new_pictures_are_reported_as_not_searched(report_of, dataset, klee, painting_factory):
    dataset.find_same_works()
    Image.fromarray(painting_factory(77)).save(klee / "Paul_Klee_5.jpg")
    assert report_of().unsearched == 1


def test_an_unknown_kind_is_an_error_not_an_empty_finding(report_of):
    with pytest.raises(KeyError):
        report_of().finding("nonsense")
