"""Two recipes side by side: where their parameters differ, and the same draws under both."""

from collections.abc import Mapping

import streamlit as st

from core.augment.config import PARAMETERS, AugmentConfig
from core.augment.presets import PRESETS
from core.augment.recipes import Difference, RecipeStore, compare_configs
from core.language import _
from dashboard.charts.settings_table import build_difference_table
from dashboard.labels.escaping import as_text
from dashboard.queries.previews import Look, Subject, draws_sheet
from dashboard.state.url_state import keep_choice, url_choice

LEFT_KEY, RIGHT_KEY = "augmentation.left", "augmentation.right"
NOW = "now"

_TILES_EACH, _COLUMNS_EACH = 9, 3


def recipes_to_compare(config: AugmentConfig) -> dict[str, tuple[str, AugmentConfig]]:
    """Title and parameters of everything that can be compared, by the name it has in the address."""
    choices = {NOW: (_("The sliders"), config)}
    choices |= {
        f"preset-{key}": (_("Preset {title}").format(title=_(preset.title)), preset.config)
        for key, preset in PRESETS.items()
    }
    choices |= {recipe.document_id: (recipe.title, recipe.config) for recipe in RecipeStore().listing().documents}
    return choices


def show_comparison(subject: Subject, config: AugmentConfig, seed: int, look: Look) -> None:
    """Two recipes, the draws of each under its name, and a table of what differs."""
    choices = recipes_to_compare(config)
    left, right = st.columns(2, gap="medium")
    with left:
        one = _choose(LEFT_KEY, _("Left recipe"), choices, NOW)
        _show_draws(subject, choices[one][1], seed, look)
    with right:
        other = _choose(RIGHT_KEY, _("Right recipe"), choices, "preset-classic")
        _show_draws(subject, choices[other][1], seed, look)
    _show_differences(choices[one], choices[other])


def _show_draws(subject: Subject, config: AugmentConfig, seed: int, look: Look) -> None:
    st.html(draws_sheet(subject, config, seed, look, tiles=_TILES_EACH, columns=_COLUMNS_EACH))


def _choose(key: str, label: str, choices: Mapping[str, tuple[str, AugmentConfig]], default: str) -> str:
    chosen = url_choice(key, list(choices), default)
    st.selectbox(
        label,
        list(choices),
        format_func=lambda one: choices[one][0],
        key=f"{key}.choice",
        on_change=keep_choice,
        args=(key,),
        label_visibility="collapsed",
    )
    return chosen


def _show_differences(left: tuple[str, AugmentConfig], right: tuple[str, AugmentConfig]) -> None:
    differences = compare_configs(left[1], right[1])
    if not differences:
        st.markdown(_(":gray[Both have the same parameters.]"))
        return
    rows = [(_(PARAMETERS[one.parameter].title), *_both(one)) for one in differences]
    st.html(build_difference_table(left[0], right[0], rows))
    same = [_(parameter.title).lower() for name, parameter in PARAMETERS.items() if name not in _names(differences)]
    if same:
        st.caption(as_text(_("The same in both: {parameters}.").format(parameters=", ".join(same))))


def _names(differences: list[Difference]) -> set[str]:
    return {difference.parameter for difference in differences}


def _both(difference: Difference) -> tuple[str, str]:
    return value_in_words(difference.parameter, difference.left), value_in_words(difference.parameter, difference.right)


def value_in_words(name: str, value: object) -> str:
    """A parameter's value with its unit, as in "20% of the width" or "0.8 to 1.2 ×"."""
    unit = PARAMETERS[name].unit
    unit_in_words = _(unit)
    if value is None:
        return _("left alone")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        words = _("{low:g} to {high:g} {unit}")
        return words.format(low=value[0], high=value[1], unit=unit_in_words).strip()
    if not isinstance(value, float):
        return str(value)
    if unit in {"of the width", "of the height"}:
        number = f"{value:.3g}" if value and value < 0.001 else f"{100 * value:g}%"
        return f"{number} {unit_in_words}"
    return f"{value:g}°" if unit == "°" else f"{value:g} {unit_in_words}".strip()
