"""Choice of picture, model and descriptor."""

from collections.abc import Sequence

import streamlit as st

from core.language import N_, _
from core.runs.run import Run
from core.similarity.descriptors import DescriptorState
from dashboard.components.pictures.component import LinkedPicture, show_linked_pictures
from dashboard.features.recognise.predictions import RequestedPicture, run_labels
from dashboard.labels.escaping import as_text
from dashboard.queries import datasets as dataset_queries
from dashboard.queries import similarity as similarity_queries
from dashboard.queries.collection_facts import pictures_for_strip
from dashboard.state.url_state import keep_choice, url_choice
from dashboard.ui.choices import choose_segment
from dashboard.ui.describing import descriptor_label
from dashboard.ui.error_box import show_error
from dashboard.ui.picture_source import FILE_PROMISE, PictureSource, usable_paintings

RUN_KEY, DESCRIPTOR_KEY = "run", "recognise.descriptor"

_BOX_PX = 440
_RUN_HELP = N_("Finished runs of this data set. The first combines the most artists with the highest accuracy.")
_DESCRIPTOR_HELP = N_("The descriptor of similar works. “None of these” is always decided by palette and texture.")
SOURCE = PictureSource("recognise")
SOURCE_KEY = "recognise.source"
_SOURCES = {"file": N_("Upload"), "camera": N_("Camera"), "painting": N_("A painting")}
_ROW_PX = 110


def choose_model_and_descriptor(name: str, runs: Sequence[Run]) -> tuple[Run | None, DescriptorState]:
    """Draw both choices in a popover labelled with the current model.

    Args:
        name: of the data set.
        runs: with a model, the best first.
    """
    labels = run_labels(runs)
    now = labels.get(st.query_params.get(RUN_KEY, ""), next(iter(labels.values()), "")).split(" (")[0]
    label = as_text(_("Model: {run}").format(run=now)) if now else _("Similarity based on")
    with st.popover(label, key="recognise.settings", icon=":material/tune:"), st.container(width=_BOX_PX):
        run = choose_run(runs) if runs else None
        return run, choose_descriptor(name)


def choose_run(runs: Sequence[Run]) -> Run:
    """Draw a box of runs, the best first, each with its accuracy.

    Args:
        runs: at least one.
    """
    titles = run_labels(runs)
    chosen = url_choice(RUN_KEY, list(titles), runs[0].id)
    st.selectbox(
        _("Model"),
        list(titles),
        format_func=titles.__getitem__,
        key=f"{RUN_KEY}.choice",
        on_change=keep_choice,
        args=(RUN_KEY,),
        help=_(_RUN_HELP),
    )
    return next(run for run in runs if run.id == chosen)


def choose_descriptor(name: str) -> DescriptorState:
    """Draw a box of descriptors, computed or not."""
    states = {state.name: state for state in similarity_queries.states(name)}
    chosen = url_choice(DESCRIPTOR_KEY, list(states), similarity_queries.usual_descriptor(name))
    st.selectbox(
        _("Similarity based on"),
        list(states),
        format_func=lambda found: descriptor_label(states[found]),
        key=f"{DESCRIPTOR_KEY}.choice",
        on_change=keep_choice,
        args=(DESCRIPTOR_KEY,),
        help=_(_DESCRIPTOR_HELP),
    )
    return states[chosen]


def requested_picture(name: str) -> RequestedPicture | None:
    """The chosen picture; None before a choice."""
    if SOURCE.upload is not None:
        return RequestedPicture(name, "", SOURCE.upload)
    requested = st.query_params.get(SOURCE.painting_key, "")
    return RequestedPicture(name, requested) if requested in set(dataset_queries.catalog(name)["painting_id"]) else None


def show_first_choice(name: str) -> None:
    """Draw the sources of a picture, and some paintings to try."""
    _say_what_is_unknown(name)
    _show_ways(name, None)
    st.markdown(_(":gray[Or take one of these:]"))
    _show_examples(name)


def show_another_choice(name: str, requested: RequestedPicture) -> None:
    """Draw the sources in a popover, and a button for a random painting."""
    with st.popover(_("Another picture"), key="recognise.choose", icon=":material/image_search:"):
        _show_ways(name, requested.painting_id or None)
    usable = usable_paintings(name)
    st.button(
        _("Random painting"),
        key="recognise.random",
        icon=":material/shuffle:",
        on_click=SOURCE.take_random,
        args=(usable, requested.painting_id or None),
        disabled=len(usable) < 2,
    )


def show_upload_notice(requested: RequestedPicture) -> None:
    """Draw a note on an upload: how it was converted, and that a link does not carry it."""
    if requested.upload is not None:
        remark = f"{requested.upload.remark} ".lstrip()
        st.caption(as_text(f"{requested.title}. {remark}{_(FILE_PROMISE)}"))


def _say_what_is_unknown(name: str) -> None:
    requested = st.query_params.get(SOURCE.painting_key, "")
    if requested:
        words = _("There is no painting “{painting}” in this data set. Choose another picture.")
        st.caption(f":material/info: {words.format(painting=as_text(requested))}")


def _show_ways(name: str, painting_id: str | None) -> None:
    source = choose_segment(SOURCE_KEY, _("Source"), {source: _(title) for source, title in _SOURCES.items()})
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
            alt=_("Recognise {painting}").format(painting=painting.title),
            href=SOURCE.address(name, one),
        )
        for one, url, painting in (
            (one, url, dataset_queries.painting(name, one))
            for one, url in zip(ids, dataset_queries.thumbnail_urls(name, ids), strict=True)
        )
    ]
    show_linked_pictures(pictures, key="recognise.examples", height_px=_ROW_PX)
