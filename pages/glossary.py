"""Glossary: terms explained for newcomers."""

import streamlit as st

from core.language import _, current_language
from dashboard.glossary import groups, terms
from dashboard.shell.page_header import show_page_header
from dashboard.state.session import URL, set_widget
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.glossary_terms import TERM_KEY, term_line

TEXT_KEY = "glossary.text"


def clear_search() -> None:
    set_widget(TEXT_KEY, "")


show_page_header(_("Glossary"), _("The terms of this app, explained for newcomers to machine learning."))
requested = terms(current_language()).get(st.query_params.get(TERM_KEY, ""))
if requested:
    st.container(border=True, key="glossary-requested").markdown(term_line(requested))
wanted = st.text_input(
    _("Search"), key=TEXT_KEY, bind=URL, placeholder=_("Any word"), icon=":material/search:", width=360
)
words = str(wanted or "").casefold().split()
found = {
    title: [term for term in members if all(word in f"{term.title} {term.text}".casefold() for word in words)]
    for title, members in groups(current_language()).items()
}
for title, members in found.items():
    if members:
        st.subheader(title, anchor=False)
        for left, right in zip(members[::2], [*members[1::2], None], strict=False):
            for column, term in zip(st.columns(2, gap="large"), (left, right), strict=True):
                if term:
                    column.markdown(term_line(term))
if not any(found.values()):
    show_empty_state(_("No word is like that."), _("Show all"), clear_search, key="glossary.empty")
