"""How each model learned: its curves play back."""

import streamlit as st

from core.language import N_, _
from dashboard.charts.playback import build_playback
from dashboard.components.playback.component import show_playback
from dashboard.features.showcase.story import Story
from dashboard.features.showcase.telling import show_no_run, show_statement
from dashboard.queries import runs as run_queries

TITLE = N_("How each model learned")


def show(story: Story) -> None:
    """All curves growing together, epoch by epoch."""
    playback = build_playback({story.titles[run.id]: run_queries.metrics(run) for run in story.runs})
    if playback is None:
        show_no_run(_("How a model learned is told here as soon as a model is trained on this data set."))
        return
    show_statement(_("Where the thin line climbs on and the thick one no longer does, a model learns by heart."))
    with st.container(key="showcase-playback"):
        show_playback(playback, key="showcase.learning.playback")
