"""The words of a page, one click away: a small list in its header, and the way to the whole glossary."""

import streamlit as st

from core.language import _, current_language
from dashboard.glossary import Term, words_of_page
from dashboard.state import Field
from dashboard.text import as_text
from dashboard.widgets.page_link import show_page_link

CURRENT_PAGE: Field[str] = Field("shell.page", "home")
"""The page that is drawn, its file name without suffix; the router says it."""


def show_words() -> None:
    """A button that opens the words of the page; nothing on a page without any."""
    words = words_of_page(CURRENT_PAGE.get(), current_language())
    if not words:
        return
    with st.popover(_("Words"), icon=":material/menu_book:", type="tertiary", key="shell.words", width="content"):
        st.markdown("\n\n".join(map(word_line, words)))
        show_page_link("glossary", _("The whole glossary"), icon=":material/arrow_forward:")


def word_line(term: Term) -> str:
    """A word and what it means, in Markdown."""
    return f"**{as_text(term.title)}**  \n{as_text(term.text)}"
