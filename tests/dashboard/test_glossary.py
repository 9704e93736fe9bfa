"""The glossary: every word in every language, and every model, encoder, measure and augmentation among them."""

import tomllib
from pathlib import Path

import pytest

from core.augment.config import PARAMETERS
from core.language import LANGUAGES
from core.models.encoders import ENCODERS
from core.models.registry import MODELS
from core.training.config.blocks import METRICS
from core.training.config.hyperparameters import HYPERPARAMETERS
from dashboard import glossary
from dashboard.app import PAGES
from dashboard.glossary import groups, term_for, terms, terms_of_page

FOLDER = Path(glossary.__file__).parent
EXPECTED_BY_THE_USER = (
    "loss mse learning_rate accuracy precision recall f1 epoch batch full_batch mini_batch single_batch overfitting "
    "early_stopping reduce_lr relu softmax dropout convolution pooling transfer_learning fine_tuning"
)


def read(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_and_no_group_is_missing_or_left_over_in_a_language(language):
    listed, texts = read("terms"), read(language)
    names = [name for members in listed["groups"].values() for name in members]
    assert len(names) == len(set(names)) and set(texts["terms"]) == set(names)
    assert set(texts["groups"]) == set(listed["groups"])
    for name, term in terms(language).items():
        assert term.title.strip() and term.text.endswith("."), name


def test_languages_differ_and_have_a_file_each():
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*LANGUAGES, "terms"}
    english, spanish = terms("en"), terms("es")
    assert not [name for name in english if english[name].text == spanish[name].text]


def test_whatever_can_be_chosen_or_read_off_has_a_word():
    known = set(terms("en"))
    assert set(EXPECTED_BY_THE_USER.split()) <= known
    assert set(METRICS) <= known and set(MODELS) <= known and set(PARAMETERS) <= known and set(ENCODERS) <= known


def test_settings_and_measures_lead_to_their_word():
    told = {"epochs": "epoch", "reduce_lr.factor": "reduce_lr", "split.seed": "seed", "split.test": "split", "f1": "f1"}
    assert {name: term_for(name, "es").name for name in told} == told
    assert term_for("image_size", "en") is None
    assert set(read("terms")["explains"]) <= set(HYPERPARAMETERS)
    assert set(read("terms")["explains"].values()) <= set(terms("en"))


def test_every_page_has_known_words():
    pages = {entry.page for entries in PAGES.values() for entry in entries}
    assert set(read("terms")["pages"]) == pages - {"glossary"}
    for page in read("terms")["pages"]:
        names = [term.name for term in terms_of_page(page, "es")]
        assert names and len(names) == len(set(names)), page
    assert terms_of_page("nowhere", "en") == ()


def test_a_page_that_speaks_of_a_whole_group_names_the_group():
    members = read("terms")["groups"]["models"]
    assert "*models" in read("terms")["pages"]["compare"]
    assert {term.name for term in terms_of_page("compare", "en")} >= {*members, "accuracy"}


def test_groups_hold_every_word_once():
    assert [term.name for members in groups("es").values() for term in members] == list(terms("es"))
