"""The files of this folder that the browser runs."""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_SCRIPTS = ("../words.js", "points.js", "thumbnails.js", "view.js", "painter.js", "atlas.js")


@cache
def atlas_script() -> str:
    """The map itself."""
    return "\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS)


@cache
def assets_script() -> str:
    """What takes the points, which are sent once."""
    return (_HERE / "assets.js").read_text("utf-8")


@cache
def atlas_html() -> str:
    """The elements it draws into."""
    return (_HERE / "atlas.html").read_text("utf-8")


@cache
def atlas_css() -> str:
    """Their style, in Streamlit's variables."""
    return (_HERE / "atlas.css").read_text("utf-8")
