"""Spanish on every page: the switch, the address, and no sentence left in English.

The last is tested with a language made up for it, in which every translated sentence stands in brackets: what a page
shows outside of brackets never went through the translation.
"""

import gettext
import re
from collections.abc import Iterator

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from core.augment.config import FILL_MODES, PARAMETERS
from core.language import translating
from core.runs.store import RunStore
from dashboard import glossary
from dashboard.app import PAGES
from dashboard.glossary import Term
from dashboard.ui import glossary_terms as words_widget
from tests.read_only import furnish

EVERY_PAGE = pytest.mark.parametrize("page", [entry.page for entries in PAGES.values() for entry in entries])
SHOWN = {"label", "help", "body", "placeholder", "options", "caption", "text", "title", "tooltip", "element_label"}
IN_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
MARKUP = re.compile(
    r":material/\w+:|:(?:gray|red|green|orange|blue|violet|primary|small)(?:-badge|-background)?(?=\[)|(?<=\])\([^)\s]*\)|<[^>]+>"
)
WORD = re.compile(r"[^\W\d_]{3,}")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


class InBrackets(gettext.NullTranslations):
    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, singular, plural, n):
        return f"⟦{singular if n == 1 else plural}⟧"


def bracketed(term: Term) -> Term:
    return Term(term.name, f"⟦{term.title}⟧", f"⟦{term.text}⟧")


@pytest.fixture
def brackets(monkeypatch):
    """The made-up language; the glossary, which has files of its own, speaks it too."""
    monkeypatch.setattr(translating, "translations", lambda language: InBrackets())
    every = {f"⟦{title}⟧": tuple(map(bracketed, members)) for title, members in glossary.groups("en").items()}
    monkeypatch.setattr(glossary, "groups", lambda language: every)

    def spoken(page, language):
        return tuple(map(bracketed, glossary.terms_of_page(page, "en")))

    monkeypatch.setattr(words_widget, "terms_of_page", spoken)


def shown_texts(node: object) -> Iterator[str]:
    """Whatever a person can read in the elements of a page, in the words of Streamlit's protocol."""
    for element in _elements(node):
        proto = getattr(element, "proto", None)
        if isinstance(proto, Message):
            yield from _strings(proto)


def said_by(app: AppTest) -> str:
    """All of it, without markup, an element a line."""
    return "\n".join(map(without_markup, shown_texts(app._tree)))


def without_markup(text: str) -> str:
    return MARKUP.sub(" ", STYLE.sub(" ", text.replace("\\", "").replace("\u2060", "")))


def _elements(node: object) -> Iterator[object]:
    for child in getattr(node, "children", {}).values():
        yield child
        yield from _elements(child)


def _strings(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.message_type is not None:
            for part in value if field.is_repeated else [value]:
                if isinstance(part, Message):
                    yield from _strings(part)
        elif field.name in SHOWN:
            yield from (value if field.is_repeated else [str(value)])


def left_in_english(text: str, data: set[str]) -> list[str]:
    """Words outside of brackets that are no names or other data."""
    text = without_markup(text)
    while IN_BRACKETS.search(text):
        text = IN_BRACKETS.sub(" ", text)
    return [word for word in WORD.findall(text) if word.casefold() not in data]


def words(*texts: object) -> set[str]:
    return {word.casefold() for text in texts for word in WORD.findall(str(text))}


def words_of_runs() -> set[str]:
    """Names, a unit of time that is the same everywhere, and what workers wrote in the language they spoke."""
    kept = [text for run in (*RunStore().list(), *RunStore().deleted()) for text in (run.id, run.status.message)]
    return words(*kept, "Mine min CPU threads Starting")


@pytest.mark.parametrize("is_furnished", [False, True], ids=["no runs", "with runs"])
@EVERY_PAGE
def test_every_sentence_of_a_page_goes_through_the_translation(
    page, is_furnished, open_app, dataset, roots, monkeypatch, request
):
    if is_furnished:
        furnish(dataset, roots)
    request.getfixturevalue("brackets")  # after it, for what runs keep is written in a real language
    data = words(dataset.name, *dataset.catalog()["painting_id"], "English Español Atelier PCA UMAP", *PARAMETERS)
    data |= words(*FILL_MODES, *(parameter.keras for parameter in PARAMETERS.values()))
    for artist in dataset.artists():
        data |= words(artist.name, artist.bio, *artist.movements, *artist.nationalities, artist.wikipedia)
    catalog = dataset.catalog()
    data |= words(*catalog["path"], *catalog["resized_path"], *catalog["sha256"], "SHA-256")
    if is_furnished:
        data |= words_of_runs()
    painting = str(catalog["painting_id"].iloc[0])
    app = open_app(page, dataset=dataset.name, run="one" if is_furnished else "", painting=painting)
    found = {text: left_in_english(text, data) for text in shown_texts(app._tree)}
    assert {text: left for text, left in found.items() if left} == {}


@EVERY_PAGE
def test_a_page_opens_in_spanish(page, open_app, dataset):
    app = open_app(page, dataset=dataset.name, language="es")
    title = next(entry.title for entries in PAGES.values() for entry in entries if entry.page == page)
    assert app.title[0].value.replace("\\", "") == translating.translations("es").gettext(title)
    assert not app.error


def test_the_language_stays_from_page_to_page_and_the_way_back_is_one_click(open_app, dataset, monkeypatch):
    app = open_app("balance")
    assert app.title[0].value == "Balance"
    app.segmented_control(key="language.choice").set_value("es").run()
    assert app.title[0].value == "Equilibrio" and app.query_params["language"] == "es"
    monkeypatch.setenv("ATELIER_LANGUAGE", "es")  # AppTest formats options outside of the page
    app.switch_page("../pages/gallery.py").run()
    assert app.title[0].value == "Galería"
    app.segmented_control(key="language.choice").set_value("en").run()
    assert app.title[0].value == "Gallery" and "language" not in app.query_params
