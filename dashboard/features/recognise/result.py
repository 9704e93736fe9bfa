"""The picture with its recognition, saliency map and similar works; without a run, similar works only."""

import base64
from collections.abc import Sequence

import cv2
import numpy as np
import streamlit as st

from core.environment import is_read_only
from core.inference.saliency_map import METHODS, SaliencyMap, overlay_bytes
from core.language import _
from core.recognition.collection_match import Recognition
from core.runs.run import Run
from core.similarity.descriptors import DescriptorState
from core.similarity.similar import Picture, SimilarWork
from dashboard.features.recognise.choices import show_upload_notice
from dashboard.features.recognise.predictions import SHOWN_PX, RequestedPicture, explain, match_without_run, recognise
from dashboard.features.recognise.verdict import show_found_painting, show_verdict
from dashboard.labels.escaping import as_html, as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import URL
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.describing import show_describing
from dashboard.ui.empty_state import show_empty_state
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link
from dashboard.ui.similar_works import AGREEMENT_HELP, show_similar_works
from dashboard.ui.waiting import waiting_for

PICTURE_PX = 340
_VERDICT_PX = 420
SALIENCY_KEY, ARTIST_KEY = "recognise.saliency", "recognise.for"
_JPEG_QUALITY = 88
_OFFERED, _MAP_PX = 5, 40


def show_answer(requested: RequestedPicture, run: Run | None, state: DescriptorState) -> None:
    """Draw the picture at the left, the verdict beside it, similar works below.

    Args:
        requested: the picture.
        run: with the model; None if there is none.
        state: of the descriptor of similar works.
    """
    with st.container(horizontal=True, gap="medium", key="recognise-answer"):
        left = st.container(width=PICTURE_PX, gap="small", key="recognise-picture")
        right = st.container(width="stretch", gap="small", key="recognise-verdict")
    below = st.container(gap="small", key="recognise-below")
    with left:
        picture = show_picture(requested)
        show_upload_notice(requested)
    works: Sequence[SimilarWork] = ()
    with right, error_box():
        if run is None:
            works = _similar(requested, state)
        else:
            answer = _recognise(requested, run, state)
            works = answer.similar
            show_verdict(requested.dataset, answer, run)
            with left:
                show_saliency(requested, run, [candidate.artist for candidate in answer.candidates], picture)
    with below, error_box():
        _show_similar(requested.dataset, works, state)


def show_no_run() -> None:
    """Draw why there is no model, with a link to train one, unless this is a demo."""
    show_empty_state(
        _(
            "This data set has no finished run with a model, so the artist cannot be predicted. Similar "
            "works are still shown."
        ),
        key="recognise.empty.run",
        icon=":material/model_training:",
    )
    if not is_read_only():
        show_page_link("runs", _("Train a model"), icon=":material/arrow_forward:")


def _recognise(requested: RequestedPicture, run: Run, state: DescriptorState) -> Recognition:
    with waiting_for(_VERDICT_PX) as progress:
        return recognise(requested, run, state.name, progress)


def _similar(requested: RequestedPicture, state: DescriptorState) -> Sequence[SimilarWork]:
    show_no_run()
    if not state.computed:
        return ()
    with waiting_for(_VERDICT_PX // 2) as progress:
        found = match_without_run(requested, state.name, progress)
    if requested.upload is not None and found.painting_id:
        show_found_painting(requested.dataset, found.painting_id)
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


def show_picture(requested: RequestedPicture) -> "st.delta_generator.DeltaGenerator":
    """Draw the picture; returns its place, for the overlay."""
    place = st.empty()
    with error_box():
        alt = _("The picture to recognise: {title}").format(title=requested.title)
        place.html(build_shown_picture(_address(requested), alt))
    return place


def show_saliency(
    requested: RequestedPicture, run: Run, candidates: Sequence[str], place: "st.delta_generator.DeltaGenerator"
) -> None:
    """Draw the switch that lays the saliency map over the picture.

    Args:
        requested: the picture.
        run: of the recognition.
        candidates: artists on offer, the predicted one first.
        place: of the picture.
    """
    wanted = st.toggle(
        _("Show the saliency map"),
        key=SALIENCY_KEY,
        bind=URL,
        help=_("Colours the parts of the picture that support an artist. It takes a moment."),
    )
    if not wanted:
        return
    with error_box():
        offered = list(candidates[:_OFFERED])
        artist = url_choice(ARTIST_KEY, offered, offered[0])
        st.selectbox(
            _("For"),
            offered,
            key=f"{ARTIST_KEY}.choice",
            on_change=keep_choice,
            args=(ARTIST_KEY,),
            label_visibility="collapsed",
        )
        with waiting_for(_MAP_PX) as progress:
            found = explain(requested, run, artist, progress)
        alt = _("{title}, coloured where it supports {artist}").format(title=requested.title, artist=artist)
        place.html(build_shown_picture(_overlay(requested.pixels(), found), alt))
        st.caption(as_text(saliency_in_words(found)))


def saliency_in_words(found: SaliencyMap) -> str:
    """The meaning of the colours; plain text."""
    if not found.values.any():
        return _("Nothing in the picture supports {artist}.").format(artist=found.artist)
    words = _("From violet to yellow: {meaning} ({method}). Without colour: no evidence.")
    return words.format(meaning=_(METHODS[found.method]), method=_(found.method))


def _address(requested: RequestedPicture) -> str:
    if requested.upload is None:
        (address,) = dataset_queries.thumbnail_urls(requested.dataset, [requested.painting_id], SHOWN_PX)
        return address
    flags = [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    _done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(requested.upload.pixels, cv2.COLOR_RGB2BGR), flags)
    return _as_data("jpeg", bytes(jpeg))


def _overlay(picture: Picture, found: SaliencyMap) -> str:
    return _as_data("webp", overlay_bytes(np.asarray(picture), found.values))


def _as_data(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def build_shown_picture(address: str, alt: str) -> str:
    """HTML of the picture; `dashboard/style.css` limits its size.

    Args:
        address: URL of the image.
        alt: plain text.
    """
    return f'<img class="atelier-shown" src="{as_html(address)}" alt="{as_html(alt)}">'
