"""The bar that leads through the guided tour, from page to page."""

import streamlit as st

from core.environment import is_read_only
from core.language import _
from dashboard.labels.escaping import as_text
from dashboard.shell.tour import TOUR, TOUR_KEY, Stop, end_tour, go_on_at, keep_in_address, stop_number
from dashboard.ui.page_link import go_to


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
