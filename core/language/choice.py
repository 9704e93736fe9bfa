"""Which language is read now. Core cannot know who reads, so whoever shows something tells it whom to ask."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.environment import language_from_environment

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "es": "Español"})
"""Languages by their code, each in its own words."""

SOURCE_LANGUAGE = "en"
"""The language of the sentences in the source."""


_source: Callable[[], str] = language_from_environment


def set_language_source(source: Callable[[], str]) -> None:
    """Ask this from now on for the code of the language; the dashboard names the language of the tab that is drawn."""
    global _source
    _source = source


def current_language() -> str:
    """The code of the language that is read now; the source's own where the one code for is not known."""
    code = _source()
    return code if code in LANGUAGES else SOURCE_LANGUAGE
