"""Which picture recipes are tried on: a painting, one by chance, an upload, or one from the camera."""

import random
from typing import Literal

import streamlit as st

from core.errors import AtelierError
from core.uploads import MAX_UPLOAD_BYTES, Upload, read_upload
from dashboard import cache
from dashboard.augmented import Subject
from dashboard.facts import pictures_for_strip
from dashboard.state import Field
from dashboard.text import as_text
from dashboard.widgets.error_box import show_error

PAINTING_KEY, SOURCE_KEY = "augmentation.painting", "augmentation.source"
FILE_KEY, CAMERA_KEY = "augmentation.upload.file", "augmentation.upload.camera"
ARTIST_WIDGET, PAINTING_WIDGET = "augmentation.artist.choice", f"{PAINTING_KEY}.choice"

_UPLOAD: Field[Upload | None] = Field("augmentation.upload.picture", None)
_REFUSED: Field[str] = Field("augmentation.upload.refused", "")

_SOURCES = {"painting": "Paintings", "file": "Upload", "camera": "Camera"}
_NO_ARTIST = "Without an artist"
_FILE_PROMISE = "Only this tab sees it, and it is gone with the tab."


def choose_subject(name: str) -> Subject | None:
    """The picture in use with the controls that change it; None where the data set has none that can be read."""
    usable = _usable(name)
    upload = _UPLOAD.get()
    painting_id = _asked_painting(name, usable)
    if upload is None and painting_id is None:
        return None
    version = cache.dataset(name).version
    if upload is not None:
        subject = Subject(name, version, "", upload.name, upload)
    else:
        subject = Subject(name, version, str(painting_id), cache.title(name, str(painting_id)))
    _show_controls(name, usable, painting_id, upload)
    return subject


def show_unknown_painting_notice(name: str) -> None:
    """Say so where the address asks for a painting that is not here."""
    asked = st.query_params.get(PAINTING_KEY)
    if asked and _UPLOAD.get() is None and asked not in set(cache.catalog(name)["painting_id"]):
        st.caption(f":material/info: There is no painting “{as_text(asked)}” in this data set, so another is shown.")


def show_upload_notice(subject: Subject) -> None:
    """Say of an upload what was done to show it, and that a link does not carry it."""
    if subject.upload is not None:
        remark = f"{subject.upload.remark} ".lstrip()
        st.caption(f":material/info: {as_text(remark + _FILE_PROMISE)} A link to this view shows a painting instead.")


def _usable(name: str) -> list[str]:
    rows = cache.catalog(name)
    return [str(one) for one in rows.loc[(rows["status"] != "unreadable") & ~rows["excluded"], "painting_id"]]


def _asked_painting(name: str, usable: list[str]) -> str | None:
    asked = st.query_params.get(PAINTING_KEY)
    if asked in set(cache.catalog(name)["painting_id"]):
        return str(asked)
    strip = pictures_for_strip(cache.catalog(name))
    return strip[0] if strip else next(iter(usable), None)


def _show_controls(name: str, usable: list[str], painting_id: str | None, upload: Upload | None) -> None:
    with st.popover("Choose a picture", key="augmentation.choose", icon=":material/image_search:"):
        source = st.segmented_control(
            "Where from",
            list(_SOURCES),
            format_func=lambda one: _SOURCES[one],
            default="painting",
            key=SOURCE_KEY,
            required=True,
            label_visibility="collapsed",
        )
        if source == "painting":
            _choose_painting(name, usable, painting_id)
        else:
            _choose_file("camera" if source == "camera" else "file")
        if refused := _REFUSED.get():
            show_error(refused)
        if upload is not None:
            st.button("Back to the paintings", key="augmentation.upload.forget", on_click=_forget_upload)
    st.button(
        "Random picture",
        key="augmentation.random",
        icon=":material/shuffle:",
        on_click=_take_random,
        args=(usable, painting_id),
        disabled=len(usable) < 2,
    )


def _choose_painting(name: str, usable: list[str], painting_id: str | None) -> None:
    by_artist: dict[str, list[str]] = {}
    for one in usable:
        by_artist.setdefault(cache.painting(name, one).artist or _NO_ARTIST, []).append(one)
    artists = sorted(by_artist, key=str.casefold)
    current = cache.painting(name, painting_id).artist or _NO_ARTIST if painting_id else artists[0]
    st.session_state[ARTIST_WIDGET] = current if current in by_artist else artists[0]
    artist = st.selectbox("Artist", artists, key=ARTIST_WIDGET, on_change=_take_artist, args=(by_artist,))
    paintings = by_artist[artist]
    st.session_state[PAINTING_WIDGET] = painting_id if painting_id in paintings else paintings[0]
    st.selectbox(
        "Painting",
        paintings,
        format_func=lambda one: cache.title(name, one),
        key=PAINTING_WIDGET,
        on_change=_take_chosen,
    )


def _choose_file(source: Literal["file", "camera"]) -> None:
    if source == "camera":
        st.camera_input("Take a picture", key=CAMERA_KEY, on_change=_take_file, args=(CAMERA_KEY,))
    else:
        most = MAX_UPLOAD_BYTES // 1_000_000
        st.file_uploader("Upload a picture", key=FILE_KEY, max_upload_size=most, on_change=_take_file, args=(FILE_KEY,))
    st.caption(_FILE_PROMISE)


def _take_file(key: str) -> None:
    file = st.session_state[key]
    _REFUSED.clear()
    if file is None:
        return
    try:
        _UPLOAD.set(read_upload(file.getvalue(), file.name))
    except AtelierError as error:
        _REFUSED.set(str(error))


def _forget_upload() -> None:
    _UPLOAD.clear()
    _REFUSED.clear()


def _take_artist(by_artist: dict[str, list[str]]) -> None:
    _take(by_artist[st.session_state[ARTIST_WIDGET]][0])


def _take_chosen() -> None:
    _take(st.session_state[PAINTING_WIDGET])


def _take_random(usable: list[str], current: str | None) -> None:
    _take(random.choice([one for one in usable if one != current]))


def _take(painting_id: str) -> None:
    _forget_upload()
    st.query_params[PAINTING_KEY] = painting_id
