"""The way from a selection to training."""

import streamlit as st

from core.dataset.splitting.selection import Selection
from core.language import _
from dashboard.features.training.carried_selection import carry_selection
from dashboard.labels.escaping import as_text
from dashboard.ui.page_link import go_to


def show_train_button(selection: Selection, *, disabled: bool = False) -> None:
    """Carry a selection to the training page.

    Args:
        selection: what to train with.
        disabled: where the selection cannot be used.
    """
    st.markdown(as_text(_("Selected: {artists}.").format(artists=selection.describe())))
    label, icon = _("Train with this selection"), ":material/play_arrow:"
    if st.button(label, type="primary", key="balance.train", icon=icon, disabled=disabled):
        go_to("runs", carry_selection(selection))
