"""How the guided tour begins."""

import streamlit as st

from core.environment import is_read_only
from core.language import _
from dashboard.shell.demo_runs import start_demo_runs
from dashboard.shell.tour_bar import open_stop
from dashboard.ui.error_box import error_box


def show_tour_offer(dataset: str, *, primary: bool) -> None:
    """What the tour is, and the button that begins it and the training it shows.

    Args:
        dataset: name of the data set it is about.
        primary: whether it is what to do next here.
    """
    st.markdown(
        _("The guided tour leads through the pages with what to look at on each. About five minutes.")
        if is_read_only()
        else _(
            "The guided tour leads through the pages with what to look at on each, and trains the three small models "
            "that it shows in the background, unless they are there. About five minutes."
        )
    )
    if st.button(
        _("Take the guided tour"),
        type="primary" if primary else "secondary",
        key="home.tour.start",
        icon=":material/tour:",
    ):
        with error_box():
            if not is_read_only():
                start_demo_runs(dataset)
            open_stop(0)
