"""The guided tour: which page comes after which, and what to look at there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from core.environment import is_read_only
from core.language import N_, _
from dashboard.labels.escaping import as_text
from dashboard.state.session import Field
from dashboard.ui.page_link import go_to, page_exists


@dataclass(frozen=True)
class Stop:
    """One page of the tour.

    Attributes:
        page: its file name without suffix.
        title: as in the navigation, marked for translation.
        look: what to look at, and what it means, marked for translation.
        look_read_only: the same for a demo in which nothing is trained; "" where it is the same.
        query: what its address carries.
    """

    page: str
    title: str
    look: str
    look_read_only: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


_STOPS = (
    Stop(
        "movements",
        N_("Movements"),
        N_(
            "Each line joins an artist to a movement. Click one: artists who share movements are the ones a model is "
            "likely to mix up."
        ),
    ),
    Stop(
        "balance",
        N_("Balance"),
        N_(
            "Some artists have many times the pictures of others. A model that only ever answers with the most "
            "frequent one is right surprisingly often; move the slider to see what a smaller, evener choice costs."
        ),
    ),
    Stop(
        "gallery",
        N_("Gallery"),
        N_(
            "Before trusting a number, look at the pictures. The switch shows what a network gets of each: a small "
            "square."
        ),
    ),
    Stop(
        "atlas",
        N_("Atlas"),
        N_(
            "Neighbouring pictures are similar in palette and brushwork. Where colours mix, artists are hard "
            "to distinguish."
        ),
    ),
    Stop(
        "augmentation",
        N_("Augmentation"),
        N_(
            "Rotated, shifted and brightened views keep a network from memorising pictures. Move a slider "
            "until a painting would no longer pass for the artist’s, and go back a little."
        ),
    ),
    Stop(
        "runs",
        N_("Runs"),
        N_(
            "Three models train on the same artists here: a dense net, a convolutional one, and a probe on "
            "colours and texture. Open one while it trains: where the two curves diverge, it memorises "
            "(overfits)."
        ),
        N_("Earlier runs, the newest first. Open one: where its two curves diverge, it memorises (overfits)."),
    ),
    Stop(
        "confusion",
        N_("Confusion"),
        N_(
            "Each row is a true artist, each column a predicted one. Click a cell off the diagonal to see "
            "the paintings that were confused."
        ),
    ),
    Stop(
        "compare",
        N_("Compare"),
        N_(
            "The best model is not always the one with the highest number: look at the interval beside it, and at the "
            "sentence that says whether the difference is more than chance."
        ),
    ),
    Stop(
        "recognise",
        N_("Recognise"),
        N_(
            "Try it: any picture, also one that is no painting. It says who painted it, how sure it is, and what is "
            "like it."
        ),
    ),
    Stop(
        "play",
        N_("Play"),
        N_(
            "Ten paintings, four artists each: you against a model on pictures it never met. Where you both fail, look "
            "at what the two artists share."
        ),
    ),
    Stop(
        "showcase",
        N_("Showcase"),
        N_(
            "The same story in large type, for an audience. Arrow keys turn the pages. This is the last stop: what was "
            "trained stays, and every page is one click away."
        ),
        N_(
            "The same story in large type, for an audience. Arrow keys turn the pages. This is the last stop; every "
            "page is one click away."
        ),
    ),
)

TOUR: tuple[Stop, ...] = tuple(stop for stop in _STOPS if page_exists(stop.page))
"""The stops in order; a page that this version lacks is left out."""

TOUR_KEY = "tour"
"""The stop in the address, counted from 1, so that a reload keeps it."""

_ENDED = -1
_AT: Field[int | None] = Field("tour.at", None)


def stop_number() -> int | None:
    """Which stop this tab is at, from 0; None while no tour is on."""
    at = _AT.get()
    if at is None:
        at = _stop_in_address()
    return at if 0 <= at < len(TOUR) else None


def keep_in_address() -> None:
    """Let the address say where the tour is, or nothing while none is on; and remember what it said of it."""
    at = stop_number()
    _AT.set(_ENDED if at is None else at)
    if at is None:
        st.query_params.pop(TOUR_KEY, None)
    elif st.query_params.get(TOUR_KEY) != str(at + 1):
        st.query_params[TOUR_KEY] = str(at + 1)


def go_on_at(number: int) -> Stop:
    """Be at a stop."""
    _AT.set(number)
    return TOUR[number]


def end_tour() -> None:
    """No tour any more; for callbacks too."""
    _AT.set(_ENDED)


def _stop_in_address() -> int:
    numbers = {str(number + 1): number for number in range(len(TOUR))}
    return numbers.get(st.query_params.get(TOUR_KEY, ""), _ENDED)


def show_tour_bar(page: str) -> None:
    """Where the tour is and how it goes on; nothing while no tour is on.

    Args:
        page: the page that is drawn, its file name without suffix.
    """
    keep_in_address()
    number = stop_number()
    if number is None:
        return
    stop = TOUR[number]
    with st.container(border=True, gap="small", key="shell-tour"):
        if stop.page == page:
            place = _("{number} of {total}").format(number=number + 1, total=len(TOUR))
            st.markdown(f":material/tour: **{place}** :gray[·] {as_text(_what_to_look_at(stop))}")
        else:
            waits = _("The tour waits at **{page}**.").format(page=as_text(_(stop.title)))
            st.markdown(f":material/tour: {waits}")
        with st.container(horizontal=True, gap="small", key="shell-tour-buttons"):
            _show_buttons(number, here=stop.page == page)


def _what_to_look_at(stop: Stop) -> str:
    return _((is_read_only() and stop.look_read_only) or stop.look)


def _show_buttons(number: int, *, here: bool) -> None:
    if not here:
        go_on = _("Go on at {page}").format(page=_(TOUR[number].title))
        if st.button(go_on, key="shell.tour.return", icon=":material/reply:"):
            open_stop(number)
    if here and number and st.button(_(TOUR[number - 1].title), key="shell.tour.back", icon=":material/arrow_back:"):
        open_stop(number - 1)
    if here and number + 1 < len(TOUR):
        following = _("Next: {page}").format(page=_(TOUR[number + 1].title))
        if st.button(following, key="shell.tour.next", icon=":material/arrow_forward:"):
            open_stop(number + 1)
    st.button(_("End the tour"), key="shell.tour.end", type="tertiary", on_click=end_tour)


def open_stop(number: int) -> None:
    """Go to a stop of the tour.

    Args:
        number: from 0.
    """
    stop = go_on_at(number)
    go_to(stop.page, {**stop.query, TOUR_KEY: str(number + 1)})
