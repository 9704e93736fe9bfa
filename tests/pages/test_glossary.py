"""Glossary: words found by search, in two languages, and one click away on every page that uses them."""

import re

import pytest

from core.dataset.store import Dataset
from dashboard import glossary
from dashboard.app import PAGES
from dashboard.ui import glossary_terms as words_widget
from tests.pages.conftest import texts
from tests.pages.test_language import said_by
from tests.read_only import furnish

SPEAKING = [entry.page for entries in PAGES.values() for entry in entries if entry.page != "glossary"]


def test_all_words_stand_there_in_groups(open_app):
    app = open_app("glossary")
    assert "How a network learns" in [heading.value for heading in app.subheader]
    assert "**Softmax**" in texts(app) and "**Dense net**" in texts(app)


def test_a_search_narrows_the_list_and_one_click_shows_all(open_app):
    app = open_app("glossary", glossary__text="harmonic")
    assert "**F1**" in texts(app) and "**Softmax**" not in texts(app)
    assert "**Softmax**" in texts(open_app("glossary", glossary__text="harmonic", glossary__term="softmax"))
    app.text_input(key="glossary.text").set_value("zebra").run()
    app.button(key="glossary.empty").click().run()
    assert "**Softmax**" in texts(app)


def test_the_language_is_in_the_address_and_holds_on_other_pages(open_app, dataset):
    app = open_app("glossary", language="es")
    assert "**Pérdida**" in texts(app) and "**Loss**" not in texts(app)
    app.switch_page("../pages/balance.py").run()
    assert "**Desequilibrio**" in texts(app)


def test_the_words_of_a_page_are_in_its_header_in_either_language(open_app, dataset):
    app = open_app("balance")
    assert "**Imbalance**" in texts(app) and "**Softmax**" not in texts(app)
    app.segmented_control(key="language.choice").set_value("es").run()
    assert "**Desequilibrio**" in texts(app)


def words_in(text: str) -> set[str]:
    """The words of the glossary that a text uses; of "log loss" not "loss" as well."""
    found = set()
    for term in sorted(glossary.terms("en").values(), key=lambda term: -len(term.title)):
        text, times = re.subn(rf"(?<!\w){re.escape(term.title)}(?:s|es)?(?!\w)", " ", text, flags=re.IGNORECASE)
        found |= {term.name} if times else set()
    return found


@pytest.mark.parametrize("page", SPEAKING)
def test_every_word_that_a_page_uses_is_in_its_list(page, open_app, dataset: Dataset, roots, monkeypatch):
    furnish(dataset, roots)
    monkeypatch.setattr(words_widget, "terms_of_page", lambda page, language: ())  # the list itself is not asked about
    painting = str(dataset.catalog()["painting_id"].iloc[0])
    said = said_by(open_app(page, dataset=dataset.name, run="one", painting=painting))
    assert words_in(said), "every page uses some word"
    assert words_in(said) - {term.name for term in glossary.terms_of_page(page, "en")} == set()
