"""Text that chapters share: the statement in large letters, the aside, and the reason for an empty chapter."""

import streamlit as st

from core.language import _
from dashboard.labels.escaping import as_html
from dashboard.ui.page_link import show_page_link


def show_statement(sentence: str) -> None:
    """What the chapter says, in one or two sentences; plain text."""
    st.html(f'<p class="showcase-statement">{as_html(sentence)}</p>')


def show_aside(sentence: str) -> None:
    """How to read what is shown; plain text, in small letters."""
    st.html(f'<p class="showcase-aside">{as_html(sentence)}</p>')


def show_nothing_yet(sentence: str, page: str, label: str) -> None:
    """Why the chapter is empty and where that changes.

    Args:
        sentence: plain text.
        page: that helps, its file name without suffix.
        label: of the link to it.
    """
    show_statement(sentence)
    show_page_link(page, label, icon=":material/arrow_forward:")


def show_no_run(sentence: str) -> None:
    """There is no finished run on this data set yet.

    Args:
        sentence: what would stand here, and that a model must be trained for it; plain text.
    """
    show_nothing_yet(sentence, "runs", _("Train a model"))
