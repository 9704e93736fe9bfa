"""“Any” before what a filter offers, apart from whatever people call their tags and data sets. Pure."""

from collections.abc import Mapping

from core.language import _

ANY = ""
"""The value of no choice; no state, model, tag or data set has this name."""


def with_any(titles: Mapping[str, str]) -> dict[str, str]:
    """The titles by name, with "Any" for none of them first; a title equal to it is quoted."""
    word = _("Any")
    quoted = _("“{name}”")
    return {ANY: word} | {name: quoted.format(name=title) if title == word else title for name, title in titles.items()}
