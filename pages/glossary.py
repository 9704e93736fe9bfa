"""Glossary: what the words mean, for somebody who never trained a network."""

import streamlit as st

from dashboard.glossary import LANGUAGES, groups
from dashboard.state import URL, set_widget, url_choice
from dashboard.widgets.empty_state import show_empty_state
from dashboard.widgets.page_header import show_page_header
from dashboard.widgets.words import LANGUAGE, word_line

TEXT_KEY, LANGUAGE_KEY = "glossary.text", "glossary.language"


def keep_language() -> None:
    """Read the glossary in another language from now on, on every page."""
    language = st.session_state[f"{LANGUAGE_KEY}.choice"]
    st.query_params[LANGUAGE_KEY] = language
    LANGUAGE.set(language)


def clear_search() -> None:
    set_widget(TEXT_KEY, "")


show_page_header("Glossary", "What the words mean, for somebody who never trained a network.")
language = url_choice(LANGUAGE_KEY, list(LANGUAGES), LANGUAGE.get())
LANGUAGE.set(language)
with st.container(horizontal=True, vertical_alignment="bottom", key="glossary-controls"):
    wanted = st.text_input("Search", key=TEXT_KEY, bind=URL, placeholder="Any word", icon=":material/search:")
    st.segmented_control(
        "Language",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=f"{LANGUAGE_KEY}.choice",
        required=True,
        on_change=keep_language,
    )
words = str(wanted or "").casefold().split()
found = {
    title: [term for term in members if all(word in f"{term.title} {term.text}".casefold() for word in words)]
    for title, members in groups(language).items()
}
for title, members in found.items():
    if members:
        st.subheader(title, anchor=False)
        for left, right in zip(members[::2], [*members[1::2], None], strict=False):
            for column, term in zip(st.columns(2, gap="large"), (left, right), strict=True):
                if term:
                    column.markdown(word_line(term))
if not any(found.values()):
    show_empty_state("No word is like that.", "Show all", clear_search, key="glossary.empty")
