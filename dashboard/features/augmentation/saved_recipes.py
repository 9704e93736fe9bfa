"""Saved recipes: keep the sliders under a name, take them up again, rename, duplicate, delete with a way back."""

import contextlib
from functools import partial

import streamlit as st

from core.augment.config import AugmentConfig
from core.augment.recipes import LONGEST_NOTE, LONGEST_TITLE, Recipe, RecipeStore
from core.environment import is_read_only
from core.errors import AlreadyExistsError, AtelierError, InvalidInputError
from core.language import N_, _
from core.named_documents import UnreadableDocument
from dashboard.features.augmentation.sliders import put_config, requested_config
from dashboard.labels.escaping import as_text
from dashboard.state.page_memory import kept_widget
from dashboard.state.session import Field
from dashboard.ui.error_box import error_box, show_error
from dashboard.ui.undo import offer_undo

TITLE_KEY, NOTE_KEY = "augmentation.recipe.title", "augmentation.recipe.note"

_TAKEN: Field[str] = Field("augmentation.recipe.taken", "")
_REFUSED: Field[str] = Field("augmentation.recipe.refused", "")
_SAVED: Field[str] = Field("augmentation.recipe.saved", "")

_RENAMING: Field[str] = Field("augmentation.recipe.renaming", "")
_NOT_RENAMED: Field[str] = Field("augmentation.recipe.not_renamed", "")

_RENAME, _DUPLICATE, _DELETE = N_("Rename"), N_("Duplicate"), N_("Delete")


def show_recipe_shelf() -> None:
    """A button that opens the shelf."""
    # What opens or closes unasked must not run the page: a click on another page would then be lost.
    with (
        st.popover(_("Recipes"), key="augmentation.recipes", icon=":material/bookmarks:"),
        st.container(width=380, gap="small"),
    ):
        listing = RecipeStore().listing()
        _show_form()
        config = requested_config()
        if listing.documents:
            st.markdown(_("**Saved recipes**"))
        for recipe in listing.documents:
            _show_recipe(recipe, in_use=recipe.config == config)
        for unreadable in listing.unreadable:
            _show_unreadable(unreadable)


def _show_form() -> None:
    locked = is_read_only()
    st.text_input(
        _("Name"), key=kept_widget(TITLE_KEY), max_chars=LONGEST_TITLE, placeholder=_("What these settings are for")
    )
    why = _("Why, and what came of it")
    st.text_area(_("Note"), key=kept_widget(NOTE_KEY), max_chars=LONGEST_NOTE, height=68, placeholder=why)
    taken = _TAKEN.get()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Save the sliders"),
            key="augmentation.recipe.save",
            icon=":material/save:",
            on_click=_save,
            disabled=locked,
        )
        if taken:
            replace = _("Replace “{title}”").format(title=as_text(taken))
            st.button(replace, key="augmentation.recipe.replace", on_click=_replace, args=(taken,))
    if refused := _REFUSED.get():
        show_error(refused)
    if saved := _SAVED.get():
        sentence = _("“{title}” is saved.").format(title=saved)
        st.markdown(f":gray[:material/check: {as_text(sentence)}]")
        _SAVED.clear()


def _save() -> None:
    title = str(st.session_state.get(TITLE_KEY) or "")
    _TAKEN.clear()
    _REFUSED.clear()
    try:
        recipe = RecipeStore().save(title, requested_config(), _written_note())
    except AlreadyExistsError as error:
        _TAKEN.set(" ".join(title.split()))
        _REFUSED.set(str(error))
    except AtelierError as error:
        _REFUSED.set(str(error))
    else:
        _tell_saved(recipe)


def _replace(title: str) -> None:
    """Replace the confirmed recipe by the sliders, whatever has been typed since."""
    before = next((one for one in RecipeStore().listing().documents if one.title.casefold() == title.casefold()), None)
    _TAKEN.clear()
    _REFUSED.clear()
    try:
        note = _written_note() or (before.note if before else "")
        recipe = RecipeStore().save(before.title if before else title, requested_config(), note, replace_existing=True)
    except AtelierError as error:
        _REFUSED.set(str(error))
        return
    _tell_saved(recipe)
    if before:
        offer_undo(_("“{title}” is replaced.").format(title=recipe.title), partial(_put_back, before))


