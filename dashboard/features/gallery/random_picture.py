"""One picture by chance, and another at each press; the one that is shown is in the address."""

import random
from collections.abc import Sequence

import streamlit as st

from core.gallery import pick_random
from core.language import _
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import Painting, size_in_words
from dashboard.state.page_memory import page_fragment
from dashboard.state.session import Field
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link
from dashboard.ui.pictures import LARGE_PX, show_large_picture

PICTURE_KEY = "gallery.picture"
_NEXT: Field[str | None] = Field("gallery.random.next", None)
_PLACE_PX = 480


@page_fragment
def show_random_picture(name: str, painting_ids: Sequence[str], fed_px: int | None) -> None:
    """The picture that the address names, else one by chance, and what is known of it.

    Args:
        name: of the data set.
        painting_ids: the pictures to choose from, at least one.
        fed_px: side of the square that a network is fed, shown with it; None to leave it out.
    """
    with error_box():
        painting_id = _shown(painting_ids)
        _prepare_next(name, painting_ids, painting_id)
        with st.container(horizontal=True, gap="medium", key="gallery-random"):
            with st.container(width="stretch", key="gallery-random-picture"):
                show_large_picture(name, painting_id, key="gallery.random.large", height_px=_PLACE_PX, fed_px=fed_px)
            with st.container(width=250, gap="small", key="gallery-random-facts"):
                _show_facts(name, dataset_queries.painting(name, painting_id))
                st.button(
                    _("Another picture"),
                    key="gallery.random.another",
                    type="primary",
                    icon=":material/shuffle:",
                    on_click=_show_another,
                    disabled=len(painting_ids) < 2,
                )
                query = {"dataset": name, "painting": painting_id}
                show_page_link("painting", _("Look at it closely"), icon=":material/arrow_forward:", query=query)
                if fed_px:
                    words = _("Beside it: as a network sees it, {side} × {side} pixels")
                    st.caption(words.format(side=fed_px))


def _shown(painting_ids: Sequence[str]) -> str:
    requested = st.query_params.get(PICTURE_KEY)
    if requested in painting_ids:
        return str(requested)
    chosen = pick_random(painting_ids, None, random)
    st.query_params[PICTURE_KEY] = str(chosen)
    return str(chosen)


def _prepare_next(name: str, painting_ids: Sequence[str], painting_id: str) -> None:
    """Choose the next picture now, so that its thumbnail exists when it is shown."""
    following = pick_random(painting_ids, painting_id, random)
    _NEXT.set(following)
    if following is not None:
        dataset_queries.prepare_thumbnail(name, following, LARGE_PX)


def _show_another() -> None:
    following = _NEXT.get()
    if following is not None:
        st.query_params[PICTURE_KEY] = following


def _show_facts(name: str, painting: Painting) -> None:
    artist = next((artist for artist in dataset_queries.artists(name) if artist.name == painting.artist), None)
    st.subheader(as_text(painting.artist or painting.painting_id), anchor=False)
    lines = ["" if painting.number is None else _("Painting {number}").format(number=painting.number)]
    if artist is not None:
        lines += [artist.years, ", ".join(artist.movements)]
    st.markdown("  \n".join(as_text(line) for line in lines if line))
    st.caption(as_text(size_in_words(painting)))
