"""The language people read: English as it stands in the source, and what its sentences are in another language."""

from core.language.choice import LANGUAGES, current_language, take_language_from
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
    "take_language_from",
]
