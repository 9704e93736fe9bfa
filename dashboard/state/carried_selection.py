"""A selection on its way to training: as an address, whose parts the command line takes too."""

from collections.abc import Mapping

from core.dataset.splitting.selection import Selection, selection_text
from core.dataset.splitting.selection import selection_settings as carry_selection

__all__ = ["ARTISTS", "BALANCING", "CAP", "carried_selection", "carry_selection", "selection_text"]

ARTISTS, BALANCING, CAP = "artists", "balancing", "cap"
"""What an address calls the parts of a selection."""


def carried_selection(address: Mapping[str, str]) -> Selection:
    """The selection that an address carries; everything where it carries none.

    Raises:
        InvalidInputError: it is not one; the message says what was expected.
    """
    cap = address.get(CAP, "")
    return Selection.parse(
        address.get(ARTISTS, "all"), address.get(BALANCING, "none"), int(cap) if cap.isdecimal() else None
    )
