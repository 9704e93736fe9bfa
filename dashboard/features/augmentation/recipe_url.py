"""A recipe in the address: every parameter that is not at its default, so that a view can be sent to a colleague.

Pure: text in, parameters out. The address is the one place where the page keeps its recipe; sliders show it and
write it, and training reads it from there. An address without a recipe means a light one, because 24 equal pictures
would not show what the page is for; no augmentation at all is explicit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.augment.config import PARAMETERS, AugmentConfig, Parameter
from core.augment.presets import PRESETS
from core.errors import InvalidInputError
from core.language import _

PREFIX = "augmentation."
PRESET_KEY = f"{PREFIX}preset"
_START, _NOTHING = "light", "none"
START = PRESETS[_START].config
"""The recipe of an address that names no parameter."""

_BETWEEN = "~"
_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True)
class RequestedRecipe:
    """The recipe in an address.

    Attributes:
        config: the parameters; what cannot be used is as in the preset, and without one at its default.
        faults: one sentence for the preset and for each parameter that cannot be used.
    """

    config: AugmentConfig
    faults: tuple[str, ...] = ()


def recipe_key(parameter: str) -> str:
    """The name of a parameter in the address."""
    return f"{PREFIX}{parameter}"


RECIPE_KEYS = (PRESET_KEY, *map(recipe_key, PARAMETERS))
"""Every name in the address that says something of a recipe."""


def read_recipe(address: Mapping[str, str]) -> RequestedRecipe:
    """Read the preset that an address names and the parameters that differ from it; all else in it is ignored."""
    if not any(key in address for key in RECIPE_KEYS):
        return RequestedRecipe(START)
    preset = address.get(PRESET_KEY, _NOTHING)
    faults = [] if preset in PRESETS else [_unknown(preset)]
    values: dict[str, Any] = {}
    for name, parameter in PARAMETERS.items():
        text = address.get(recipe_key(name))
        if text is None:
            continue
        try:
            AugmentConfig(**{name: (value := _value(parameter, text))})
            values[name] = value
        except InvalidInputError as error:
            faults.append(str(error))
    base = PRESETS[preset].config if preset in PRESETS else START
    return RequestedRecipe(replace(base, **values), tuple(faults))


def _unknown(preset: str) -> str:
    return _("There is no preset {name!r:.60}; there are {known}. “{start}” is in its place.").format(
        name=preset, known=", ".join(PRESETS), start=_START
    )


def write_recipe(config: AugmentConfig) -> dict[str, str]:
    """What to put into an address for these parameters: those that differ from their defaults, by key."""
    still = AugmentConfig()
    if config == still:
        return {PRESET_KEY: _NOTHING}
    return {
        recipe_key(name): write_value(getattr(config, name))
        for name in PARAMETERS
        if getattr(config, name) != getattr(still, name)
    }


def write_value(value: object) -> str:
    """One value as the address has it: "12.5", "0.8~1.2", "on", "reflect"."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return _BETWEEN.join(write_value(end) for end in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _value(parameter: Parameter, text: str) -> Any:  # noqa: ANN401 - checked by `AugmentConfig`
    """What cannot be understood stays text, which `AugmentConfig` then refuses by name."""
    if parameter.kind == "switch":
        return _SWITCH.get(text, text)
    if parameter.kind == "number":
        return _number(text)
    if parameter.kind == "range":
        return tuple(_number(end) for end in text.split(_BETWEEN))
    return text


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
