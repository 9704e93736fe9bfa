"""Whether pictures hang beside what a network is fed of them, and at which size."""

import streamlit as st

from core.dataset.images.pixels import SIZE_LIMITS_PX
from core.language import _
from dashboard.state.session import URL

SWITCH_KEY, SIZE_KEY = "gallery.network", "gallery.pixels"
USUAL_PX = 100
_SIZES = (32, 64, 100, 128, 160, 192, 224, 256, 299, 384)


def choose_network_view() -> int | None:
    """A switch and a size; returns the side of the square in pixels, None while the switch is off."""
    shown = st.toggle(
        _("What the network sees"),
        key=SWITCH_KEY,
        bind=URL,
        help=_("A network is fed every picture squeezed to the same small square. It stands beside each picture."),
    )
    if not shown:
        return None
    size = st.selectbox(
        _("Size of the square"),
        _SIZES,
        index=_SIZES.index(USUAL_PX),
        format_func=lambda side: f"{side} × {side} px",
        key=SIZE_KEY,
        bind=URL,
        label_visibility="collapsed",
        width=150,
    )
    smallest, largest = SIZE_LIMITS_PX
    return min(largest, max(smallest, int(size or USUAL_PX)))
