"""The display language: English in the source, translations for other languages."""

from core.language.translating import (
    LANGUAGES,
    N_,
    _,
    counted,
    current_language,
    group_sign,
    grouped,
    ngettext,
    set_language_source,
)

__all__ = [
    "LANGUAGES",
    "N_",
    "_",
    "counted",
    "current_language",
    "group_sign",
    "grouped",
    "ngettext",
    "set_language_source",
]
