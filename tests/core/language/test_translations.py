"""No sentence of the app is missing in a language, none is left over, and each keeps its places for values."""

import re
import string

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.environment import PROJECT_ROOT
from core.language import LANGUAGES
from core.language.messages import KEYWORDS, METHODS, ROOTS
from core.language.translating import HERE, SOURCE_LANGUAGE

OTHERS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
EVERY_OTHER = pytest.mark.parametrize("language", OTHERS)
MARKUP = re.compile(r":material/\w+:|:(?:gray|red|green|orange|blue|small|violet|primary)\[|\*\*|`")


def sentences_of_the_source() -> set[str | tuple[str, ...]]:
    found = set()
    for root in ROOTS:
        for _file, _line, message, _comments, _context in extract_from_dir(
            PROJECT_ROOT / root, METHODS, keywords=KEYWORDS
        ):
            found.add(message)
    return found


def catalog(language: str):
    with (HERE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def forms(message) -> list[tuple[str, str]]:
    """Pairs of a sentence and its translation."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[-1], translation) for translation in message.string]


def places(text: str) -> set[str]:
    return {
        name.split(".")[0].split("[")[0] for _text, name, _spec, _conversion in string.Formatter().parse(text) if name
    }


@EVERY_OTHER
def test_every_sentence_of_the_source_has_a_translation_and_none_is_left_over(language):
    known = {message.id: message for message in catalog(language) if message.id}
    wanted = sentences_of_the_source()
    assert sorted(map(str, wanted - set(known))) == []
    assert sorted(map(str, set(known) - wanted)) == []
    assert [m.id for m in known.values() if m.fuzzy or not all(text for _source, text in forms(m))] == []


@EVERY_OTHER
def test_a_translation_keeps_the_places_for_values_and_the_markup(language):
    for message in catalog(language):
        for source, translation in forms(message) if message.id else ():
            if "{" in source:
                assert places(translation) == places(source), source
            assert sorted(MARKUP.findall(translation)) == sorted(MARKUP.findall(source)), source
            assert translation[:1].isspace() == source[:1].isspace(), source
            assert translation[-1:].isspace() == source[-1:].isspace(), source


def test_a_language_that_is_not_known_reads_english(monkeypatch):
    from core.environment import language_from_environment
    from core.language import _, current_language, set_language_source

    set_language_source(language_from_environment)
    monkeypatch.setenv("ATELIER_LANGUAGE", "tlh")
    assert current_language() == "en" and _("Language") == "Language"
    monkeypatch.setenv("ATELIER_LANGUAGE", "es")
    assert current_language() == "es" and _("Language") == "Idioma" and _("") == ""
