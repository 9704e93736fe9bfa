"""The offer of the guided tour on Home, and the three small models that it trains."""

import streamlit as st

from core.environment import is_read_only
from core.language import _
from core.runs.starting import start_run
from core.runs.store import RunStore
from core.training.config.presets import demo_configs
from dashboard.shell.tour import open_stop
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


def start_demo_runs(dataset: str) -> list[str]:
    """Start those of the demo's runs that neither are done nor wait or are under way.

    Returns:
        The ids of the new runs.

    Raises:
        AtelierError: they cannot be trained on this data set; the message says why.
    """
    runs = [run for run in RunStore().list() if not run.status.is_over or run.status.state == "finished"]
    there = [run.config for run in runs if run.dataset == dataset]
    return [start_run(config) for config in demo_configs(dataset) if config not in there]
