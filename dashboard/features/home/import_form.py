"""Bringing one's own pictures: where they are, what to call them, and how far the import is."""

import re
import time

import streamlit as st

from core.dataset.listing import SAMPLE_NAME, is_dataset, is_dataset_name
from core.environment import is_read_only
from core.errors import AlreadyExistsError, InvalidInputError
from core.jobs import JobStatus, JobStore, start_job
from core.language import N_, _
from core.permissions import require_allowed_import_path
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


KAGGLE = "kaggle"
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def start_import(source: str, name: str) -> str:
    """Start importing pictures.

    Args:
        source: "kaggle", or the path of a folder or zip as typed.
        name: of the new data set; empty for one made from the source.

    Returns:
        The job's id.

    Raises:
        AtelierError: path or name cannot be used, in a sentence.
    """
    path = source if source == KAGGLE else str(require_allowed_import_path(source))
    wanted = name.strip() or suggest_name(path)
    if not is_dataset_name(wanted):
        unusable = _("“{name}” cannot name a data set. Use up to 64 letters, digits, dots, dashes and underscores.")
        raise InvalidInputError(unusable.format(name=wanted))
    if is_dataset(wanted):
        taken = _("There is a data set “{name}” already. Give the new one another name.")
        raise AlreadyExistsError(taken.format(name=wanted))
    return start_job("import", {"source": path, "name": wanted})


def suggest_name(source: str) -> str:
    """A data set name from a path: its last part without suffix and forbidden characters."""
    if source == KAGGLE:
        return "best-artworks"
    last = re.split(r"[/\\]", source.strip().rstrip("/\\"))[-1]
    stem = re.sub(r"\.zip$", "", last, flags=re.IGNORECASE)
    return _UNSAFE_IN_NAME.sub("-", stem).strip("-.")[:64] or "paintings"
