"""Painting: one picture up close."""

import streamlit as st

from core.gallery import neighbours, same_work
from core.language import _
from dashboard.features.painting.painting_facts import show_facts, show_palette
from dashboard.features.painting.painting_neighbours import (
    PAINTING_KEY,
    show_artist_strip,
    show_previous_and_next,
    show_same_work,
    show_similar_to,
)
from dashboard.queries import datasets as dataset_queries
from dashboard.shell.page_header import show_page_header
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link
from dashboard.ui.pictures import show_large_picture

PICTURE_PX = 560


show_page_header(_("Painting"), _("One picture up close: what is known of it, its colours, and what hangs beside it."))
name = current_dataset()
if name is None:
    show_empty_state(
        _("There is no data set to look at yet. Home has two ways to get one."), key="painting.empty.dataset"
    )
    st.stop()

catalog = dataset_queries.catalog(name)
requested = st.query_params.get(PAINTING_KEY, "")
if not (catalog["painting_id"] == requested).any():
    gone = _("There is no painting “{painting}” in {dataset}; it may have been removed, or be of another data set.")
    show_empty_state(
        gone.format(painting=requested, dataset=name)
        if requested
        else _("No painting is chosen. Choose one in the gallery, by pressing its picture."),
        key="painting.empty.none",
        icon=":material/image_search:",
    )
    show_page_link("gallery", _("Open the gallery"), icon=":material/arrow_forward:", query={"dataset": name})
    st.stop()

place = neighbours(catalog, requested)
with st.container(horizontal=True, gap="medium", key="painting-view"):
    with st.container(width="stretch", key="painting-picture"):
        show_large_picture(name, requested, key="painting.picture.large", height_px=PICTURE_PX, alone=True)
    with st.container(width=300, gap="small", key="painting-facts"):
        show_previous_and_next(place)
        show_facts(name, requested)
show_palette(name, requested)
show_same_work(name, requested, same_work(catalog, requested))
with error_box():
    show_similar_to(name, requested)
show_artist_strip(name, requested, place)
