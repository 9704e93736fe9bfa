"""Which picture is asked about: an upload, one from the camera, or a painting of the data set."""

import streamlit as st

from core.language import N_, _
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.features.recognise.answers import AskedPicture
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries.collection_facts import pictures_for_strip
from dashboard.ui.choices import choose_segment
from dashboard.ui.error_box import show_error
from dashboard.ui.picture_source import FILE_PROMISE, PictureSource, usable_paintings

SOURCE = PictureSource("recognise")
SOURCE_KEY = "recognise.source"

_SOURCES = {"file": N_("Upload"), "camera": N_("Camera"), "painting": N_("A painting")}
_ROW_PX = 110


def asked_picture(name: str) -> AskedPicture | None:
    """The picture in use; None before one is chosen."""
    if SOURCE.upload is not None:
        return AskedPicture(name, "", SOURCE.upload)
    asked = st.query_params.get(SOURCE.painting_key, "")
    return AskedPicture(name, asked) if asked in set(dataset_queries.catalog(name)["painting_id"]) else None


def show_first_choice(name: str) -> None:
    """The three ways side by side with some paintings to try, while there is no picture yet."""
    _say_what_is_unknown(name)
    _show_ways(name, None)
    st.markdown(_(":gray[Or take one of these:]"))
    _show_examples(name)


def show_another_choice(name: str, asked: AskedPicture) -> None:
    """The same behind a button, once there is a picture, and another painting by chance."""
    with st.popover(_("Another picture"), key="recognise.choose", icon=":material/image_search:"):
        _show_ways(name, asked.painting_id or None)
    usable = usable_paintings(name)
    st.button(
        _("Random painting"),
        key="recognise.random",
        icon=":material/shuffle:",
        on_click=SOURCE.take_random,
        args=(usable, asked.painting_id or None),
        disabled=len(usable) < 2,
    )


def show_upload_notice(asked: AskedPicture) -> None:
    """Say of an upload what was done to show it, and that a link does not carry it."""
    if asked.upload is not None:
        remark = f"{asked.upload.remark} ".lstrip()
        st.caption(as_text(f"{asked.title}. {remark}{_(FILE_PROMISE)}"))


def _say_what_is_unknown(name: str) -> None:
    asked = st.query_params.get(SOURCE.painting_key, "")
    if asked:
        words = _("There is no painting “{painting}” in this data set. Choose another picture.")
        st.caption(f":material/info: {words.format(painting=as_text(asked))}")


def _show_ways(name: str, painting_id: str | None) -> None:
    source = choose_segment(SOURCE_KEY, _("Where from"), {source: _(title) for source, title in _SOURCES.items()})
    if source == "painting":
        SOURCE.choose_painting(name, usable_paintings(name), painting_id)
    else:
        SOURCE.choose_file("camera" if source == "camera" else "file")
    if refused := SOURCE.refused:
        show_error(refused)


def _show_examples(name: str) -> None:
    ids = pictures_for_strip(dataset_queries.catalog(name))
    pictures = [
        LinkedPicture(
            painting_id=one,
            url=url,
            width=painting.width or 1,
            height=painting.height or 1,
            alt=_("Ask about {painting}").format(painting=painting.title),
            href=SOURCE.address(name, one),
        )
        for one, url, painting in (
            (one, url, dataset_queries.painting(name, one))
            for one, url in zip(ids, dataset_queries.thumbnail_urls(name, ids), strict=True)
        )
    ]
    show_linked_pictures(pictures, key="recognise.examples", height_px=_ROW_PX)
