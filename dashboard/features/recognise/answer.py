"""Asking, waiting and showing: with a model, or where there is none, by likeness alone."""

from collections.abc import Sequence

import streamlit as st

from core.environment import is_read_only
from core.language import _
from core.recognition import Recognition
from core.runs import Run
from core.similarity.descriptors import DescriptorState
from core.similarity.similar import SimilarWork
from dashboard.features.recognise.answers import AskedPicture, likeness_without_run, recognise
from dashboard.features.recognise.shown_picture import show_picture, show_saliency
from dashboard.features.recognise.source import show_upload_notice
from dashboard.features.recognise.verdict import show_found_painting, show_verdict
from dashboard.labels.escaping import as_text
from dashboard.ui.describing import show_describing
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link
from dashboard.ui.similar_works import AGREEMENT_HELP, show_similar_works
from dashboard.ui.waiting import waiting_for

PICTURE_PX = 340
_VERDICT_PX = 420


def show_answer(asked: AskedPicture, run: Run | None, state: DescriptorState) -> None:
    """The picture at the left, the answer beside it, similar works below.

    Args:
        asked: the picture.
        run: that is asked; None where there is none.
        state: of the descriptor by which similar works are found.
    """
    with st.container(horizontal=True, gap="medium", key="recognise-answer"):
        left = st.container(width=PICTURE_PX, gap="small", key="recognise-picture")
        right = st.container(width="stretch", gap="small", key="recognise-verdict")
    below = st.container(gap="small", key="recognise-below")
    with left:
        picture = show_picture(asked)
        show_upload_notice(asked)
    works: Sequence[SimilarWork] = ()
    with right, error_box():
        if run is None:
            works = _similar(asked, state)
        else:
            answer = _recognise(asked, run, state)
            works = answer.similar
            show_verdict(asked.dataset, answer, run)
            with left:
                show_saliency(asked, run, [candidate.artist for candidate in answer.candidates], picture)
    with below, error_box():
        _show_similar(asked.dataset, works, state)


def show_no_run() -> None:
    """No model to ask yet: why, and one click to where that changes, unless this is a demo."""
    show_empty_state(
        _(
            "There is no run of this data set that is done and has its model, so the painter cannot be named. What a "
            "picture is like is shown all the same."
        ),
        key="recognise.empty.run",
        icon=":material/model_training:",
    )
    if not is_read_only():
        show_page_link("runs", _("Train a model"), icon=":material/arrow_forward:")


def _recognise(asked: AskedPicture, run: Run, state: DescriptorState) -> Recognition:
    with waiting_for(_VERDICT_PX) as progress:
        return recognise(asked, run, state.name, progress)


def _similar(asked: AskedPicture, state: DescriptorState) -> Sequence[SimilarWork]:
    show_no_run()
    if not state.computed:
        return ()
    with waiting_for(_VERDICT_PX // 2) as progress:
        found = likeness_without_run(asked, state.name, progress)
    if asked.upload is not None and found.painting_id:
        show_found_painting(asked.dataset, found.painting_id)
    for note in found.notes:
        st.caption(f":material/info: {as_text(note)}")
    return found.similar


def _show_similar(name: str, works: Sequence[SimilarWork], state: DescriptorState) -> None:
    if works or not state.is_complete:
        st.subheader(_("Similar works"), anchor=False, help=_(AGREEMENT_HELP))
    if works:
        words = _("The nearest in this collection by “{descriptor}”.").format(descriptor=state.title)
        st.markdown(f":gray[{as_text(words)}]")
        show_similar_works(name, works, "recognise.similar")
    show_describing(name, state, key="recognise", purpose=_("so similar works cannot be found"))
