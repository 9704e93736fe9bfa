"""Many pictures at a glance: a sheet drawn by lot that comes again with its seed, or all of them in pages."""

import random

import pandas as pd
import streamlit as st

from core.dataset.images.pixels import SIZE_LIMITS_PX
from core.gallery import contact_sheet
from core.language import N_, _, ngettext
from dashboard.features.gallery.gallery_filters import PAGE_KEY
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import URL, set_widget
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.error_box import error_box
from dashboard.ui.paging import page_of
from dashboard.ui.pictures import show_wall

VIEW_KEY, COUNT_KEY, DRAWN_KEY, SEED_KEY = "gallery.view", "gallery.count", "gallery.drawn", "gallery.seed"
PICTURES_A_PAGE, USUAL_COUNT, MOST = 60, 60, 200
ROW_PX = 112
_VIEWS = {"sheet": N_("Contact sheet"), "all": N_("All pictures")}
_DRAWN = {"evenly": N_("Evenly by artist"), "chance": N_("By chance")}
_DRAWN_HELP = N_(
    "Evenly draws as many pictures from each artist as from any other, as far as there are enough. By chance gives "
    "every picture the same chance, so that artists with many pictures appear more often."
)
_SEEDS = 10_000


@page_fragment
def show_many(name: str, pictures: pd.DataFrame, fed_px: int | None) -> None:
    """The choice between the two, their controls, and the pictures.

    Args:
        name: of the data set.
        pictures: rows of the catalog to show, at least one.
        fed_px: side of the square that a network is fed, shown beside each picture; None to leave it out.
    """
    with error_box():
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="gallery-many"):
            view = choose_segment(VIEW_KEY, _("What to hang"), translated(_VIEWS))
            ids = _choose_sheet(pictures) if view == "sheet" else _choose_page(pictures)
        captions = fed_px is None
        show_wall(name, ids, key=f"gallery.wall.{view}", row_height_px=ROW_PX, fed_px=fed_px, captions=captions)


def _choose_sheet(pictures: pd.DataFrame) -> list[str]:
    drawn = choose_segment(DRAWN_KEY, _("Drawn"), translated(_DRAWN), help=_(_DRAWN_HELP))
    number = st.number_input(_("Pictures"), 1, MOST, USUAL_COUNT, step=10, key=COUNT_KEY, bind=URL, width=112)
    seed = st.number_input(
        _("Seed"), 0, None, 1, key=SEED_KEY, bind=URL, width=112, help=_("The same seed gives the same sheet again.")
    )
    st.button(_("New seed"), key="gallery.reseed", icon=":material/casino:", on_click=_reseed)
    return contact_sheet(pictures, int(number), int(seed), evenly=drawn == "evenly")


def _reseed() -> None:
    set_widget(SEED_KEY, random.randrange(1, _SEEDS))


def _choose_page(pictures: pd.DataFrame) -> list[str]:
    ids = pictures["painting_id"].astype(str).tolist()
    words = ngettext("{n:,} picture, by artist and number", "{n:,} pictures, by artist and number", len(ids))
    st.markdown(f":gray[{words.format(n=len(ids))}]", width="content")
    return list(page_of(ids, PICTURES_A_PAGE, PAGE_KEY))


SWITCH_KEY, SIZE_KEY = "gallery.network", "gallery.pixels"
USUAL_PX = 100
_SIZES = (32, 64, 100, 128, 160, 192, 224, 256, 299, 384)


def choose_network_view() -> int | None:
    """A switch and a size; returns the side of the square in pixels, None while the switch is off."""
    shown = st.toggle(
        _("What the network sees"),
        key=SWITCH_KEY,
        bind=URL,
        help=_("A network sees every picture resized to the same small square, shown beside each picture."),
    )
    if not shown:
        return None
    size = st.selectbox(
        _("Size of the square"),
        _SIZES,
        index=_SIZES.index(USUAL_PX),
        format_func=lambda side: f"{side} × {side} px",
        key=SIZE_KEY,
        bind=URL,
        label_visibility="collapsed",
        width=150,
    )
    smallest, largest = SIZE_LIMITS_PX
    return min(largest, max(smallest, int(size or USUAL_PX)))
