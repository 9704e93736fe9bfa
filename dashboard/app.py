"""The router: the only list of pages, and what stands around every one of them."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.login import require_login
from dashboard.server import base_path, page_routes
from dashboard.thumbnail_route import thumbnail_route
from dashboard.widgets.dataset_switcher import show_dataset_switcher, show_unknown_dataset_notice
from dashboard.widgets.error_box import error_box
from dashboard.widgets.page_link import page_path
from dashboard.widgets.tour_bar import show_tour_bar
from dashboard.widgets.undo import show_undo_bar
from dashboard.widgets.words import CURRENT_PAGE

HERE = Path(__file__).parent
PAGE_WIDTH_PX = 1160
HOME = "home"
SIDEBAR_PX = 248


@dataclass(frozen=True)
class Entry:
    """One page: its file is its address.

    Attributes:
        page: file name without suffix.
        title: in the navigation.
        icon: a Material icon's name.
        help: what the page is for, in a sentence.
        hidden: reached by links only.
    """

    page: str
    title: str
    icon: str
    help: str
    hidden: bool = False


PAGES: dict[str, list[Entry]] = {
    "": [
        Entry(HOME, "Home", "home", "What is here, what has been learned, and what comes next."),
    ],
    "Explore": [
        Entry("movements", "Movements", "hub", "Who belongs with whom: artists and the art movements they share."),
        Entry("balance", "Balance", "bar_chart", "What is scarce, and what can be done about it before training."),
        Entry("gallery", "Gallery", "photo_library", "What the pictures look like, one by one and side by side."),
        Entry("atlas", "Atlas", "map", "What lies near what: the whole collection on one map."),
        Entry("health", "Health", "healing", "What is odd or wrong with the pictures, and what to do about it."),
        Entry("painting", "Painting", "filter_frames", "One picture up close.", hidden=True),
    ],
    "Tune": [
        Entry("augmentation", "Augmentation", "transform", "What the network will be fed, tuned by eye."),
    ],
    "Train": [
        Entry("runs", "Runs", "model_training", "Start training, watch it, and find what was trained before."),
        Entry("run", "Run", "timeline", "One run in full.", hidden=True),
    ],
    "Results": [
        Entry("confusion", "Confusion", "grid_on", "What a model mixes up, and which pictures those are."),
        Entry("compare", "Compare", "leaderboard", "Which model is better, and whether that is certain."),
        Entry("recognise", "Recognise", "image_search", "Who painted this, and what is like it?"),
        Entry("play", "Play", "sports_esports", "You against the network: who recognises more paintings?"),
        Entry("showcase", "Showcase", "slideshow", "The story of the collection and its models, for an audience."),
    ],
    "Help": [
        Entry("glossary", "Glossary", "menu_book", "What the words mean, for somebody who never trained a network."),
    ],
}


def _page(entry: Entry) -> "st.Page":
    return st.Page(
        page_path(entry.page),
        title=entry.title,
        icon=f":material/{entry.icon}:",
        default=entry.page == HOME,
        visibility="hidden" if entry.hidden else "visible",
        help=entry.help,
    )


def main() -> None:
    """Draw the frame and run the page that the address names."""
    st.set_page_config(
        page_title="Atelier",
        page_icon=str(HERE / "assets" / "mark.svg"),
        layout="wide",
        initial_sidebar_state=SIDEBAR_PX,
    )
    st.html(HERE / "style.css")
    st.logo(str(HERE / "assets" / "logo.svg"), icon_image=str(HERE / "assets" / "mark.svg"), size="large")
    require_login()
    page = st.navigation(
        {group: [_page(entry) for entry in entries] for group, entries in PAGES.items() if entries}, expanded=True
    )
    with st.sidebar, error_box():
        show_dataset_switcher()
    with st.container(width=PAGE_WIDTH_PX, key="page"), error_box():
        show_unknown_dataset_notice()
        CURRENT_PAGE.set(page.url_path or HOME)
        show_tour_bar(CURRENT_PAGE.get())
        page.run()
    show_undo_bar()


pages = [entry.page for entries in PAGES.values() for entry in entries]
base = base_path()
app = st.App(__file__, routes=[*page_routes(pages, base), thumbnail_route(base)])

if __name__ == "__main__":
    main()
