"""The picture that is asked about, and over it, when asked for, what in it spoke for an artist."""

import base64
from collections.abc import Sequence

import cv2
import numpy as np
import streamlit as st

from core.inference.saliency_map import METHODS, SaliencyMap, overlay_bytes
from core.language import _
from core.runs import Run
from core.similarity.similar import Picture
from dashboard.charts.shown_picture import build_shown_picture
from dashboard.features.recognise.answers import SHOWN_PX, AskedPicture, explain
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import URL, keep_choice, url_choice
from dashboard.ui.error_box import error_box
from dashboard.ui.waiting import waiting_for

SALIENCY_KEY, ARTIST_KEY = "recognise.saliency", "recognise.for"
_JPEG_QUALITY = 88
_OFFERED, _MAP_PX = 5, 40


def show_picture(asked: AskedPicture) -> "st.delta_generator.DeltaGenerator":
    """Draw it; returns its place, in which another look at it can be drawn."""
    place = st.empty()
    with error_box():
        alt = _("The picture asked about: {title}").format(title=asked.title)
        place.html(build_shown_picture(_address(asked), alt))
    return place


def show_saliency(
    asked: AskedPicture, run: Run, candidates: Sequence[str], place: "st.delta_generator.DeltaGenerator"
) -> None:
    """A switch that lays the map over the picture.

    Args:
        asked: the picture.
        run: that answered.
        candidates: artists it may be explained for, the answer first.
        place: of the picture.
    """
    wanted = st.toggle(
        _("Show what spoke for it"),
        key=SALIENCY_KEY,
        bind=URL,
        help=_("Lays over the picture where the model found what speaks for an artist. It takes a moment."),
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
            found = explain(asked, run, artist, progress)
        alt = _("{title}, with what spoke for {artist} coloured").format(title=asked.title, artist=artist)
        place.html(build_shown_picture(_overlay(asked.pixels(), found), alt))
        st.caption(as_text(saliency_in_words(found)))


def saliency_in_words(found: SaliencyMap) -> str:
    """What the colours mean; plain text."""
    if not found.values.any():
        return _("Nothing in the picture spoke for {artist}.").format(artist=found.artist)
    words = _("From violet to yellow: {meaning} ({method}). Without colour: it says nothing.")
    return words.format(meaning=_(METHODS[found.method]), method=_(found.method))


def _address(asked: AskedPicture) -> str:
    if asked.upload is None:
        (address,) = dataset_queries.thumbnail_urls(asked.dataset, [asked.painting_id], SHOWN_PX)
        return address
    flags = [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    _done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(asked.upload.pixels, cv2.COLOR_RGB2BGR), flags)
    return _as_data("jpeg", bytes(jpeg))


def _overlay(picture: Picture, found: SaliencyMap) -> str:
    return _as_data("webp", overlay_bytes(np.asarray(picture), found.values))


def _as_data(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
