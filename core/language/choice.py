"""The current display language, supplied by the frontend: core does not know the user's session."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.environment import language_from_environment

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
