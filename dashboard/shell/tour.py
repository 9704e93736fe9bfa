"""The guided tour: which page comes after which, and what to look at there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from core.language import N_
from dashboard.state.session import Field
from dashboard.ui.page_link import page_exists


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
            "Pictures that lie close look alike in palette and brushwork. Where colours mix, artists are hard to tell "
            "apart."
        ),
    ),
    Stop(
        "augmentation",
        N_("Augmentation"),
        N_(
            "Turned, shifted and brightened copies keep a network from learning pictures by heart. Move a slider until "
            "a painting would no longer be taken for the artist’s, and go back a little."
        ),
    ),
    Stop(
        "runs",
        N_("Runs"),
        N_(
            "Three models learn the same artists here: a dense net, a convolutional one, and a probe on colours "
            "and texture. Open one while it learns: where the two curves part, it learns by heart."
        ),
        N_("What was trained before, the newest first. Open one: where its two curves part, it learned by heart."),
    ),
    Stop(
        "confusion",
        N_("Confusion"),
        N_(
            "Each row is an artist, each column the answer that was given. Click a cell off the diagonal to see the "
            "very paintings that were taken for somebody else’s."
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
"""Which stop an address asks for, counted from 1, so that a page that is loaded again is still at it."""

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
