"""Showing curves that play back; the drawing, the slider and the play button stay in the browser."""

import hashlib
import json
from pathlib import Path

import streamlit as st

from core.language import _
from dashboard.charts.playback import Playback

_HERE = Path(__file__).parent

_playback = st.components.v2.component(
    "atelier_playback",
    html=(_HERE / "playback.html").read_text("utf-8"),
    css=(_HERE / "playback.css").read_text("utf-8"),
    js=(_HERE / "playback.js").read_text("utf-8"),
)


def show_playback(playback: Playback, *, key: str) -> None:
    """Draw the curves of some runs and let them grow.

    They play once by themselves. With reduced motion in the system's settings they are shown whole, and the slider
    moves through the epochs. The drawing is as high as the style variable `--playback-height` says.

    Args:
        playback: from `build_playback`.
        key: of the widget; `page.widget.field`.
    """
    data = {**playback.to_dict(), "texts": _texts()}
    drawn = hashlib.blake2b(json.dumps(data).encode(), digest_size=12).hexdigest()
    _playback(key=key, data={**data, "drawn": drawn})


def _texts() -> dict[str, str]:
    """The labels of the buttons; the browser fills in the epochs."""
    return {
        # “Play” alone is the page where one plays, which other languages call by another word.
        "play": _("playback|Play").rpartition("|")[2],
        "pause": _("Pause"),
        "at": _("Epoch"),
        "measures": _("Measure"),
        "unseen": _("new pictures"),
        "learned": _("pictures it learns from"),
        "epoch": _("Epoch {epoch} of {epochs}"),
    }
