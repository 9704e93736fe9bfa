"""A recipe as code for people who use Keras alone."""

import streamlit as st

from core.augment import AugmentConfig
from core.augment.keras_code import as_image_data_generator_code, as_keras_layers_code
from dashboard.text import as_text

_SWAPPED = (
    "Keras swaps the two shifts of this class, so they are written swapped: pictures move as the sliders say. "
    "Squeeze pictures to squares first, for Keras turns others about another point."
)
_LAYERS = (
    "Each layer alone gives the same picture as here; together they blend pixels once a layer, so a little softer."
)


@st.dialog("The recipe as code", width="large", icon=":material/code:")
def show_recipe_code(config: AugmentConfig) -> None:
    """Code to copy: for `ImageDataGenerator`, and as Keras layers."""
    generator, layers = st.tabs(["ImageDataGenerator", "Keras layers"])
    with generator:
        st.code(as_image_data_generator_code(config), language="python", wrap_lines=True)
        st.caption(_SWAPPED)
    with layers:
        code, lacking = as_keras_layers_code(config)
        st.code(code, language="python", wrap_lines=True)
        st.caption(_LAYERS)
        for sentence in lacking:
            st.caption(f":material/info: Not in it: {as_text(sentence)}")
