"""Recognise: who painted this, and what is like it?"""

import streamlit as st

from core.language import _
from dashboard.features.recognise.choices import (
    choose_model_and_descriptor,
    requested_picture,
    show_another_choice,
    show_first_choice,
)
from dashboard.features.recognise.predictions import warm_soon
from dashboard.features.recognise.result import show_answer, show_no_run
from dashboard.queries.results import askable_runs
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.picture_source import usable_paintings


@page_fragment
def show_recognition(name: str) -> None:
    """Draw the choices and the recognition. A fragment: a choice inside reruns this part only."""
    with error_box():
        requested, runs = requested_picture(name), askable_runs(name)
        toolbar = st.container(horizontal=True, vertical_alignment="center", gap="small", key="recognise-toolbar")
        # A place of its own: the first choice disappears before the answer arrives.
        first = st.empty() if requested is not None else st.container(key="recognise-first")
        with toolbar:
            if requested is not None:
                show_another_choice(name, requested)
            run, state = choose_model_and_descriptor(name, runs)
        if run is not None:
            warm_soon(run.id, state.name)
        if requested is not None:
            show_answer(requested, run, state)
            return
        with first:
            show_first_choice(name)
            if run is None:
                show_no_run()


show_page_header(
    _("Recognise"), _("Who painted this, and what is it like? Try it with any picture, also a photo of one.")
)
name = current_dataset()
if name is None:
    show_empty_state(
        _("There is no data set to compare with yet. Home has two ways to get one."), key="recognise.empty"
    )
elif not usable_paintings(name):
    show_empty_state(_("No picture of this data set can be read."), key="recognise.empty.unreadable")
else:
    show_recognition(name)
