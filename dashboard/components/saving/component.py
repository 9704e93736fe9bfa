"""Saving a chart as it is drawn, as SVG or PNG. Streamlit's own menu saves PNG only, and only for a mouse."""

import re
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


def show_saving_buttons(chart_key: str, file_name: str, background: str) -> None:
    """Two buttons that save the chart above.

    Args:
        chart_key: of the chart's element, which Vega-Lite draws.
        file_name: without suffix.
        background: of the picture, `#RRGGBB`.
    """
    data = {
        "chart": f".st-key-{_NOT_IN_A_CLASS.sub('-', chart_key)}",
        "fileName": file_name,
        "background": background,
        "words": {
            "saveSvg": _("Save as SVG"),
            "savePng": _("Save as PNG"),
            "tooLarge": _("This chart is too large to be saved here; the menu at its corner saves a PNG."),
        },
    }
    _saving(key=f"{chart_key}.saving", data=data, width="content", height="content")
