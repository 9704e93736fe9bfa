"""Sentences and numbers in the current language, by the standard library's gettext.

The translations are text files, `<code>.po`, beside this module; Babel collects the sentences of the source and reads
the files. A sentence with a placeholder is translated first and formatted afterwards::

    _("{name} has {n} pictures").format(name=name, n=n)
"""

import gettext
import io
import string
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, SupportsInt

from core.environment import language_from_environment

_COMMA = ","
_NARROW_SPACE = "\u202f"
_FEWEST_DIGITS = 5


def grouped(number: SupportsInt) -> str:
    """A whole number with digit groups: "30,000", in Spanish "30 000" because a comma is the decimal sign there."""
    written = f"{int(number):,}"
    return written if current_language() == SOURCE_LANGUAGE else spaced(written)


def group_sign() -> str:
    """The separator of digit groups in the current language."""
    return _COMMA if current_language() == SOURCE_LANGUAGE else _NARROW_SPACE


def spaced(number: str) -> str:
    """A number with commas in Spanish notation: narrow spaces, and none in a number of four digits.

    Source: *Ortografía* of the Real Academia Española.
    """
    whole = number.partition(".")[0]
    sign = _NARROW_SPACE if sum(map(str.isdigit, whole)) >= _FEWEST_DIGITS else ""
    return number.replace(_COMMA, sign)


class SpacedSentence(str):
    """A translated sentence that formats numbers in groups, as in "{n:,}", in Spanish notation."""

    __slots__ = ()

    def format(self, *values: object, **named: object) -> str:
        """The sentence with its placeholders filled."""
        return _FORMATTER.vformat(self, values, named)


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - whatever is filled in
        text = str(super().format_field(value, format_spec))
        return spaced(text) if _COMMA in format_spec else text


_FORMATTER = _Formatter()


HERE = Path(__file__).parent


def _(text: str) -> str:
    """A sentence in the current language; unchanged where there is no translation."""
    return translations(current_language()).gettext(text) if text else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The singular or plural form of a sentence for a number, in the current language."""
    return translations(current_language()).ngettext(singular, plural, number)


def counted(number: int, singular: str, plural: str) -> str:
    """A number with its noun in the current language: "1 painting", "1,204 paintings"."""
    return f"{grouped(number)} {ngettext(singular, plural, number)}"


def N_(text: str) -> str:
    """Mark a sentence for translation where it is declared; `_` translates it for display."""
    return text


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The translations of a language, read once; none for the source language.

    Args:
        language: a key of `core.language.LANGUAGES`.
    """
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (HERE / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return _SpacedTranslations(compiled)


class _SpacedTranslations(gettext.GNUTranslations):
    def gettext(self, message: str) -> str:
        return SpacedSentence(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return SpacedSentence(super().ngettext(msgid1, msgid2, n))


LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Español"})
"""Language names by code, each in its own language."""

SOURCE_LANGUAGE = "en"
"""The language of the sentences in the source."""

_source: Callable[[], str] = language_from_environment


def set_language_source(source: Callable[[], str]) -> None:
    """Set the function that returns the language code; the dashboard returns that of the current browser tab."""
    global _source
    _source = source


def current_language() -> str:
    """The code of the current language; the source language where the code is unknown."""
    code = _source()
    return code if code in LANGUAGES else SOURCE_LANGUAGE
