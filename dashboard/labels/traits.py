"""Artists, movements, nationalities and centuries as people read them, and centuries as addresses call them. Pure."""

from collections.abc import Collection

from core.graph import century_label
from core.language import N_, _

KINDS = {
    "artist": N_("Artist"),
    "movement": N_("Movement"),
    "nationality": N_("Nationality"),
    "century": N_("Century"),
}
"""One of each kind, as a heading; `_` translates it."""

_LAST_CENTURY = 30


def kind_of_artists(kind: str, artists: str) -> str:
    """As in "Movement of 12 artists".

    Args:
        kind: a key of `KINDS`.
        artists: how many, in words.
    """
    return _("{kind} of {artists}").format(kind=_(KINDS[kind]), artists=artists)


def century_name(century: int) -> str:
    """What an address calls a century, whatever language it is shown in: "19th century"."""
    suffix = "th" if century % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(century % 10, "th")
    return f"{century}{suffix} century"


def century_names(labels: Collection[str]) -> list[str]:
    """What an address calls centuries, from how they are shown now."""
    return [century_name(century) for century in range(1, _LAST_CENTURY) if century_label(century) in labels]
