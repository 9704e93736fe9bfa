"""Which augmentation recipe a run trains with: none, one that ships, the one carried here, or a saved one."""

import streamlit as st

from core.augment import AugmentConfig
from core.augment.presets import PRESETS
from core.augment.recipes import RecipeStore
from core.language import _
from core.training.config.hyperparameters import HYPERPARAMETERS
from dashboard.features.training.carried_recipe import carried_recipe
from dashboard.features.training.draft import Draft, recipe_settings, without
from dashboard.features.training.draft_state import current_draft, put_settings
from dashboard.labels.escaping import as_text
from dashboard.state.controlled_widget import tell, told_key
from dashboard.ui.page_link import show_page_link
from dashboard.ui.words import with_word

KEY = "runs.recipe.choice"
_NONE, _CARRIED, _OWN = "none", "carried", "own"
_SHIPPED, _SAVED = "shipped:", "saved:"


def show_recipe_pick(draft: Draft) -> None:
    """The choice, with what it holds in a line and the way to the page where it is tuned."""
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
        key=tell(KEY, choice),
        on_change=_take,
        help=with_word(as_text(_(explanation)), "augment"),
    )
    show_page_link("augmentation", _("Tune a recipe by eye"), icon=":material/tune:")


def draft_recipe(draft: Draft) -> AugmentConfig | None:
    """The recipe a draft trains with; None where pictures are left alone."""
    held = draft.values.get("augment")
    return AugmentConfig.from_dict(held) if isinstance(held, dict) else None


def recipe_title(draft: Draft) -> str:
    """What the recipe is called, in a phrase for a sentence; "" where there is none."""
    recipe = draft_recipe(draft)
    if recipe is None:
        return ""
    return _titles().get(_choice(recipe, _recipes()), "")


def _recipes() -> dict[str, AugmentConfig]:
    """Every recipe that can be chosen, by the name of its choice."""
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
    choice = st.session_state[told_key(KEY)]
    if choice == _OWN:
        return
    settings = without(current_draft().settings, "augment")
    put_settings({**settings, **recipe_settings(_recipes().get(choice))})
