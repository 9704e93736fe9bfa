"""Which data set the app shows: the choice in the sidebar, kept in the address as `?dataset=`."""

import streamlit as st

from core.language import _
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import DATASET_KEY, Field, choose_dataset, current_dataset

_ASKED_FOR: Field[str] = Field("shell.dataset.asked_for", "")


def show_dataset_switcher() -> None:
    """The choice, where there is one."""
    names = dataset_queries.dataset_names()
    asked = st.query_params.get(DATASET_KEY)
    if asked and asked not in names:
        _ASKED_FOR.set(asked)
    if names:
        _follow_address(names, asked)
        st.selectbox(
            _("Data set"),
            names,
            key=DATASET_KEY,
            on_change=_choose,
            icon=":material/collections:",
            label_visibility="collapsed",
        )


def _follow_address(names: list[str], asked: str | None) -> None:
    """The address decides and always names the data set, on a first visit and after a change of page too.

    A bound widget would leave its default out of the address, and `st.switch_page` fails where one is bound.
    """
    known = current_dataset()
    choice = asked if asked in names else known if known in names else names[0]
    st.session_state[DATASET_KEY] = choice
    if asked != choice:
        st.query_params[DATASET_KEY] = str(choice)


def _choose() -> None:
    _ASKED_FOR.clear()
    choose_dataset(str(st.session_state[DATASET_KEY]))


def show_unknown_dataset_notice() -> None:
    """Say so where the address asks for a data set that is not here."""
    if asked := _ASKED_FOR.get():
        sentence = _("There is no data set “{name}” here, so another one is shown. Choose in the sidebar.")
        st.warning(sentence.format(name=as_text(asked)), icon=":material/travel_explore:")
