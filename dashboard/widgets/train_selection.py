"""The way from a selection to training."""

import streamlit as st

from core.dataset.selection import Selection
from dashboard.carried_selection import carry_selection, command_options
from dashboard.text import as_text
from dashboard.widgets.page_link import go_to, page_exists

_LABEL = "Train with this selection"


def show_train_button(name: str, selection: Selection, *, disabled: bool = False) -> None:
    """Carry a selection to the training page; where this version has none, show what to tell the command line.

    Args:
        name: of the data set.
        selection: what to train with.
        disabled: where the selection cannot be used.
    """
    st.markdown(as_text(f"Selected: {selection.describe()}."))
    if page_exists("runs"):
        if st.button(_LABEL, type="primary", key="balance.train", icon=":material/play_arrow:", disabled=disabled):
            go_to("runs", carry_selection(selection))
        return
    with st.popover(_LABEL, type="primary", key="balance.train", icon=":material/play_arrow:", disabled=disabled):
        options = command_options(selection)
        if options is None:
            st.markdown("A name with a colon in it cannot be written on the command line. Pick by movement or number.")
            return
        st.markdown("This version has no training page yet. The selection, as the command line takes it:")
        st.code(f"atelier train --dataset {name} {options}", language="bash", wrap_lines=True)
