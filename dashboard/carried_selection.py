"""A selection on its way to training: as an address and as the command line says it."""

import csv
import io
import shlex
from collections.abc import Mapping, Sequence

from core.dataset.selection import Selection
from core.errors import AtelierError

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


def command_options(selection: Selection) -> str | None:
    """The options of `atelier train` that mean this selection, quoted for a shell.

    None where its names cannot be written there: a name of an artist must not hold a colon.
    """
    try:
        is_readable = carried_selection(carry_selection(selection)) == selection
    except AtelierError:
        is_readable = False
    if not is_readable:
        return None
    options = ["--artists", selection_text(selection)]
    if selection.balancing != "none":
        options += ["--set", f"balancing={selection.balancing}"]
    if selection.cap is not None:
        options += ["--set", f"cap={selection.cap}"]
    return shlex.join(options)


def _joined(names: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()
