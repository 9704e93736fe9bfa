"""Saved showcases: open, save, delete with undo, export and import."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

import streamlit as st

from core.environment import is_read_only
from core.errors import AlreadyExistsError, AtelierError
from core.language import _
from core.named_documents import UnreadableDocument
from core.showcase import (
    LONGEST_NAME,
    Showcase,
    ShowcaseStore,
    export_showcase,
    import_showcase,
)
from dashboard.features.showcase.address import (
    change,
    is_changed,
    keep_open,
    known_showcase,
    open_showcase,
    requested_runs,
)
from dashboard.labels.escaping import as_text
from dashboard.state.session import Field
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.undo import offer_undo

NAME_KEY, FILE_KEY = "showcase.kept.name", "showcase.kept.file"
_TAKEN: Field[str] = Field("showcase.kept.taken", "")
_REFUSED: Field[str] = Field("showcase.kept.refused", "")
_LARGEST_MB = 1


def show_shelf(showcase: Showcase) -> None:
    """Draw the saved showcases and the form that saves the current one.

    Args:
        showcase: the current one.
    """
    listing = ShowcaseStore().listing()
    _show_form(showcase)
    shown = _as_shown(showcase)
    st.button(
        _("The default chapters"),
        key="showcase.kept.usual",
        type="tertiary",
        icon=":material/restart_alt:",
        on_click=open_showcase,
        args=("",),
        disabled=not showcase.document_id and not is_changed(),
    )
    for kept in listing.documents:
        _show_kept(kept, here=kept.document_id == showcase.document_id)
    for unreadable in listing.unreadable:
        _show_unreadable(unreadable)
    st.download_button(
        _("Save as a file"),
        export_showcase(shown),
        file_name=f"{showcase.document_id or 'showcase'}.json",
        mime="application/json",
        key="showcase.kept.export",
        on_click="ignore",
        icon=":material/download:",
    )
    st.file_uploader(
        _("Open a file"),
        type="json",
        key=FILE_KEY,
        max_upload_size=_LARGEST_MB,
        on_change=_bring,
    )


def _show_form(showcase: Showcase) -> None:
    locked, taken = is_read_only(), _TAKEN.get()
    if NAME_KEY not in st.session_state:
        st.session_state[NAME_KEY] = showcase.name
    st.text_input(_("Name"), key=NAME_KEY, max_chars=LONGEST_NAME, placeholder=_("Audience or occasion"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Save"),
            key="showcase.kept.save",
            icon=":material/save:",
            on_click=_save,
            args=(showcase,),
            disabled=locked,
            help=_("This is a read-only demo") if locked else None,
        )
        if taken:
            st.button(
                as_text(_("Replace “{name}”").format(name=taken)),
                key="showcase.kept.replace",
                on_click=_save,
                args=(showcase, True),
            )
    if refused := _REFUSED.get():
        show_error(refused)


def _as_shown(showcase: Showcase) -> Showcase:
    """The showcase with the typed name and the runs in the address."""
    with_runs = replace(showcase, runs=requested_runs(showcase))
    with suppress(AtelierError):  # an invalid name is refused when it is saved
        return replace(with_runs, name=_typed_name())
    return with_runs


def _typed_name() -> str:
    return str(st.session_state.get(NAME_KEY) or "")


def _save(showcase: Showcase, replace_existing: bool = False) -> None:
    name = _typed_name()
    _TAKEN.clear()
    _REFUSED.clear()
    try:
        wanted = replace(showcase, name=name, runs=requested_runs(showcase))
        kept = ShowcaseStore().save(wanted, replace_existing=replace_existing, known=known_showcase())
    except AlreadyExistsError as error:
        _TAKEN.set(" ".join(name.split()))
        _REFUSED.set(str(error))
    except AtelierError as error:
        _REFUSED.set(str(error))
    else:
        keep_open(kept.document_id)


def _show_kept(kept: Showcase, *, here: bool) -> None:
    key = f"showcase.kept.{kept.document_id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            as_text(kept.name) or _("Without a name"),
            key=f"{key}.open",
            type="tertiary",
            icon=":material/check:" if here else None,
            on_click=_open,
            args=(kept,),
            width="stretch",
        )
        _show_delete(
            key,
            kept.document_id,
            _("Delete “{name}”").format(name=kept.name),
            _("“{name}” is deleted.").format(name=kept.name),
        )


def _open(kept: Showcase) -> None:
    st.session_state[NAME_KEY] = kept.name
    open_showcase(kept.document_id)


def _show_unreadable(unreadable: UnreadableDocument) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/error_outline: {as_text(unreadable.sentence)}", width="stretch")
        _show_delete(
            f"showcase.kept.{unreadable.document_id}",
            unreadable.document_id,
            _("Delete The file “{name}”").format(name=f"{unreadable.document_id}.json"),
            _("The file “{name}” is deleted.").format(name=f"{unreadable.document_id}.json"),
        )


def _show_delete(key: str, document_id: str, label: str, done: str) -> None:
    st.button(
        as_text(label),
        key=f"{key}.delete",
        icon=":material/delete:",
        type="tertiary",
        help=_("Delete; it can be brought back at once"),
        on_click=_delete,
        args=(document_id, done),
        disabled=is_read_only(),
    )


def _delete(document_id: str, done: str) -> None:
    with error_box():
        ShowcaseStore().delete(document_id)
        offer_undo(done, partial(ShowcaseStore().restore, document_id))
        if st.query_params.get("showcase") == document_id:
            open_showcase("")


def _bring() -> None:
    """Open the uploaded showcase, unsaved."""
    file = st.session_state[FILE_KEY]
    _REFUSED.clear()
    if file is None:
        return
    try:
        brought = import_showcase(file.getvalue())
    except AtelierError as error:
        _REFUSED.set(str(error))
        return
    open_showcase("")
    change(brought)
    st.session_state[NAME_KEY] = brought.name
