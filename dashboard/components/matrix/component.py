"""Showing a matrix in a page, and hearing which cell was chosen."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from core.language import _
from dashboard.charts.confusion_matrix import MatrixDrawing

_HERE = Path(__file__).parent

Cell = tuple[int, int]

_matrix = st.components.v2.component(
    "atelier_matrix",
    html=(_HERE / "matrix.html").read_text("utf-8"),
    css=(_HERE / "matrix.css").read_text("utf-8"),
    js="\n".join(file.read_text("utf-8") for file in (_HERE.parent / "words.js", _HERE / "matrix.js")),
)


def show_matrix(
    drawing: MatrixDrawing,
    *,
    key: str,
    size: int,
    on_pick: Callable[[Cell | None], None],
    picked: Cell | None = None,
    file_name: str = "confusion",
) -> None:
    """Draw a matrix; pointing, scrolling and saving stay in the browser.

    Args:
        drawing: from `build_matrix`.
        key: of the widget; `page.widget.field`.
        size: artists along each side.
        on_pick: called before the page runs again, with row and column of the cell that was chosen, or None where
            the one that was chosen before is chosen again.
        picked: the highlighted cell.
        file_name: of the files that the buttons save, without suffix.
    """
    data = {
        "svg": drawing.svg,
        "width": drawing.width,
        "picked": list(picked) if picked else None,
        "fileName": file_name,
        "words": {
            "frame": _("Confusion matrix. Arrow keys move between cells, Enter opens one."),
            "saveSvg": _("Save as SVG"),
            "savePng": _("Save as PNG"),
        },
    }
    _matrix(key=key, data=data, on_picked_change=lambda: on_pick(picked_cell(st.session_state[key], size)))


def picked_cell(state: Mapping[str, Any], size: int) -> Cell | None:
    """The cell that the browser names, if the matrix has it; else None."""
    reported = state.get("picked")
    cell = reported.get("cell") if isinstance(reported, Mapping) else None
    if not isinstance(cell, list | tuple) or len(cell) != 2:
        return None
    row, column = cell
    if not all(isinstance(place, int) and 0 <= place < size for place in (row, column)):
        return None
    return row, column
