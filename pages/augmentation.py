"""Augmentation: what the network will be fed."""

import streamlit as st

from core.language import _
from dashboard.charts.tile_sheet import build_thumbnail
from dashboard.features.augmentation.recipe_code import show_recipe_code
from dashboard.features.augmentation.saved_recipes import show_recipe_shelf
from dashboard.features.augmentation.sliders import (
    open_recipe,
    requested_config,
    requested_recipe,
    show_presets,
    show_sliders,
)
from dashboard.features.augmentation.stage import read_stage, show_notes, show_stage, show_stage_controls
from dashboard.features.augmentation.subject import choose_subject, show_unknown_painting_notice, show_upload_notice
from dashboard.features.training.draft import TRAINING_PAGE, carry_recipe
from dashboard.queries.previews import Subject, subject_pixels
from dashboard.shell.page_header import show_page_header
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.page_link import go_to

CONTROLS_PX = 264


@page_fragment
def show_tuning(subject: Subject) -> None:
    """Sliders and what they do. The pictures are sent first, because people wait for them."""
    requested, choice = requested_recipe(), read_stage()
    for fault in requested.faults:
        show_error(fault)
    with st.container(horizontal=True, gap="medium", key="augmentation-bench"):
        controls = st.container(width=CONTROLS_PX, gap="small", key="augmentation-controls")
        stage = st.container(width="stretch", gap="small", key="augmentation-stage")
    settings = stage.container(gap="small")
    with stage.container(gap="small"), error_box():
        show_stage(subject, requested.config, choice)
    with settings:
        show_stage_controls(choice)
    with controls:
        show_presets(requested.config)
        show_sliders(requested.config)
    with stage.container(gap="xsmall", key="augmentation-notes"), error_box():
        show_notes(requested.config, subject)


def show_toolbar(name: str) -> Subject | None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="augmentation-toolbar"):
        picture = st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content")
        subject = choose_subject(name)
        st.space("stretch")
        show_recipe_shelf()
        if st.button(_("Copy as code"), key="augmentation.code", icon=":material/code:"):
            show_recipe_code(requested_config())
        if st.button(_("Train with this recipe"), key="augmentation.train", type="primary"):
            carry_recipe(requested_config())
            go_to(TRAINING_PAGE)
    if subject is not None:
        with picture, error_box():
            st.html(build_thumbnail(subject_pixels(subject), subject.title), width="content")
    return subject


show_page_header(_("Augmentation"), _("What the network will see: tune augmentation by eye before training."))
name = current_dataset()
if name is None:
    show_empty_state(
        _("There is no data set to try on yet. Home has two ways to get one."), key="augmentation.empty.none"
    )
    st.stop()
open_recipe()
subject = show_toolbar(name)
if subject is None:
    show_empty_state(_("No picture of this data set can be read."), key="augmentation.empty.unreadable")
    st.stop()
show_unknown_painting_notice(name)
show_upload_notice(subject)
show_tuning(subject)
