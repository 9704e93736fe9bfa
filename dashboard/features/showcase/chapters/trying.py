"""Try it yourself: the way to the pages where people take part."""

import streamlit as st

from core.gallery import contact_sheet
from core.language import N_, _
from dashboard.charts.picture_wall import build_picture_wall
from dashboard.features.showcase.story import Story
from dashboard.features.showcase.telling import show_no_run, show_statement
from dashboard.queries import datasets as dataset_queries
from dashboard.ui.page_link import page_exists, show_page_link
from dashboard.ui.picture_grid import hung_pictures
from dashboard.ui.report_button import show_report_button

TITLE = N_("Try it yourself")
_ROW_PX, _MOST, _SEED = 220, 24, 5
_SHAPES = (0.6, 1.6)


def show(story: Story) -> None:
    """Play against the network, or bring a picture."""
    best = story.best()
    if best is None:
        show_no_run(_("A game against the network is told here as soon as a model is trained on this data set."))
    else:
        show_statement(_("Ten paintings the network has never met. Who recognises more of them, you or the network?"))
        with st.container(horizontal=True, vertical_alignment="center", gap="large", key="showcase-try"):
            query = {"run": best.id}
            show_page_link("play", _("Play against the network"), icon=":material/sports_esports:", query=query)
            if page_exists("recognise"):
                show_page_link("recognise", _("Bring a picture of yours"), icon=":material/image_search:", query=query)
            show_report_button(story.runs, "showcase.report")
    _show_wall(story.dataset)


def _show_wall(dataset: str) -> None:
    """Some of the paintings, without a word about who painted them."""
    catalog = dataset_queries.catalog(dataset)
    usable = catalog[(catalog["status"] == "ok") & ~catalog["excluded"]]
    aspect = usable["width"] / usable["height"].clip(lower=1)
    common = usable[aspect.between(*_SHAPES)]
    usable = common if len(common) else usable
    if usable.empty:
        return
    shown = contact_sheet(usable, min(_MOST, len(usable)), _SEED, evenly=True)
    with st.container(key="showcase-try-wall"):
        st.html(build_picture_wall(hung_pictures(dataset, shown, _ROW_PX, captions=False), _ROW_PX))
