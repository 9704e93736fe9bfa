"""Saliency maps beside pictures: the switch, the choice of artist, and the overlay."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import streamlit as st

from core.inference.saliency_map import METHODS, SaliencyMap, overlay_bytes
from core.language import N_, _
from core.runs.folder import model_stamp
from core.runs.run import Run
from dashboard.features.results.saliency_requests import Request, Result, saliency_queue
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.state.session import URL
from dashboard.ui.choices import choose_one
from dashboard.ui.error_box import show_error

ANSWER, PAINTER = "@answer", "@painter"
"""Artist of a map other than by name: the predicted artist, or the true artist."""

_WAITS = (
    "data:image/svg+xml;charset=utf-8,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3' "
    "preserveAspectRatio='none'%3E%3Crect width='4' height='3' fill='%238C8C8C' fill-opacity='.16'/%3E%3C/svg%3E"
)
_KEPT = 256
_WAITING = N_("Waiting")
_UNBROKEN = "\u00a0"


@dataclass(frozen=True)
class MapRequest:
    """The request for a map, shown beside a picture.

    Attributes:
        run_id: whose model.
        model: stamp of its file; see `core.runs.folder.model_stamp`.
        artist: of the map; None for the predicted one.
        label: before the artist in the caption, as the title of the run; "" for none.
    """

    run_id: str
    model: str
    artist: str | None
    label: str = ""


@dataclass(frozen=True)
class ShownMap:
    """A map as shown, or its placeholder.

    Attributes:
        url: what an `img` shows.
        caption: under it.
        words: alternative text.
        result: of the request.
    """

    url: str
    caption: str
    words: str
    result: Result


class HasMaps(Protocol):
    """A picture with maps beside it."""

    @property
    def painting_id(self) -> str:
        """Id of the painting."""

    @property
    def maps(self) -> tuple[MapRequest, ...]:
        """Requests for its maps."""


Maps = Mapping[tuple[MapRequest, str], ShownMap]
"""By request and painting."""


def choose_saliency_artist(key: str, artists: Sequence[str], *, own: str) -> str | None:
    """Draw the switch and the choice of artist; returns the choice, None while the switch is off.

    Args:
        key: of the switch, in the address; that of the choice is `<key>.for`.
        artists: who can be chosen.
        own: label of the predicted artist, as in "Its answer".
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key.replace('.', '-')}-choice"):
        is_on = st.toggle(
            _("Saliency maps"),
            key=key,
            bind=URL,
            help=_(
                "Shows beside each picture which parts support an artist. The maps are computed in the "
                "background; the first time the model has to be loaded, which takes some seconds."
            ),
        )
        if not is_on:
            return None
        titles = {ANSWER: own, PAINTER: _("The painter"), **{name: name for name in sorted(artists, key=str.casefold)}}
        return choose_one(f"{key}.for", _("Evidence for"), titles, width=240, label_hidden=True)


def request_map(run: Run, whom: str, *, answer: str, painter: str, label: str = "") -> MapRequest:
    """The request for a run's map of one picture.

    Args:
        run: whose model.
        whom: as `choose_saliency_artist` gives it.
        answer: the predicted artist.
        painter: the true artist.
        label: as of `MapRequest`.
    """
    artist = {ANSWER: answer, PAINTER: painter}.get(whom, whom)
    return MapRequest(run.id, model_stamp(run.folder), None if artist == answer else artist, label)


def current_maps(dataset: str, pictures: Iterable[HasMaps]) -> Maps:
    """All maps that are ready; missing ones are queued in order of display."""
    return {
        (request, picture.painting_id): _shown_map(dataset, request, picture.painting_id)
        for picture in pictures
        for request in picture.maps
    }


def any_pending(maps: Maps) -> bool:
    """Whether a map is still to come."""
    return any(shown.result.is_pending for shown in maps.values())


def show_about_maps(maps: Maps, key: str) -> None:
    """Draw progress, faults and the meaning of the maps; nothing without maps.

    Args:
        maps: all that are shown.
        key: `page.widget.field` of the button that tries again.
    """
    if not maps:
        return
    results = [shown.result for shown in maps.values()]
    done = sum(not result.is_pending for result in results)
    if done < len(results):
        stage = next((result.stage for result in results if result.stage), _WAITING)
        text = _("{stage} · {done} of {n} maps").format(stage=_(stage), done=done, n=len(results))
        st.progress(done / len(results), text=as_text(text))
    faults = list(dict.fromkeys(result.fault for result in results if result.fault))
    for fault in faults:
        show_error(_(fault))
    if faults:
        st.button(_("Try again"), key=key, icon=":material/refresh:", on_click=saliency_queue().forget_faults)
    methods = list(dict.fromkeys(result.found.method for result in results if result.found))
    if methods:
        meanings = "; ".join(f"{_(name)}: {_(METHODS[name])}" for name in methods)
        explained = _("Yellow supports the artist most, uncoloured parts do not. {methods}.")
        st.caption(as_text(explained.format(methods=meanings)))


def _shown_map(dataset: str, request: MapRequest, painting_id: str) -> ShownMap:
    result = saliency_queue().result_of(Request(request.run_id, request.model, painting_id, request.artist))
    start = f"{request.label}: " if request.label else ""
    if result.found is None:
        words = _("No map") if result.fault else _(result.stage or _WAITING)
        return ShownMap(_WAITS, f"{start}{words}", _("Saliency map: {words}").format(words=words), result)
    found = result.found
    whom = f"{found.artist} {100 * found.probability:.0f}{_UNBROKEN}%"
    caption = whom if found.values.any() else _("No evidence for {artist}").format(artist=whom)
    url = _overlay(dataset, dataset_queries.dataset(dataset).version, request, painting_id, found)
    words = _("{title}, coloured where it supports {artist}").format(
        title=dataset_queries.title(dataset, painting_id), artist=whom
    )
    return ShownMap(url, f"{start}{caption}", f"{start}{words}", result)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _overlay(dataset: str, version: str, request: MapRequest, painting_id: str, _found: SaliencyMap) -> str:
    """Data URL of the picture under its map."""
    webp = dataset_queries.thumbnail(dataset, painting_id)
    bgr = None if webp is None else cv2.imdecode(np.frombuffer(webp, np.uint8), cv2.IMREAD_COLOR)
    if bgr is None:
        return _WAITS
    data = overlay_bytes(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB).astype(np.uint8), _found.values)
    return f"data:image/webp;base64,{base64.b64encode(data).decode()}"
