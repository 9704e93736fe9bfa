"""Glossary terms on every page: a list in its header, a link in explanations."""

from urllib.parse import urlencode

import streamlit as st

from core.language import _, current_language
from dashboard.glossary import Term, term_for, terms_of_page
from dashboard.labels.escaping import as_text
from dashboard.state.language import LANGUAGE_KEY
from dashboard.state.page_memory import CURRENT_PAGE
from dashboard.state.session import DATASET_KEY
from dashboard.ui.page_link import show_page_link

TERM_KEY = "glossary.term"
"""The term in an address of the glossary."""


def show_page_terms() -> None:
    """Draw a button that opens the terms of the page; nothing on a page without any."""
    words = terms_of_page(CURRENT_PAGE.get(), current_language())
    if not words:
        return
    with st.popover(_("Glossary"), icon=":material/menu_book:", type="tertiary", key="shell.words", width="content"):
        st.markdown("\n\n".join(map(term_line, words)))
        show_page_link("glossary", _("The whole glossary"), icon=":material/arrow_forward:")


def with_glossary_link(explanation: str, name: str) -> str:
    """An explanation that ends with a link to its term in the glossary, where there is one.

    Args:
        explanation: Markdown.
        name: of what is explained: a setting, a measure or a model.
    """
    term = term_for(name, current_language())
    if term is None:
        return explanation
    link = _("Glossary: {word}").format(word=as_text(term.title))
    return f"{explanation}\n\n[{link}]({_address_of(term)})"


def _address_of(term: Term) -> str:
    """Relative, so that it holds below any path the dashboard is served at; in the language that is read now."""
    kept = {key: st.query_params[key] for key in (DATASET_KEY, LANGUAGE_KEY) if key in st.query_params}
    return f"glossary?{urlencode({TERM_KEY: term.name, **kept})}"


def term_line(term: Term) -> str:
    """A term and its meaning, in Markdown."""
    return f"**{as_text(term.title)}**  \n{as_text(term.text)}"
