"""Bringing one's own pictures: where they are, what to call them, and how far the import is."""

import time

import streamlit as st

from core.dataset.listing import SAMPLE_NAME
from core.environment import is_read_only
from core.jobs import JobStatus, JobStore
from core.language import N_, _
from dashboard.features.home.actions import KAGGLE, start_import
from dashboard.labels.escaping import as_text
from dashboard.state.page_memory import kept_widget
from dashboard.state.session import Field, choose_dataset, current_dataset
from dashboard.ui.error_box import error_box
from dashboard.ui.job_progress import show_job_progress

_KINDS = {"import", "sample"}
_RECENT_S = 24 * 3600
_DISMISSED: Field[frozenset[str]] = Field("home.import.dismissed", frozenset())
_FOLDER, _DOWNLOAD = "folder", "kaggle"
_ORIGINS = {
    _FOLDER: N_("A folder or zip on this computer"),
    _DOWNLOAD: N_("Kaggle: Best Artworks of All Time"),
}


def show_import_form() -> None:
    """The form, with the imports under way and those just done above it."""
    for job in _jobs_to_show():
        _show_import_job(job)
    if is_read_only():
        st.markdown(_(":gray[This is a read-only demo. In your own copy you can import a folder of pictures here.]"))
        return
    origin = st.segmented_control(
        _("Where the pictures are"),
        list(_ORIGINS),
        format_func=lambda origin: _(_ORIGINS[origin]),
        required=True,
        key=kept_widget("home.import.origin", _FOLDER),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        path = KAGGLE
        if origin == _FOLDER:
            path = st.text_input(
                _("Path of the folder or zip"),
                placeholder=_("~/Pictures/paintings"),
                help=_("One folder for each artist, named like the artist, or files called Artist_Name_12.jpg."),
                key=kept_widget("home.import.path"),
            )
        name = st.text_input(
            _("Name of the new data set"),
            placeholder=_("from the path"),
            max_chars=64,
            key=kept_widget("home.import.name"),
            width=260,
        )
        pressed = st.button(_("Import"), key="home.import.start", icon=":material/download:")
    if origin == _DOWNLOAD:
        st.caption(_("2 GB are downloaded with the account that kagglehub finds on this computer."))
    if pressed:
        with error_box():
            start_import(path, name)
            st.rerun()


def _jobs_to_show() -> list[JobStatus]:
    """Imports under way, and those that ended within a day and were not closed."""
    recent = time.time() - _RECENT_S
    return [
        job
        for job in JobStore().list()
        if job.kind in _KINDS and (not job.is_over or (job.updated > recent and job.job_id not in _DISMISSED.get()))
    ]


def _show_import_job(job: JobStatus) -> None:
    name = str(job.arguments.get("name", SAMPLE_NAME))
    if not job.is_over:
        doing = _("Painting **{name}**") if job.kind == "sample" else _("Importing **{name}**")
        st.markdown(doing.format(name=as_text(name)))
        show_job_progress(job.job_id)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            show_job_progress(job.job_id)
        if job.state == "finished" and current_dataset() != name:
            st.button(_("Show it"), key=f"home.import.show.{job.job_id}", on_click=choose_dataset, args=(name,))
        st.button(
            _("Close"),
            key=f"home.import.close.{job.job_id}",
            icon=":material/close:",
            type="tertiary",
            on_click=_dismiss,
            args=(job.job_id,),
        )


def _dismiss(job_id: str) -> None:
    _DISMISSED.set(_DISMISSED.get() | {job_id})
