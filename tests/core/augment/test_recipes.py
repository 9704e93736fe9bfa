"""Saved recipes: kept whole, found again, deleted with a way back, and no bad file breaks the rest."""

import json
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS
from core.augment.recipes import LONGEST_TITLE, Difference, Recipe, RecipeStore, compare_configs
from core.environment import artifacts_root
from core.errors import AlreadyExistsError, InvalidInputError, NotFoundError, ReadOnlyError
from tests.core.augment.configs import configs

CLASSIC = PRESETS["classic"].config


@pytest.fixture
def store():
    return RecipeStore()


@given(configs, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_json_gives_back_the_same_recipe(config, note):
    recipe = Recipe("Title", config, note, "then", "now")
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe


def test_a_saved_recipe_is_found_again(store):
    saved = store.save("Quiet", CLASSIC, "for the van Goghs\nand others")
    assert store.root == artifacts_root() / "recipes"
    assert store.get(saved.document_id) == saved
    assert store.listing().documents == (saved,) and store.listing().unreadable == ()
    assert saved.created_at == saved.changed_at and saved.created_at.endswith("+00:00")
    assert (store.root / f"{saved.document_id}.json").is_file()


def test_an_empty_store_lists_nothing_and_makes_no_folder(store):
    assert store.listing().documents == () and not store.root.exists()


TITLES = ["Dürer, später", "水墨 / 山水", "../../etc/passwd", "CON", "نمونه\u200cها", ".hidden", "?*<>|"]


@pytest.mark.parametrize("title", [*TITLES, "a" * LONGEST_TITLE])
def test_any_text_is_a_title_and_the_file_stays_in_its_folder(store, title):
    saved = store.save(title, CLASSIC)
    assert store.get(saved.document_id).title == title
    [path] = store.root.glob("*.json")
    assert path.name.isascii() and path.stem.replace("-", "").isalnum()


@pytest.mark.parametrize("title", ["", "   ", "a" * (LONGEST_TITLE + 1), "null\x00", "half \ud800", None, 3])
def test_a_title_that_is_none_is_refused(store, title):
    with pytest.raises(InvalidInputError, match="title"):
        store.save(title, CLASSIC)


def test_a_note_that_no_file_can_hold_is_refused(store):
    for note in ("\ud800", "x" * 5000, None):
        with pytest.raises(InvalidInputError, match="note"):
            store.save("Title", CLASSIC, note)
    assert store.listing().documents == ()


def test_a_title_is_taken_once_unless_it_is_to_be_replaced(store):
    first = store.save("Soft  light", CLASSIC)
    with pytest.raises(AlreadyExistsError, match="Soft light"):
        store.save("soft LIGHT ", AugmentConfig())
    second = store.save("soft LIGHT", AugmentConfig(), replace_existing=True)
    assert second.document_id == first.document_id and second.created_at == first.created_at
    assert [recipe.config for recipe in store.listing().documents] == [AugmentConfig()]


def test_duplicates_get_free_titles(store):
    original = store.save("Mine", CLASSIC, "note")
    titles = [store.duplicate(original.document_id).title for _ in range(3)]
    assert titles == ["Mine (copy)", "Mine (copy 2)", "Mine (copy 3)"]
    assert {recipe.config for recipe in store.listing().documents} == {CLASSIC}
    longest = store.save("b" * LONGEST_TITLE, CLASSIC)
    assert len(store.duplicate(longest.document_id).title) == LONGEST_TITLE


def test_renaming_keeps_the_id(store):
    recipe, other = store.save("Old", CLASSIC), store.save("Other", CLASSIC)
    assert store.rename(recipe.document_id, "New").document_id == recipe.document_id
    assert store.rename(recipe.document_id, "new").title == "new"
    with pytest.raises(AlreadyExistsError):
        store.rename(recipe.document_id, other.title)


def test_what_was_deleted_comes_back(store):
    recipe = store.save("Gone", CLASSIC, "note")
    store.delete(recipe.document_id)
    assert store.listing().documents == ()
    with pytest.raises(NotFoundError):
        store.get(recipe.document_id)
    store.restore(recipe.document_id)
    assert store.get(recipe.document_id) == recipe
    assert store.listing().documents == (recipe,)
    with pytest.raises(NotFoundError):
        store.restore(recipe.document_id)


def test_what_comes_back_to_a_taken_title_gets_another(store):
    recipe = store.save("Same", CLASSIC)
    store.delete(recipe.document_id)
    store.save("Same", AugmentConfig())
    store.restore(recipe.document_id)
    assert store.get(recipe.document_id).title == "Same (copy)"


@pytest.mark.parametrize(
    "document_id", ["", "nothing", "../recipes/x", "/etc/passwd", ".lock", "a\0b", "x" * 500, None, "."]
)
def test_an_id_that_is_none_is_not_found(store, document_id):
    store.save("Title", CLASSIC)
    for action in (store.get, store.delete, store.restore, store.duplicate):
        with pytest.raises(NotFoundError):
            action(document_id)


BAD_FILES = {
    "half": '{"schema_version": 1, "title": "Ha',
    "empty": "",
    "list": "[]",
    "number": "3",
    "no-title": json.dumps({"schema_version": 1, "config": CLASSIC.to_dict()}),
    "no-config": json.dumps({"schema_version": 1, "title": "x"}),
    "older": json.dumps({"schema_version": 0, "title": "x", "config": CLASSIC.to_dict()}),
    "newer": json.dumps({"schema_version": 2, "title": "x", "config": CLASSIC.to_dict()}),
    "no-version": json.dumps({"title": "x", "config": CLASSIC.to_dict()}),
    "no-config-version": json.dumps({"schema_version": 1, "title": "x", "config": {"shear_range": 0.2}}),
    "older-config": json.dumps(
        {"schema_version": 1, "title": "x", "config": CLASSIC.to_dict() | {"schema_version": 0}}
    ),
    "nan": json.dumps({"schema_version": 1, "title": "x", "config": CLASSIC.to_dict() | {"cval": float("nan")}}),
    "unknown-key": json.dumps({"schema_version": 1, "title": "x", "config": CLASSIC.to_dict(), "colour": 1}),
    "own-id": json.dumps({"schema_version": 1, "title": "x", "config": CLASSIC.to_dict(), "document_id": "y"}),
    "title-list": json.dumps({"schema_version": 1, "title": ["x"], "config": CLASSIC.to_dict()}),
    "bytes": None,
}


def test_bad_files_are_listed_with_a_sentence_and_break_nothing(store):
    good = store.save("Good", CLASSIC)
    for name, text in BAD_FILES.items():
        (store.root / f"{name}.json").write_bytes(b"\xff\xfe\x00" if text is None else text.encode())
    (store.root / "folder.json").mkdir()
    listing = store.listing()
    assert listing.documents == (good,)
    assert {bad.document_id for bad in listing.unreadable} == {*BAD_FILES, "folder"}
    for bad in listing.unreadable:
        assert f"{bad.document_id}.json" in bad.sentence and bad.sentence.endswith(".")
    sentences = {bad.document_id: bad.sentence for bad in listing.unreadable}
    of_another_version = ("older", "newer", "older-config", "no-version", "no-config-version")
    assert all("schema_version" in sentences[name] for name in of_another_version)
    assert "colour" in sentences["unknown-key"] and "document_id" in sentences["own-id"]
    assert "cval" in sentences["nan"]


def test_a_bad_file_can_be_deleted_and_brought_back(store):
    store.save("Good", CLASSIC)
    (store.root / "half.json").write_text(BAD_FILES["half"])
    store.delete("half")
    assert store.listing().unreadable == ()
    with pytest.raises(InvalidInputError, match="half"):
        store.restore("half")
    assert [bad.document_id for bad in store.listing().unreadable] == ["half"]


def test_two_tabs_at_once_lose_nothing_and_take_no_title_twice(store):
    refused = []

    def tab(number):
        mine = RecipeStore()
        for index in range(6):
            mine.save(f"Tab {number} recipe {index}", CLASSIC)
        try:
            mine.save("Wanted by all", CLASSIC)
        except AlreadyExistsError:
            refused.append(number)

    tabs = [threading.Thread(target=tab, args=(number,)) for number in range(4)]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()
    assert len(store.listing().documents) == 4 * 6 + 1 and len(refused) == 3


def test_a_demo_can_be_read_and_not_changed(store, monkeypatch):
    recipe = store.save("Shown", CLASSIC)
    monkeypatch.setenv("ATELIER_READ_ONLY", "1")
    assert store.listing().documents == (recipe,)
    changes = [
        lambda: store.save("More", CLASSIC),
        lambda: store.duplicate(recipe.document_id),
        lambda: store.rename(recipe.document_id, "Other"),
        lambda: store.delete(recipe.document_id),
        lambda: store.restore(recipe.document_id),
    ]
    for change in changes:
        with pytest.raises(ReadOnlyError):
            change()


def test_comparing_names_what_differs(store):
    changed = AugmentConfig(**{**vars(CLASSIC), "rotation_range": 10, "vertical_flip": True})
    one, other = store.save("One", CLASSIC), store.save("Other", changed)
    assert store.compare(one.document_id, other.document_id) == [
        Difference("rotation_range", 40.0, 10.0),
        Difference("vertical_flip", False, True),
    ]


@given(configs)
def test_a_config_differs_from_itself_in_nothing(config):
    assert compare_configs(config, config) == []
