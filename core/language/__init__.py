"""The display language: English in the source, translations for other languages."""

from core.language.choice import LANGUAGES, current_language, set_language_source
from core.language.translating import N_, _, counted, group_sign, grouped, ngettext

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
