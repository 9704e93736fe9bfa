"""How every page opens: its name, what it is for, which data set it shows, and whether anything can be changed."""

import streamlit as st

from core.environment import is_read_only
from core.language import N_, _
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import current_dataset
from dashboard.ui.glossary_terms import show_page_terms

PASTICHES = N_("Computer-made pastiches in the manner of ten artists. None of these pictures is by the artist named.")


def show_page_header(title: str, sentence: str) -> None:
    """The name of the page, one sentence that says what it is for, and the data set.

    Args:
        title: plain text.
        sentence: plain text, what the page answers.
    """
    st.title(as_text(title), anchor=False)
    name = current_dataset()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{as_text(sentence)}]", width="content")
        if name:
            st.badge(as_text(name), icon=":material/collections:", color="gray")
        if is_read_only():
            locked = _("Everything can be looked at and recognised; nothing can be started, changed or deleted.")
            st.badge(_("Read-only demo"), icon=":material/lock:", color="gray", help=locked)
        show_page_terms()
    if name and dataset_queries.dataset(name).is_sample:
        st.caption(f":material/info: {as_text(_(PASTICHES))}")
