"""Leaving pictures out and taking them back, each with an undo; the files are never touched."""

from functools import partial

import streamlit as st

from core.paths import is_read_only
from dashboard import cache
from dashboard.paintings import Painting
from dashboard.text import as_text
from dashboard.widgets.error_box import error_box
from dashboard.widgets.undo import offer_undo

REASONS = ("Shown better elsewhere", "Damaged or poor scan", "Not a painting", "Wrong artist", "For another reason")


def show_leave_out(name: str, painting_id: str, where: str) -> None:
    """A menu of reasons that leaves a picture out, or a button that takes it back.

    Args:
        name: of the data set.
        painting_id: of the picture.
        where: part of the widget's key, for a picture may stand in several places.
    """
    painting = cache.painting(name, painting_id)
    key = f"{where}.{painting_id}"
    if painting.excluded:
        show_take_back(name, painting, key)
        return
    reason = st.menu_button(
        "Leave out", REASONS, key=f"{key}.exclude", icon=":material/block:", type="tertiary", disabled=is_read_only()
    )
    if reason:
        with error_box():
            exclude(name, painting_id, reason)
            st.rerun()


def show_take_back(name: str, painting: Painting, key: str) -> None:
    """Why a picture is left out, and the button that takes it back.

    Args:
        name: of the data set.
        painting: one that is left out.
        key: the button's is `<key>.restore`.
    """
    st.caption(f"Left out: {as_text(painting.reason)}")
    st.button(
        "Take back",
        key=f"{key}.restore",
        icon=":material/undo:",
        type="tertiary",
        on_click=restore,
        args=(name, painting.painting_id),
        disabled=is_read_only(),
    )


def exclude(name: str, painting_id: str, reason: str) -> None:
    """Leave a picture out of training."""
    dataset = cache.dataset(name)
    decision = dataset.decide("exclude", [painting_id], reason)
    offer_undo(f"{cache.title(name, painting_id)} is left out.", partial(dataset.undo, decision))


def restore(name: str, painting_id: str) -> None:
    """Take a picture back that was left out, whatever decisions said so."""
    with error_box():
        dataset = cache.dataset(name)
        decisions = [
            decision
            for decision in dataset.manifest().in_force
            if decision.kind == "exclude" and painting_id in decision.painting_ids
        ]
        for decision in decisions:
            dataset.undo(decision.decision_id)
        undo = partial(_redo_all, name, [decision.decision_id for decision in decisions])
        offer_undo(f"{cache.title(name, painting_id)} is back.", undo)


def _redo_all(name: str, decision_ids: list[str]) -> None:
    for decision_id in decision_ids:
        cache.dataset(name).redo(decision_id)


def reject_pair(name: str, first: str, second: str) -> None:
    """Remember that two pictures do not show the same work."""
    with error_box():
        dataset = cache.dataset(name)
        decision = dataset.decide("not_same_work", [first, second])
        offer_undo(
            f"{cache.title(name, first)} and {cache.title(name, second)} count as different works.",
            partial(dataset.undo, decision),
        )


def accept_pair(name: str, decision_id: str) -> None:
    """Take back that two pictures differ."""
    with error_box():
        dataset = cache.dataset(name)
        dataset.undo(decision_id)
        offer_undo("The two pictures may count as the same work again.", partial(dataset.redo, decision_id))
