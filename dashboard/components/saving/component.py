"""Saving a chart as it is drawn, as SVG or PNG. Streamlit's own menu saves PNG only, and only for a mouse.

A chart of more than some 2,000 marks is painted on a canvas, which has no SVG: it is then redrawn.
"""

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from core.language import _

_HERE = Path(__file__).parent
_NOT_IN_A_CLASS = re.compile(r"[^a-zA-Z0-9_-]")

_saving = st.components.v2.component(
    "atelier_saving",
    html=(_HERE / "saving.html").read_text("utf-8"),
    css=(_HERE / "saving.css").read_text("utf-8"),
    js="\n".join(file.read_text("utf-8") for file in (_HERE.parent / "words.js", _HERE / "saving.js")),
)


def show_saving_buttons(chart_key: str, file_name: str, background: str, on_redraw: Callable[[], None]) -> None:
    """Two buttons that save the chart above.

    Args:
        chart_key: of the chart's element, which Vega-Lite draws.
        file_name: without suffix.
        background: of the picture, `#RRGGBB`.
        on_redraw: called before the page runs again when an SVG of a canvas chart is requested;
            the chart must then be drawn as SVG.
    """
    data = {
        "chart": f".st-key-{_NOT_IN_A_CLASS.sub('-', chart_key)}",
        "fileName": file_name,
        "background": background,
        "words": {
            "saveSvg": _("Save as SVG"),
            "savePng": _("Save as PNG"),
            "redrawing": _("Drawing it as SVG…"),
            "notDrawn": _("The chart could not be drawn as SVG. Save it as PNG."),
        },
    }
    _saving(
        key=f"{chart_key}.saving",
        data=data,
        on_redraw_change=on_redraw,
        width="content",
        height="content",
    )
