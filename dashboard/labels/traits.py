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
    "RGB": N_("Colour (RGB)"),
    "L": N_("Greyscale (L)"),
    "1": N_("Black and white (1)"),
    "P": N_("Palette (P)"),
    "RGBA": N_("With transparency (RGBA)"),
    "LA": N_("Grey with transparency (LA)"),
    "CMYK": N_("For print (CMYK)"),
    "": N_("Unknown"),
}


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
