"""Large numbers in groups of three digits, as the language that is read now writes them."""

import string
from typing import Any, SupportsInt

from core.language.choice import SOURCE_LANGUAGE, current_language

_COMMA = ","
_NARROW_SPACE = "\u202f"
_FEWEST_DIGITS = 5


def grouped(number: SupportsInt) -> str:
    """A whole number as people read it: "30,000", in Spanish "30 000", where a comma would make thirty of it."""
    written = f"{int(number):,}"
    return written if current_language() == SOURCE_LANGUAGE else spaced(written)


def group_sign() -> str:
    """What stands between groups of three digits in the language that is read now."""
    return _COMMA if current_language() == SOURCE_LANGUAGE else _NARROW_SPACE


def spaced(number: str) -> str:
    """A number written with commas, as Spanish writes it: narrow spaces, and none in a number of four digits.

    The source is the *Ortografía* of the Real Academia Española.
    """
    whole = number.partition(".")[0]
    sign = _NARROW_SPACE if sum(map(str.isdigit, whole)) >= _FEWEST_DIGITS else ""
    return number.replace(_COMMA, sign)


class SpacedSentence(str):
    """A translated sentence whose places for numbers in groups, as in "{n:,}", are filled in the Spanish way."""

    __slots__ = ()

    def format(self, *values: object, **named: object) -> str:
        """The sentence with its places filled."""
        return _FORMATTER.vformat(self, values, named)


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - whatever is filled in
        text = str(super().format_field(value, format_spec))
        return spaced(text) if _COMMA in format_spec else text


_FORMATTER = _Formatter()
