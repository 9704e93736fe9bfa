"""English sentences in the language that is read now, by the standard library's gettext.

The translations are text files, `<code>.po`, beside this module; Babel collects the sentences of the source and reads
the files. A sentence with a place for a value is translated first and filled in afterwards::

    _("{name} has {n} pictures").format(name=name, n=n)
"""

import gettext
import io
from functools import cache
from pathlib import Path

from core.language.choice import SOURCE_LANGUAGE, current_language
from core.language.numbers import SpacedSentence, grouped

HERE = Path(__file__).parent


def _(text: str) -> str:
    """A sentence in the language that is read now; as it is where that language has none for it."""
    return translations(current_language()).gettext(text) if text else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a sentence that goes with a number, in the language that is read now."""
    return translations(current_language()).ngettext(singular, plural, number)


def counted(number: int, singular: str, plural: str) -> str:
    """A number with its noun, in the language that is read now: "1 painting", "1,204 paintings"."""
    return f"{grouped(number)} {ngettext(singular, plural, number)}"


def N_(text: str) -> str:
    """Mark a sentence for translation where it is declared; `_` translates it where it is shown."""
    return text


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The sentences of a language, read once; none for the source's own.

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
