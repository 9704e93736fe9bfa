"""A slider or switch for every augmentation parameter. They show what the address says and write it."""

from dataclasses import replace
from typing import Any, cast

import streamlit as st

from core.augment.config import PARAMETERS, AugmentConfig, Parameter
from core.augment.presets import PRESETS
from core.language import _
from dashboard.features.augmentation.recipe_url import (
    PRESET_KEY,
    RECIPE_KEYS,
    RequestedRecipe,
    read_recipe,
    recipe_key,
    write_recipe,
)
from dashboard.labels.escaping import as_text
from dashboard.state.controlled_widget import set_value, widget_key
from dashboard.state.url_state import KeptAddress

_WHOLE = (1.0, 1.0)
_DIGITS = 6
_PRESET = f"{PRESET_KEY}.choice"
_SHARES = {"of the width", "of the height"}

_ADDRESS = KeptAddress("augmentation.recipe.address", RECIPE_KEYS.__contains__)


def open_recipe() -> None:
    """Begin with the recipe of the address; for the body of the page."""
    _ADDRESS.take()


def requested_recipe() -> RequestedRecipe:
    """The current recipe, and what could not be read of it; for callbacks too."""
    return read_recipe(_ADDRESS.read())


def requested_config() -> AugmentConfig:
    """The recipe alone."""
    return requested_recipe().config


def put_config(config: AugmentConfig) -> None:
    """Write a recipe into the address, in the place of the one that is there; for callbacks."""
    _ADDRESS.write(write_recipe(config))


def show_presets(config: AugmentConfig) -> None:
    """Recipes to start from; the one that is in force is marked."""
    current = next((key for key, preset in PRESETS.items() if preset.config == config), None)
    st.segmented_control(
        _("Preset"),
        list(PRESETS),
        format_func=lambda key: _(PRESETS[key].title),
        key=set_value(_PRESET, current),
        on_change=_take_preset,
        help="  \n".join(f"**{_(preset.title)}**: {as_text(_(preset.explanation))}" for preset in PRESETS.values()),
        width="stretch",
    )


def show_sliders(config: AugmentConfig) -> None:
    """Every parameter with its name in Keras and one line on what it does."""
    numbers = [parameter for parameter in PARAMETERS.values() if parameter.kind in {"number", "range"}]
    for parameter in numbers:
        if parameter.name != "cval":
            _show_slider(parameter, config)
    for parameter in PARAMETERS.values():
        if parameter.kind == "switch":
            _show_switch(parameter, config)
    _show_fill(PARAMETERS["fill_mode"], config)
    if config.fill_mode == "constant":
        _show_slider(PARAMETERS["cval"], config)


def _show_slider(parameter: Parameter, config: AugmentConfig) -> None:
    value = getattr(config, parameter.name)
    key = set_value(_widget_name(parameter), _WHOLE if value is None else value)
    with st.container(gap=None, key=f"augmentation-slider-{parameter.name}"):
        st.slider(
            _label(parameter),
            cast(float, parameter.minimum),
            cast(float, parameter.maximum),
            step=parameter.step,
            format=_format(parameter),
            key=key,
            on_change=_keep,
            args=(parameter.name,),
        )
        _explain(parameter)


def _show_switch(parameter: Parameter, config: AugmentConfig) -> None:
    key = set_value(_widget_name(parameter), getattr(config, parameter.name))
    with st.container(gap=None, key=f"augmentation-switch-{parameter.name}"):
        st.toggle(_label(parameter), key=key, on_change=_keep, args=(parameter.name,))
        _explain(parameter)


def _show_fill(parameter: Parameter, config: AugmentConfig) -> None:
    key = set_value(_widget_name(parameter), config.fill_mode)
    with st.container(gap="xxsmall", key="augmentation-choice-fill_mode"):
        st.segmented_control(
            _label(parameter),
            list(parameter.choices),
            key=key,
            required=True,
            on_change=_keep,
            args=(parameter.name,),
            width="stretch",
        )
        _explain(parameter)


def _label(parameter: Parameter) -> str:
    return f"{as_text(_(parameter.title))} :gray[:small[{as_text(parameter.keras)}]]"


def _explain(parameter: Parameter) -> None:
    st.caption(as_text(_(parameter.explanation)))


def _format(parameter: Parameter) -> str:
    if parameter.unit in _SHARES:
        return "percent"
    return {"°": "%g°", "×": "%.2f ×"}.get(parameter.unit, "%g")


def _widget_name(parameter: Parameter) -> str:
    return f"{recipe_key(parameter.name)}.choice"


def _keep(name: str) -> None:
    """Write what a slider shows into the address, beside what is there."""
    value = _rounded(st.session_state[widget_key(_widget_name(PARAMETERS[name]))])
    if name == "brightness_range" and value == _WHOLE:
        value = None
    put_config(replace(requested_config(), **{name: value}))


def _rounded(value: Any) -> Any:  # noqa: ANN401 - whatever a widget holds
    """Without the traces of a slider's steps, as in 0.30000000000000004."""
    if isinstance(value, tuple):
        return tuple(_rounded(end) for end in value)
    return round(value, _DIGITS) if isinstance(value, float) else value


def _take_preset() -> None:
    chosen = st.session_state[widget_key(_PRESET)]
    if chosen in PRESETS:
        put_config(PRESETS[chosen].config)
