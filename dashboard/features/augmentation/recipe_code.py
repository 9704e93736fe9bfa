"""A recipe as code for people who use Keras alone."""

import streamlit as st

from core.augment.config import AugmentConfig
from core.augment.keras_code import as_image_data_generator_code, as_keras_layers_code
from core.language import N_, _
from dashboard.labels.escaping import as_text

_SWAPPED = N_(
    "Keras swaps the two shifts of this class, so they are written swapped: pictures move as the sliders say. "
    "Squeeze pictures to squares first, for Keras turns others about another point."
)
_LAYERS = N_(
    "Each layer alone gives the same picture as here; together they blend pixels once a layer, so a little softer, "
    "and what one moves out of the picture the next cannot bring back."
)


def show_recipe_code(config: AugmentConfig) -> None:
    """Code to copy: for `ImageDataGenerator`, and as Keras layers."""
    st.dialog(_("The recipe as code"), width="large", icon=":material/code:")(_show_code)(config)


def _show_code(config: AugmentConfig) -> None:
    generator, layers = st.tabs(["ImageDataGenerator", _("Keras layers")])
    with generator:
        st.code(as_image_data_generator_code(config), language="python", wrap_lines=True)
        st.caption(_(_SWAPPED))
    with layers:
        code, lacking = as_keras_layers_code(config)
        st.code(code, language="python", wrap_lines=True)
        st.caption(_(_LAYERS))
        for sentence in lacking:
            lacks = _("Not in it: {sentence}").format(sentence=as_text(sentence))
            st.caption(f":material/info: {lacks}")
