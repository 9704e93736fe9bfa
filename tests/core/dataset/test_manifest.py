"""Decisions of people: applied at once, each can be undone, none is lost."""

import json
import threading

import pytest

from core.dataset.manifest import Manifest, read_manifest
from core.errors import InvalidInputError, NotFoundError, ReadOnlyError


def excluded(dataset):
    catalog = dataset.catalog()
    return dict(catalog.loc[catalog["excluded"], ["painting_id", "reason"]].itertuples(index=False, name=None))


def test_excluding_is_seen_in_the_catalog_and_touches_no_file(dataset):
    before = {path: path.stat().st_mtime_ns for path in dataset.folder.rglob("*")}
    dataset.decide("exclude", ["Paul_Klee_1"], "a frame is in the picture")
    assert excluded(dataset) == {"Paul_Klee_1": "a frame is in the picture"}
    assert {path: path.stat().st_mtime_ns for path in dataset.folder.rglob("*")} == before


def test_every_decision_can_be_undone_and_redone(dataset):
    decision = dataset.decide("exclude", ["Paul_Klee_1", "Paul_Klee_2"])
    dataset.undo(decision)
    assert excluded(dataset) == {}
    dataset.redo(decision)
    assert set(excluded(dataset)) == {"Paul_Klee_1", "Paul_Klee_2"}


def test_undoing_one_of_two_decisions_keeps_the_other(dataset):
    first = dataset.decide("exclude", ["Paul_Klee_1"], "first")
    dataset.decide("exclude", ["Paul_Klee_1"], "second")
    dataset.undo(first)
    assert excluded(dataset) == {"Paul_Klee_1": "second"}


def test_decisions_outlive_the_catalog(dataset):
    dataset.decide("exclude", ["Paul_Klee_1"])
    dataset.catalog_path.unlink()
    assert set(excluded(dataset)) == {"Paul_Klee_1"}


def test_decisions_of_two_tabs_at_once_are_both_kept(dataset):
    names = [f"{prefix}_{number}" for prefix in ("Paul_Klee", "Claude_Monet") for number in (1, 2, 3, 4)]
    tabs = [threading.Thread(target=dataset.decide, args=("exclude", [name])) for name in names]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert set(excluded(dataset)) == set(names)


@pytest.mark.parametrize(("kind", "ids"), [("exclude", []), ("not_same_work", ["a"]), ("not_same_work", ["a", "a"])])
def test_meaningless_decisions_are_refused(kind, ids):
    with pytest.raises(InvalidInputError, match="Choose at least one picture"):
        Manifest().decide(kind, ids)


def test_unknown_pictures_and_decisions_are_refused(dataset):
    with pytest.raises(NotFoundError, match="“Nobody_1” is not a painting of tiny"):
        dataset.decide("exclude", ["Nobody_1"])
    with pytest.raises(NotFoundError, match="not in the manifest"):
        dataset.undo("gone")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{half",
        "[]",
        '{"schema_version": 99}',
        '{"schema_version": 1, "decisions": [{"kind": "explode"}]}',
    ],
)
def test_a_damaged_manifest_is_reported_and_left_alone(dataset, text):
    dataset.manifest_path.write_text(text)
    with pytest.raises(InvalidInputError, match="manifest"):
        read_manifest(dataset.manifest_path)
    with pytest.raises(InvalidInputError, match="manifest"):
        dataset.decide("exclude", ["Paul_Klee_1"])
    assert dataset.manifest_path.read_text() == text
    assert len(dataset.catalog()) == 12


def test_the_file_is_plain_json(dataset):
    dataset.decide("exclude", ["Paul_Klee_1"], "Dürer? No.")
    document = json.loads(dataset.manifest_path.read_text("utf-8"))
    assert document["schema_version"] == 1
    assert document["decisions"][0]["painting_ids"] == ["Paul_Klee_1"]


def test_a_read_only_demo_changes_nothing(dataset, monkeypatch):
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    with pytest.raises(ReadOnlyError, match="read-only demo"):
        dataset.decide("exclude", ["Paul_Klee_1"])
    assert not dataset.manifest_path.exists()


def test_a_damaged_catalog_does_not_hold_up_a_decision(dataset):
    decision = dataset.decide("exclude", ["Paul_Klee_1"])
    dataset.catalog_path.write_bytes(b"junk")
    dataset.undo(decision)
    assert excluded(dataset) == {}


def test_telling_a_pair_apart_twice_is_one_decision(dataset):
    first = dataset.decide("not_same_work", ["Paul_Klee_1", "Paul_Klee_2"])
    assert dataset.decide("not_same_work", ["Paul_Klee_2", "Paul_Klee_1"]) == first
    dataset.undo(first)
    assert dataset.manifest().rejected_pairs == set()
