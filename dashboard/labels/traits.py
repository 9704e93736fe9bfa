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


MODE_NAMES = {
    "RGB": N_("Colour"),
    "L": N_("Black and white"),
    "1": N_("Black and white without greys"),
    "P": N_("Colour palette"),
    "RGBA": N_("Colour with transparency"),
    "LA": N_("Grey with transparency"),
    "CMYK": N_("Print colours (CMYK)"),
    "": N_("Unknown"),
}
"""Displayed names of Pillow's colour modes; `_` translates them."""

MODE_KEYS = {
    "RGB": "Colour (RGB)",
    "L": "Greyscale (L)",
    "1": "Black and white (1)",
    "P": "Palette (P)",
    "RGBA": "With transparency (RGBA)",
    "LA": "Grey with transparency (LA)",
    "CMYK": "For print (CMYK)",
    "": "Unknown",
}
"""Spelling of colour modes in URLs."""


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


def mode_name(mode: str) -> str:
    """What a colour mode of Pillow means, in plain words."""
    return _(MODE_NAMES[mode]) if mode in MODE_NAMES else mode