def _put_back(recipe: Recipe) -> None:
    RecipeStore().save(recipe.title, recipe.config, recipe.note, replace_existing=True)


def _written_note() -> str:
    return str(st.session_state.get(NOTE_KEY) or "")


def _tell_saved(recipe: Recipe) -> None:
    _SAVED.set(recipe.title)
    st.session_state[TITLE_KEY] = st.session_state[NOTE_KEY] = ""


def _show_recipe(recipe: Recipe, *, in_use: bool) -> None:
    key = f"augmentation.recipe.{recipe.document_id}"
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"augmentation-row-{recipe.document_id}"
    ):
        with st.container(gap=None, width="stretch"):
            st.button(
                as_text(recipe.title),
                key=f"{key}.load",
                type="tertiary",
                icon=":material/check:" if in_use else None,
                on_click=_load,
                args=(recipe.config,),
            )
            if recipe.note:
                st.caption(as_text(recipe.note))
        chosen = st.menu_button(
            _("More"),
            [_RENAME, _DUPLICATE, _DELETE],
            format_func=_,
            key=f"{key}.more",
            type="tertiary",
            icon=":material/more_horiz:",
            disabled=is_read_only(),
        )
    if chosen:
        with error_box():
            _take(chosen, recipe)
            st.rerun()
    if _RENAMING.get() == recipe.document_id:
        _show_renaming(recipe, f"{key}.rename")


def _take(chosen: str, recipe: Recipe) -> None:
    if chosen == _RENAME:
        _RENAMING.set(recipe.document_id)
        _NOT_RENAMED.clear()
    elif chosen == _DUPLICATE:
        _duplicate(recipe)
    else:
        _delete(recipe.document_id, _("“{title}” is deleted.").format(title=recipe.title))


def _show_renaming(recipe: Recipe, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.text_input(
            _("New name of “{title}”").format(title=as_text(recipe.title)),
            recipe.title,
            key=f"{key}.title",
            max_chars=LONGEST_TITLE,
            width="stretch",
        )
        st.button(
            _("Rename"), key=f"{key}.do", on_click=_rename, args=(recipe, f"{key}.title"), disabled=is_read_only()
        )
        st.button(_("Cancel"), key=f"{key}.cancel", type="tertiary", on_click=_RENAMING.clear)
    if refused := _NOT_RENAMED.get():
        show_error(refused)


def _rename(recipe: Recipe, key: str) -> None:
    _NOT_RENAMED.clear()
    try:
        renamed = RecipeStore().rename(recipe.document_id, str(st.session_state.get(key) or ""))
    except AtelierError as error:
        _NOT_RENAMED.set(str(error))
        return
    _RENAMING.clear()
    if renamed.title != recipe.title:
        undo = partial(_rename_back, recipe.document_id, recipe.title)
        sentence = _("“{old}” is called “{new}” now.")
        offer_undo(sentence.format(old=recipe.title, new=renamed.title), undo)


def _rename_back(document_id: str, title: str) -> None:
    RecipeStore().rename(document_id, title)


def _load(config: AugmentConfig) -> None:
    put_config(config)


def _duplicate(recipe: Recipe) -> None:
    copy = RecipeStore().duplicate(recipe.document_id)
    _SAVED.set(copy.title)


def _delete(document_id: str, sentence: str) -> None:
    RecipeStore().delete(document_id)
    offer_undo(sentence, partial(_restore, document_id))


def _restore(document_id: str) -> None:
    """A file that was unreadable when it was deleted comes back as it was."""
    with contextlib.suppress(InvalidInputError):
        RecipeStore().restore(document_id)


def _show_unreadable(unreadable: UnreadableDocument) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/error_outline: {as_text(unreadable.sentence)}", width="stretch")
        st.button(
            _("Delete"),
            key=f"augmentation.recipe.{unreadable.document_id}.delete",
            type="tertiary",
            on_click=_delete_unreadable,
            args=(unreadable.document_id,),
            disabled=is_read_only(),
        )


def _delete_unreadable(document_id: str) -> None:
    with error_box():
        _delete(document_id, _("The file “{file}” is deleted.").format(file=f"{document_id}.json"))
