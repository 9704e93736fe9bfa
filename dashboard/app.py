"""The router: the only list of pages, and the frame around each."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from core.language import N_, _, set_language_source
from dashboard.shell.login import require_login
from dashboard.shell.server import base_path, load_pages_early, page_routes
from dashboard.shell.switchers import show_dataset_switcher, show_language_switcher, show_unknown_dataset_notice
from dashboard.shell.thumbnail_route import thumbnail_route
from dashboard.shell.tour import show_tour_bar
from dashboard.state.language import follow_address, language_of_tab
from dashboard.state.page_memory import remember_page, restore_page
from dashboard.state.session import START_PRESSED
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import page_path
from dashboard.ui.undo import show_undo_bar

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
        Entry(HOME, N_("Home"), "home", N_("What is here, what has been learned, and what comes next.")),
    ],
    N_("Explore"): [
        Entry(
            "movements", N_("Movements"), "hub", N_("Who belongs with whom: artists and the art movements they share.")
        ),
        Entry(
            "balance", N_("Balance"), "bar_chart", N_("What is scarce, and what can be done about it before training.")
        ),
        Entry(
            "gallery", N_("Gallery"), "photo_library", N_("What the pictures look like, one by one and side by side.")
        ),
        Entry("atlas", N_("Atlas"), "map", N_("The whole collection on one map, similar pictures close together.")),
        Entry(
            "health", N_("Health"), "healing", N_("What is odd or wrong with the pictures, and what to do about it.")
        ),
        Entry("painting", N_("Painting"), "filter_frames", N_("One picture up close."), hidden=True),
    ],
    N_("Tune"): [
        Entry("augmentation", N_("Augmentation"), "transform", N_("What the network will be fed, tuned by eye.")),
    ],
    N_("Train"): [
        Entry("runs", N_("Runs"), "model_training", N_("Start training, watch it, and find what was trained before.")),
        Entry("run", N_("Run"), "timeline", N_("One run in full."), hidden=True),
    ],
    N_("Results"): [
        Entry("confusion", N_("Confusion"), "grid_on", N_("Which artists a model confuses, and on which pictures.")),
        Entry("compare", N_("Compare"), "leaderboard", N_("Which model is better, and whether that is certain.")),
        Entry("recognise", N_("Recognise"), "image_search", N_("Who painted this, and what is like it?")),
        Entry("play", N_("Play"), "sports_esports", N_("You against the network: who recognises more paintings?")),
        Entry(
            "showcase", N_("Showcase"), "slideshow", N_("The story of the collection and its models, for an audience.")
        ),
    ],
    N_("Help"): [
        Entry(
            "glossary",
            N_("Glossary"),
            "menu_book",
            N_("The terms of this app, explained for newcomers to machine learning."),
        ),
    ],
}


def _page(entry: Entry) -> "st.Page":
    return st.Page(
        page_path(entry.page),
        title=_(entry.title),
        icon=f":material/{entry.icon}:",
        default=entry.page == HOME,
        visibility="hidden" if entry.hidden else "visible",
        help=_(entry.help),
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
    set_language_source(language_of_tab)
    follow_address()
    require_login()
    page = st.navigation(
        {group and _(group): [_page(entry) for entry in entries] for group, entries in PAGES.items() if entries},
        expanded=True,
    )
    with st.sidebar, error_box():
        show_dataset_switcher()
        show_language_switcher()
    with st.container(width=PAGE_WIDTH_PX, key="page"), error_box():
        show_unknown_dataset_notice()
        name = page.url_path or HOME
        restore_page(name, page_path(name))
        show_tour_bar(name)
        if START_PRESSED.get():
            _start_run()
        with remember_page():
            page.run()
    show_undo_bar()


def _start_run() -> None:
    from dashboard.features.training.start import start_if_pressed

    start_if_pressed()


pages = ["", *(entry.page for entries in PAGES.values() for entry in entries)]
base = base_path()
app = st.App(__file__, routes=[*page_routes(pages, base), thumbnail_route(base)], lifespan=load_pages_early)

if __name__ == "__main__":
    main()
