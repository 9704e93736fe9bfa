"""What hangs beside a painting: other pictures of the same work, works that are like it, and its artist's others."""

from collections.abc import Sequence

import streamlit as st

from core.errors import NotFoundError
from core.gallery import Neighbours
from core.language import N_, _, ngettext
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import similarity as similarity_queries
from dashboard.ui.describing import show_describing
from dashboard.ui.page_link import page_exists, show_page_link
from dashboard.ui.pictures import show_wall
from dashboard.ui.similar_works import AGREEMENT_HELP, show_similar_works

PAINTING_KEY = "painting"
SIMILAR_WORKS = 5
_WAYS = {"previous": N_("Previous"), "next": N_("Next")}


def go_to_painting(painting_id: str | None) -> None:
    """Show another picture on this page; for callbacks."""
    if painting_id is not None:
        st.query_params[PAINTING_KEY] = painting_id


def show_previous_and_next(place: Neighbours) -> None:
    """Two buttons, also reached by the arrow keys, and the position of the picture."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="painting-turn"):
        for way, target, shortcut in (
            ("previous", place.previous, "Left"),
            ("next", place.following, "Right"),
        ):
            st.button(
                _(_WAYS[way]),
                key=f"painting.turn.{way}",
                on_click=go_to_painting,
                args=(target,),
                disabled=target is None,
                shortcut=shortcut,
            )
        st.caption(_("{place:,} of {total:,}").format(place=place.place, total=place.total))


def show_same_work(name: str, painting_id: str, others: Sequence[str]) -> None:
    """The picture beside the others that show its work; nothing where there are none."""
    if not others:
        return
    st.subheader(_("The same work"), anchor=False)
    words = ngettext(
        "{n:,} other picture here shows the same work: another scan, crop or tone.",
        "{n:,} other pictures here show the same work: other scans, crops or tones.",
        len(others),
    )
    st.markdown(f":gray[{words.format(n=len(others))}]")
    show_wall(name, [painting_id, *others], key="painting.same.wall", row_height_px=240, here=painting_id)
    if page_exists("health"):
        show_page_link("health", _("Compare them"), icon=":material/compare:", query={"health.finding": "same_work"})


def show_artist_strip(name: str, painting_id: str, place: Neighbours) -> None:
    """The pictures before and after it in the artist's list."""
    if place.total < 2:
        return
    artist = dataset_queries.painting(name, painting_id).artist
    heading = _("More by {artist}").format(artist=artist) if artist else _("More without an artist")
    st.subheader(as_text(heading), anchor=False)
    show_wall(name, place.around, key="painting.artist.wall", row_height_px=120, here=painting_id)
    if artist and page_exists("gallery"):
        show_page_link(
            "gallery",
            ngettext("All {n:,} picture by {artist}", "All {n:,} pictures by {artist}", place.total).format(
                n=place.total, artist=artist
            ),
            icon=":material/arrow_forward:",
            query={"dataset": name, "gallery.artists": artist, "gallery.view": "all"},
        )


def show_similar_to(name: str, painting_id: str) -> None:
    """Works of the collection that are like the picture, each with why."""
    state = similarity_queries.state(name, similarity_queries.usual_descriptor(name))
    st.subheader(_("Similar works"), anchor=False, help=_(AGREEMENT_HELP))
    try:
        works = similarity_queries.similar_works(name, painting_id, state.name, SIMILAR_WORKS) if state.computed else ()
    except NotFoundError:
        works = ()  # this very picture is not described yet, which is said below
    if works:
        show_similar_works(name, works, "painting.similar")
    show_describing(name, state, key="painting", purpose=_("so similar works cannot be found"))
