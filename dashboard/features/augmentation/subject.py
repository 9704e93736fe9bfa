"""Which picture recipes are tried on: a painting, one by chance, an upload, or one from the camera."""

import streamlit as st

from core.dataset.images.uploads import Upload
from core.language import N_, _
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import pictures_for_strip
from dashboard.queries.previews import Subject
from dashboard.ui.error_box import show_error
from dashboard.ui.picture_source import FILE_PROMISE, PictureSource, usable_paintings

SOURCE = PictureSource("augmentation")
SOURCE_KEY, PAINTING_KEY = "augmentation.source", SOURCE.painting_key

_SOURCES = {"painting": N_("Paintings"), "file": N_("Upload"), "camera": N_("Camera")}


def choose_subject(name: str) -> Subject | None:
    """The picture in use with the controls that change it; None where the data set has none that can be read."""
    usable = usable_paintings(name)
    upload = SOURCE.upload
    painting_id = _requested_painting(name, usable)
    if upload is None and painting_id is None:
        return None
    version = dataset_queries.dataset(name).version
    if upload is not None:
        subject = Subject(name, version, "", upload.name, upload)
    else:
        subject = Subject(name, version, str(painting_id), dataset_queries.title(name, str(painting_id)))
    _show_controls(name, usable, painting_id, upload, subject.title)
    return subject


def show_unknown_painting_notice(name: str) -> None:
    """Report a painting of the address that does not exist."""
    requested = st.query_params.get(PAINTING_KEY)
    if requested and SOURCE.upload is None and requested not in set(dataset_queries.catalog(name)["painting_id"]):
        sentence = _("There is no painting “{painting}” in this data set, so another is shown.")
        st.caption(f":material/info: {sentence.format(painting=as_text(requested))}")


def show_upload_notice(subject: Subject) -> None:
    """Say of an upload what was done to show it, and that a link does not carry it."""
    if subject.upload is not None:
        remark = f"{subject.upload.remark} ".lstrip()
        link = _("A link to this view shows a painting instead.")
        st.caption(f":material/info: {as_text(remark + _(FILE_PROMISE))} {link}")


def _requested_painting(name: str, usable: list[str]) -> str | None:
    requested = st.query_params.get(PAINTING_KEY)
    if requested in set(dataset_queries.catalog(name)["painting_id"]):
        return str(requested)
    strip = pictures_for_strip(dataset_queries.catalog(name))
    return strip[0] if strip else next(iter(usable), None)


def _show_controls(name: str, usable: list[str], painting_id: str | None, upload: Upload | None, title: str) -> None:
    with st.popover(
        as_text(title), help=_("Choose a picture"), key="augmentation.choose", icon=":material/image_search:"
    ):
        source = st.segmented_control(
            _("Where from"),
            list(_SOURCES),
            format_func=lambda one: _(_SOURCES[one]),
            default="painting",
            key=SOURCE_KEY,
            required=True,
            label_visibility="collapsed",
        )
        if source == "painting":
            SOURCE.choose_painting(name, usable, painting_id)
        else:
            SOURCE.choose_file("camera" if source == "camera" else "file")
        if refused := SOURCE.refused:
            show_error(refused)
        if upload is not None:
            st.button(_("Back to the paintings"), key="augmentation.upload.forget", on_click=SOURCE.forget_upload)
    st.button(
        _("Random"),
        key="augmentation.random",
        icon=":material/shuffle:",
        on_click=SOURCE.take_random,
        args=(usable, painting_id),
        disabled=len(usable) < 2,
    )
