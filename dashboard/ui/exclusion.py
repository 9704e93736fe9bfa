"""Leaving pictures out and taking them back, each with an undo; the files are never touched."""

from functools import partial

import streamlit as st

from core.environment import is_read_only
from core.language import N_, _
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.paintings import Painting
from dashboard.ui.error_box import error_box
from dashboard.ui.undo import offer_undo

REASONS = (
    N_("Shown better elsewhere"),
    N_("Damaged or poor scan"),
    N_("Not a painting"),
    N_("Wrong artist"),
    N_("For another reason"),
)
"""Saved as they are here, and translated where they are shown."""

_DUPLICATE = "Duplicate"
"""What the results of a run save as the reason; as a sentence of its own, for the word alone names an action."""


def show_leave_out(name: str, painting_id: str, where: str) -> None:
    """A menu of reasons that leaves a picture out, or a button that takes it back.

    Args:
        name: of the data set.
        painting_id: of the picture.
        where: part of the widget's key, for a picture may stand in several places.
    """
    painting = dataset_queries.painting(name, painting_id)
    key = f"{where}.{painting_id}"
    if painting.excluded:
        show_take_back(name, painting, key)
        return
    reason = st.menu_button(
        _("Leave out"),
        REASONS,
        format_func=_,
        key=f"{key}.exclude",
        icon=":material/block:",
        type="tertiary",
        disabled=is_read_only(),
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
    st.caption(_left_out_words(painting.reason))
    st.button(
        _("Take back"),
        key=f"{key}.restore",
        icon=":material/undo:",
        type="tertiary",
        on_click=restore,
        args=(name, painting.painting_id),
        disabled=is_read_only(),
    )


def _left_out_words(reason: str) -> str:
    if reason == _DUPLICATE:
        return _("Left out: Duplicate")
    return _("Left out: {reason}").format(reason=as_text(_(reason)))


def exclude(name: str, painting_id: str, reason: str) -> None:
    """Leave a picture out of training."""
    dataset = dataset_queries.dataset(name)
    decision = dataset.decide("exclude", [painting_id], reason)
    sentence = _("{painting} is left out.").format(painting=dataset_queries.title(name, painting_id))
    offer_undo(sentence, partial(dataset.undo, decision))


def restore(name: str, painting_id: str) -> None:
    """Take a picture back that was left out, whatever decisions said so."""
    with error_box():
        dataset = dataset_queries.dataset(name)
        decisions = [
            decision
            for decision in dataset.manifest().in_force
            if decision.kind == "exclude" and painting_id in decision.painting_ids
        ]
        for decision in decisions:
            dataset.undo(decision.decision_id)
        undo = partial(_redo_all, name, [decision.decision_id for decision in decisions])
        offer_undo(_("{painting} is back.").format(painting=dataset_queries.title(name, painting_id)), undo)


def _redo_all(name: str, decision_ids: list[str]) -> None:
    for decision_id in decision_ids:
        dataset_queries.dataset(name).redo(decision_id)


def reject_pair(name: str, first: str, second: str) -> None:
    """Remember that two pictures do not show the same work."""
    with error_box():
        dataset = dataset_queries.dataset(name)
        decision = dataset.decide("not_same_work", [first, second])
        sentence = _("{first} and {second} count as different works.").format(
            first=dataset_queries.title(name, first), second=dataset_queries.title(name, second)
        )
        offer_undo(sentence, partial(dataset.undo, decision))


def accept_pair(name: str, decision_id: str) -> None:
    """Take back that two pictures differ."""
    with error_box():
        dataset = dataset_queries.dataset(name)
        dataset.undo(decision_id)
        sentence = _("The two pictures may count as the same work again.")
        offer_undo(sentence, partial(dataset.redo, decision_id))
