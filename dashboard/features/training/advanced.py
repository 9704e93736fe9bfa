"""Advanced settings of a run in groups; only those that apply to the chosen model."""

from collections.abc import Callable

import streamlit as st

from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS
from core.augment.recipes import RecipeStore
from core.language import _
from core.models.encoders.entry import ENCODERS
from core.models.registry import MODELS, ModelEntry
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.phases import freezes_whole_backbone
from dashboard.features.training.draft import (
    Draft,
    carried_recipe,
    current_draft,
    keep,
    put_settings,
    recipe_settings,
    with_block,
    without,
)
from dashboard.features.training.field import field_label, field_name, help_on, show_field, shown
from dashboard.labels.escaping import as_text
from dashboard.state.controlled_widget import set_value, widget_key
from dashboard.ui.glossary_terms import with_glossary_link
from dashboard.ui.page_link import show_page_link

_COLUMNS, _COLUMN_PX = 4, 190
_BLOCKS = {
    "early_stopping": ("monitor", "patience", "min_delta", "restore_best"),
    "reduce_lr": ("monitor", "factor", "patience", "min_lr"),
    "fine_tuning": ("unfreeze_from", "learning_rate", "epochs"),
}
KEY = "runs.recipe.choice"
_NONE, _CARRIED, _OWN = "none", "carried", "own"
_SHIPPED, _SAVED = "shipped:", "saved:"


def show_advanced(draft: Draft) -> None:
    """Draw the groups of settings, each a row of fields."""
    entry = MODELS[draft.value("model")]
    _group(_("Pictures"), lambda: _show_pictures(draft))
    _group(_("Model"), lambda: _show_model(draft, entry))
    if not entry.is_network:
        return
    _group(_("Augmentation"), lambda: _show_augmentation(draft))
    _group(_("Optimisation"), lambda: _show_fields(draft, "batch_size", "learning_rate", "optimizer", "loss"))
    for block, fields in _BLOCKS.items():
        if block != "fine_tuning" or entry.has_backbone:
            _show_block(draft, block, fields)


def _group(title: str, show: Callable[[], None]) -> None:
    st.markdown(f"**{title}**")
    with st.grid(_COLUMNS, min_column_width=_COLUMN_PX, gap="small", vertical_alignment="bottom"):
        show()


def _show_fields(draft: Draft, *names: str) -> None:
    for name in names:
        show_field(name, draft)


def _show_pictures(draft: Draft) -> None:
    _show_fields(draft, "selection.balancing")
    if draft.value("selection.balancing") == "cap":
        show_field("selection.cap", draft)
    _show_fields(draft, "split.val", "split.test", "split.seed", "split.stratified", "split.keep_works_together")


def _show_model(draft: Draft, entry: ModelEntry) -> None:
    if not entry.is_network:
        _show_fields(draft, "tiles", "encoder_weights", "seed")
        return
    show_field("weights", draft)
    if entry.has_backbone:
        show_field("freeze", draft)
    _show_fields(draft, "seed", "mixed_precision")


def show_encoders(draft: Draft) -> None:
    """Choose the encoders of a probe; part of the simple form."""
    parameter = HYPERPARAMETERS["encoders"]
    chosen = [str(name) for name in draft.value("encoders")]
    key = set_value(field_name("encoders"), chosen)
    st.multiselect(
        field_label(parameter),
        [*ENCODERS, *(name for name in chosen if name not in ENCODERS)],
        format_func=lambda name: _(ENCODERS[name].title) if name in ENCODERS else name,
        key=key,
        help=help_on(parameter),
        on_change=_keep_encoders,
    )


def _keep_encoders() -> None:
    keep("encoders", list(shown("encoders")))


def _show_augmentation(draft: Draft) -> None:
    show_recipe_pick(draft)
    if draft.is_on("augment") and freezes_whole_backbone(draft.value("freeze"), MODELS[draft.value("model")].layers):
        show_field("views", draft)


def _show_block(draft: Draft, block: str, fields: tuple[str, ...]) -> None:
    parameter = HYPERPARAMETERS[block]
    key = set_value(field_name(block), draft.is_on(block))
    st.toggle(
        f"**{as_text(_(parameter.title))}**",
        key=key,
        help=help_on(parameter),
        on_change=_switch,
        args=(block,),
    )
    if draft.is_on(block):
        with st.grid(_COLUMNS, min_column_width=_COLUMN_PX, gap="small", vertical_alignment="bottom"):
            _show_fields(draft, *(f"{block}.{name}" for name in fields))


def _switch(block: str) -> None:
    put_settings(with_block(current_draft().settings, block, bool(shown(block))))


def show_recipe_pick(draft: Draft) -> None:
    """Choose a recipe; its summary and a link to Augmentation are below."""
    recipes = _recipes()
    current = draft_recipe(draft)
    choice = _choice(current, recipes)
    titles = _titles()
    explanation = HYPERPARAMETERS["augment"].explanation
    options = [_NONE, *recipes, *([_OWN] if choice == _OWN else [])]
    st.selectbox(
        _("Recipe"),
        options,
        format_func=lambda option: titles.get(option, option),
        key=set_value(KEY, choice),
        on_change=_take,
        help=with_glossary_link(as_text(_(explanation)), "augment"),
    )
    show_page_link("augmentation", _("Tune a recipe by eye"), icon=":material/tune:")


def draft_recipe(draft: Draft) -> AugmentConfig | None:
    """The augmentation recipe of a draft; None if there is none."""
    held = draft.values.get("augment")
    return AugmentConfig.from_dict(held) if isinstance(held, dict) else None


def recipe_title(draft: Draft) -> str:
    """Title of the recipe for the middle of a sentence; "" if there is none."""
    recipe = draft_recipe(draft)
    if recipe is None:
        return ""
    return _titles().get(_choice(recipe, _recipes()), "")


def _recipes() -> dict[str, AugmentConfig]:
    """All recipes on offer, by option."""
    shipped = {f"{_SHIPPED}{key}": preset.config for key, preset in PRESETS.items() if key != "none"}
    saved = {f"{_SAVED}{recipe.document_id}": recipe.config for recipe in RecipeStore().listing().documents}
    carried = carried_recipe()
    return ({_CARRIED: carried} if carried is not None else {}) | shipped | saved


def _titles() -> dict[str, str]:
    shipped = {f"{_SHIPPED}{key}": _(preset.title) for key, preset in PRESETS.items()}
    saved = {
        f"{_SAVED}{recipe.document_id}": _("Saved: {title}").format(title=recipe.title)
        for recipe in RecipeStore().listing().documents
    }
    fixed = {
        _NONE: _("None: every picture as it is"),
        _CARRIED: _("From the page Augmentation"),
        _OWN: _("As in the address"),
    }
    return fixed | shipped | saved


def _choice(recipe: AugmentConfig | None, recipes: dict[str, AugmentConfig]) -> str:
    if recipe is None:
        return _NONE
    return next((name for name, config in recipes.items() if config == recipe), _OWN)


def _take() -> None:
    choice = st.session_state[widget_key(KEY)]
    if choice == _OWN:
        return
    settings = without(current_draft().settings, "augment")
    put_settings({**settings, **recipe_settings(_recipes().get(choice))})
