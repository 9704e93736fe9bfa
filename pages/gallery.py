"""Gallery: what do the pictures look like?"""

import streamlit as st

from core.gallery import matching
from core.language import _
from dashboard.features.gallery.contact_sheet import choose_network_view, show_many
from dashboard.features.gallery.gallery_filters import choose_filter, clear_filters, show_filter_summary
from dashboard.features.gallery.random_picture import show_random_picture
from dashboard.queries import datasets as dataset_queries
from dashboard.shell.page_header import show_page_header
from dashboard.state.session import current_dataset
from dashboard.ui.empty_state import show_empty_state

show_page_header(_("Gallery"), _("What the pictures look like, one by one and side by side."))
name = current_dataset()
if name is None:
    show_empty_state(_("There is no data set to look at yet. Home has two ways to get one."), key="gallery.empty.none")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", gap="small", key="gallery-controls"):
    wanted = choose_filter(name)
    pictures = matching(dataset_queries.catalog(name), dataset_queries.artists(name), wanted)
    show_filter_summary(name, wanted, len(pictures))
    fed_px = choose_network_view()

if pictures.empty:
    show_empty_state(_("No picture passes these filters."), _("Show all"), clear_filters, key="gallery.empty.clear")
    st.stop()

show_random_picture(name, pictures["painting_id"].astype(str).tolist(), fed_px)
show_many(name, pictures, fed_px)
