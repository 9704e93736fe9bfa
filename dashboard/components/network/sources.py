"""The files of this folder that the browser runs."""

from functools import cache
from pathlib import Path

from core.language import _
from dashboard.charts.network import vis_network_script

_HERE = Path(__file__).parent
_SCRIPTS = ("../words.js", "labels.js", "picture.js", "network.js")


@cache
def drawing_script() -> str:
    """Our own script, which defines `mountNetwork`."""
    return "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)


@cache
def drawing_html() -> str:
    """The elements it draws into."""
    return (_HERE / "network.html").read_text("utf-8")


def drawing_words() -> dict[str, str]:
    """What they say, in the language that is read."""
    return {
        "tools": _("Picture of the graph"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "showAll": _("Show all"),
        "savePng": _("Save as PNG"),
        "colours": _("Colours"),
        "keys": _("Arrow keys go from node to node, Enter opens one."),
    }


@cache
def drawing_css() -> str:
    """Their style, in Streamlit's variables."""
    return (_HERE / "network.css").read_text("utf-8")


@cache
def assets_script() -> str:
    """The vis-network library, and the event that announces it to the drawing."""
    return f"{vis_network_script()}\n{(_HERE / 'assets.js').read_text('utf-8')}"
