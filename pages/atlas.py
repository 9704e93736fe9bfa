"""Atlas: which pictures are similar?"""

import streamlit as st

from core.language import _
from dashboard.components.atlas.component import AtlasLinks, show_atlas
from dashboard.features.atlas.choices import MapChoice, choose_artist, choose_map
from dashboard.features.atlas.chosen import choose_area, choose_groups, chosen_area, chosen_groups, show_chosen
from dashboard.features.atlas.colouring import colouring_of, map_in_words, summary_of
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import similarity as similarity_queries
from dashboard.shell.page_header import show_page_header
from dashboard.shell.thumbnail_route import thumbnails_address
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import current_dataset
from dashboard.ui.describing import show_background_work, show_describing
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box

MAP_PX = 510


@page_fragment
def show_collection(name: str) -> None:
    """The map with its controls; a fragment."""
    with error_box():
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="atlas-controls"):
            search = st.container(width="content")
            choice = choose_map(name)
        if choice.state.computed == 0:
            show_describing(name, choice.state, key="atlas", purpose=_("so there is no map yet"), primary=True)
            return
        show_the_map(name, choice, search)
        show_describing(name, choice.state, key="atlas", purpose="")


def show_the_map(name: str, choice: MapChoice, search: "st.delta_generator.DeltaGenerator") -> None:
    found = similarity_queries.atlas_points(name, choice.state.name, choice.method)
    if found is None:
        arguments = {"dataset": name, "descriptor": choice.state.name}
        sentence = _("This map has not been made yet. It is computed once and kept.")
        show_background_work("map", arguments, sentence, _("Make the map"), key="atlas.make", primary=True)
        return
    made, points = found
    with search:
        focus = choose_artist(points.artists)
    colouring, area = colouring_of(name, points, choice), chosen_area()
    show_atlas(
        points,
        colouring,
        AtlasLinks(thumbnails_address(name, dataset_queries.dataset(name).version), f"painting?dataset={name}"),
        key="atlas.map.drawing",
        summary=summary_of(points, colouring),
        on_lasso=choose_area,
        on_only=choose_groups,
        only=chosen_groups(),
        focus=focus,
        lasso=area,
        height_px=MAP_PX,
        file_name=f"{name}-atlas.png",
    )
    st.caption(as_text(map_in_words(made, choice.state)))
    if area is not None:
        show_chosen(name, points, colouring, focus, area)


show_page_header(_("Atlas"), _("The whole collection on one map, similar pictures close together."))
name = current_dataset()
if name is None:
    show_empty_state(_("There is no data set to map yet. Home has two ways to get one."), key="atlas.empty.none")
elif not similarity_queries.has_pictures(name):
    show_empty_state(_("No picture of this data set can be read."), key="atlas.empty.pictures")
else:
    show_collection(name)
