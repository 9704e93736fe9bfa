"""A selection on its way to training: as an address, whose parts the command line takes too."""

import csv
import io
from collections.abc import Mapping, Sequence

from core.dataset.selection import Selection

ARTISTS, BALANCING, CAP = "artists", "balancing", "cap"
"""What an address calls the parts of a selection."""


def carry_selection(selection: Selection) -> dict[str, str]:
    """A selection as parts of an address; `carried_selection` reads it back."""
    parts = {ARTISTS: selection_text(selection)}
    if selection.balancing != "none":
        parts[BALANCING] = selection.balancing
    if selection.cap is not None:
        parts[CAP] = str(selection.cap)
    return parts


def carried_selection(address: Mapping[str, str]) -> Selection:
    """The selection that an address carries; everything where it carries none.

    Raises:
        InvalidInputError: it is not one; the message says what was expected.
    """
    cap = address.get(CAP, "")
    return Selection.parse(
        address.get(ARTISTS, "all"), address.get(BALANCING, "none"), int(cap) if cap.isdecimal() else None
    )


def selection_text(selection: Selection) -> str:
    """Which artists, in the form of the command line: "all", "top:5", "min:80", "movement:Cubism" or "A,B"."""
    if selection.mode == "top":
        return f"top:{selection.top}"
    if selection.mode == "min":
        return f"min:{selection.min_paintings}"
    if selection.mode == "movement":
        return f"movement:{_joined(selection.movements)}"
    return _joined(selection.names) if selection.mode == "names" else "all"


def _joined(names: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()
