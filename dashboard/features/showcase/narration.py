"""Text that chapters share: the statement in large letters, the aside, and the reason for an empty chapter."""

import streamlit as st

from core.language import _
from dashboard.labels.escaping import as_html
from dashboard.ui.page_link import show_page_link


def show_statement(sentence: str) -> None:
    """Draw the statement of a chapter, one or two sentences of plain text."""
    st.html(f'<p class="showcase-statement">{as_html(sentence)}</p>')


def show_aside(sentence: str) -> None:
    """Draw an explanation in small letters; plain text."""
    st.html(f'<p class="showcase-aside">{as_html(sentence)}</p>')


def show_nothing_yet(sentence: str, page: str, label: str) -> None:
    """Draw why the chapter is empty, with a link to the page that helps.

    Args:
        sentence: plain text.
        page: that helps, its file name without suffix.
        label: of the link to it.
    """
    show_statement(sentence)
    show_page_link(page, label, icon=":material/arrow_forward:")


def show_no_run(sentence: str) -> None:
    """Draw that there is no finished run on this data set, with a link to train one.

    Args:
        sentence: on the content of the chapter once a model is trained; plain text.
    """
    show_nothing_yet(sentence, "runs", _("Train a model"))
