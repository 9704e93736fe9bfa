"""The choices in the sidebar: data set, kept in the address as `?dataset=`, and language."""

import streamlit as st

from core.language import LANGUAGES, _, current_language
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.language import choose_language
from dashboard.state.session import DATASET_KEY, Field, choose_dataset, current_dataset

_REQUESTED: Field[str] = Field("shell.dataset.asked_for", "")

_CHOICE_KEY = "language.choice"


def show_dataset_switcher() -> None:
    """The choice, where there is one."""
    names = dataset_queries.dataset_names()
    requested = st.query_params.get(DATASET_KEY)
    if requested and requested not in names:
        _REQUESTED.set(requested)
    if names:
        _follow_address(names, requested)
        st.selectbox(
            _("Data set"),
            names,
            key=DATASET_KEY,
            on_change=_choose_dataset,
            icon=":material/collections:",
            label_visibility="collapsed",
        )


def _follow_address(names: list[str], requested: str | None) -> None:
    """The address decides and always names the data set, on a first visit and after a change of page too.

    A bound widget would leave its default out of the address, and `st.switch_page` fails where one is bound.
    """
    known = current_dataset()
    choice = requested if requested in names else known if known in names else names[0]
    st.session_state[DATASET_KEY] = choice
    if requested != choice:
        st.query_params[DATASET_KEY] = str(choice)


def _choose_dataset() -> None:
    _REQUESTED.clear()
    choose_dataset(str(st.session_state[DATASET_KEY]))


def show_unknown_dataset_notice() -> None:
    """Report a data set of the address that does not exist."""
    if requested := _REQUESTED.get():
        sentence = _("There is no data set “{name}” here, so another one is shown. Choose in the sidebar.")
        st.warning(sentence.format(name=as_text(requested)), icon=":material/travel_explore:")


def show_language_switcher() -> None:
    """Every language in its own words; the one that is read is marked."""
    st.session_state[_CHOICE_KEY] = current_language()
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=_CHOICE_KEY,
        required=True,
        on_change=_choose_language,
        label_visibility="collapsed",
    )


def _choose_language() -> None:
    choose_language(st.session_state[_CHOICE_KEY])
