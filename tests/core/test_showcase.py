"""Showcases: kept by name, read back as they were, and refused by name where a file is not what it should be."""

import json

import pytest

from core.environment import artifacts_root
from core.errors import AlreadyExistsError, InvalidInputError, NotFoundError, ReadOnlyError
from core.showcase import (
    CHAPTERS,
    LARGEST_FILE_BYTES,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TITLE,
    ChapterText,
    Showcase,
    ShowcaseStore,
    export_showcase,
    import_showcase,
)

EVENING = Showcase(
    "Open evening",
    (
        ChapterText("try", "Now you", "Two minutes.\nThen <b>cake</b>."),
        ChapterText("balance", "Not today", shown=False),
        ChapterText("collection"),
    ),
    ("run-a", "run-b"),
)


@pytest.fixture
def store() -> ShowcaseStore:
    return ShowcaseStore()


def test_the_usual_showcase_tells_every_chapter_once():
    assert [chapter.name for chapter in Showcase().chapters] == list(CHAPTERS)


def test_what_is_saved_is_read_back_in_its_order(store):
    kept = store.save(EVENING)
    assert store.get(kept.document_id) == EVENING
    assert (artifacts_root() / "showcases" / f"{kept.document_id}.json").is_file()
    assert store.listing().documents == (EVENING,)


def test_a_file_that_says_nothing_of_what_is_told_tells_all_it_names():
    chapters = [{"name": "try", "title": "", "note": ""}, {"name": "collection"}]
    read = Showcase.from_dict({"schema_version": 1, "name": "Old", "chapters": chapters})
    assert [chapter.name for chapter in read.shown_chapters] == ["try", "collection"]


def test_a_hidden_chapter_is_spelled_told_false_in_the_file():
    assert [chapter["told"] for chapter in EVENING.to_dict()["chapters"]] == [True, False, True]


def test_a_name_is_taken_once_whatever_its_case(store):
    kept = store.save(EVENING)
    with pytest.raises(AlreadyExistsError, match="Open evening"):
        store.save(Showcase("OPEN   Evening"))
    replaced = store.save(Showcase("OPEN Evening"), replace_existing=True)
    assert replaced.document_id == kept.document_id and len(store.listing().documents) == 1


def test_what_was_deleted_comes_back_as_it_was(store):
    kept = store.save(EVENING)
    store.delete(kept.document_id)
    assert store.listing().documents == ()
    with pytest.raises(NotFoundError):
        store.get(kept.document_id)
    store.restore(kept.document_id)
    assert store.get(kept.document_id) == EVENING


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_without_a_name_nothing_is_saved(name: str, store):
    with pytest.raises(InvalidInputError, match="name"):
        store.save(Showcase(name))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Showcase("x" * (LONGEST_NAME + 1)),
        lambda: Showcase("a\x00b"),
        lambda: Showcase("a\ud800b"),
        lambda: Showcase(chapters=()),
        lambda: Showcase(chapters=(ChapterText("try"), ChapterText("try"))),
        lambda: Showcase(runs=("",)),
        lambda: Showcase(runs=tuple(str(place) for place in range(20))),
        lambda: Showcase(chapters=(ChapterText("try", shown=False),)),
        lambda: ChapterText("try", shown="no"),
        lambda: ChapterText("cover"),
        lambda: ChapterText("try", "x" * (LONGEST_TITLE + 1)),
        lambda: ChapterText("try", note="x" * (LONGEST_NOTE + 1)),
        lambda: ChapterText("try", note=3),
    ],
)
def test_what_cannot_be_used_is_refused(make):
    with pytest.raises(InvalidInputError):
        make()


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 2},
        {"schema_version": True},
        {"colour": "red"},
        {"chapters": "all"},
        {"chapters": [3]},
        {"chapters": [{"name": "try", "slides": 3}]},
        {"chapters": [{"title": "no name"}]},
        {"runs": "all"},
        {"runs": [3]},
        {"name": None},
        {"document_id": "x"},
    ],
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(change: dict):
    document = {**EVENING.to_dict(), **change}
    with pytest.raises(InvalidInputError):
        Showcase.from_dict(json.loads(json.dumps(document)))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"schema_version": 9, "name": "a", "chapters": []}'])
def test_a_damaged_file_is_named_and_harms_no_other(text: str, store):
    store.save(EVENING)
    (store.root / "broken.json").write_text(text, "utf-8")
    listing = store.listing()
    assert listing.documents == (EVENING,)
    (unreadable,) = listing.unreadable
    assert unreadable.document_id == "broken" and "broken.json" in unreadable.sentence
    store.delete("broken")
    assert not store.listing().unreadable
    store.restore("broken")
    assert (store.root / "broken.json").read_text("utf-8") == text


@pytest.mark.parametrize("document_id", ["", ".", "..", "../runs/x", "a/b", "a\\b", "c:x", "x\0", "x" * 300, "\ud800"])
def test_no_name_leads_out_of_the_folder(document_id: str, store):
    for use in (store.get, store.delete, store.restore):
        with pytest.raises(NotFoundError):
            use(document_id)


def test_a_read_only_demo_keeps_and_deletes_nothing(store, monkeypatch):
    kept = store.save(EVENING)
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    for change in (lambda: store.save(Showcase("other")), lambda: store.delete(kept.document_id)):
        with pytest.raises(ReadOnlyError):
            change()
    assert store.listing().documents == (EVENING,)


def test_an_export_is_imported_as_it_was():
    assert import_showcase(export_showcase(EVENING).encode()) == EVENING


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[1]", b"[" * 100_000, b" " * (LARGEST_FILE_BYTES + 1)])
def test_a_file_that_is_no_showcase_is_refused(data: bytes):
    with pytest.raises(InvalidInputError):
        import_showcase(data)
