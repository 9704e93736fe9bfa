"""The main colours of a painting, each with its share, its number and its name."""

import streamlit as st

from core.language import _
from core.palette import colour_name
from dashboard.charts.swatches import Swatch, build_swatches
from dashboard.queries import datasets as dataset_queries


def show_palette(name: str, painting_id: str) -> None:
    """Swatches as wide as their shares; nothing for a picture that cannot be read."""
    colours = dataset_queries.main_colours(name, painting_id)
    if not colours:
        return
    st.subheader(_("Its colours"), anchor=False)
    st.html(build_swatches([Swatch(colour, colour_name(colour), share) for colour, share in colours]))
