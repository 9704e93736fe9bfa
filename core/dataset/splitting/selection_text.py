"""A selection in the form of the command line, as `Selection.parse` reads it."""

import csv
import io
from collections.abc import Sequence

from core.dataset.splitting.selection import Selection


def selection_text(selection: Selection) -> str:
    """Which artists: "all", "top:5", "min:80", "movement:Cubism" or "A,B"; balancing is not in it."""
    if selection.mode == "top":
        return f"top:{selection.top}"
    if selection.mode == "min":
        return f"min:{selection.min_paintings}"
    if selection.mode == "movement":
        return f"movement:{_joined(selection.movements)}"
    return _joined(selection.names) if selection.mode == "names" else "all"


def selection_settings(selection: Selection) -> dict[str, str]:
    """A selection as named texts: artists, and balancing and cap where they are set."""
    parts = {"artists": selection_text(selection)}
    if selection.balancing != "none":
        parts["balancing"] = selection.balancing
    if selection.cap is not None:
        parts["cap"] = str(selection.cap)
    return parts


def _joined(names: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()
