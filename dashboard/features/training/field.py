"""A hyperparameter as a widget; limits, label, help and choices come from its declaration."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.language import _
from core.models.registry import MODELS
from core.settings.fields import Hyperparameter
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.setting_words import in_words, typed
from dashboard.features.training.draft import Draft, keep
from dashboard.labels.escaping import as_text
from dashboard.state.controlled_widget import set_value, widget_key
from dashboard.ui.glossary_terms import with_glossary_link

_USUAL: Mapping[str, Sequence[str]] = {
    "learning_rate": ("0.01", "0.003", "0.001", "0.0003", "0.0001", "0.00003"),
    "fine_tuning.learning_rate": ("0.0001", "0.00003", "0.00001", "0.000003"),
    "reduce_lr.min_lr": ("0.0001", "0.00001", "0.000001", "0"),
    "batch_size": ("1", "8", "16", "32", "64", "128", "full"),
    "freeze": ("none", "backbone", "10", "50", "100"),
    "weights": ("random", "imagenet"),
}
"""Common values of settings for which a list suits better than a slider; any other value may be typed."""


def help_on(parameter: Hyperparameter) -> str:
    """Explanation of a setting with a link to the glossary; Markdown."""
    return with_glossary_link(as_text(_(parameter.explanation)), parameter.name)


def show_field(name: str, draft: Draft) -> None:
    """Draw the widget of a setting; it shows the draft and writes changes back.

    Args:
        name: dotted, as in `HYPERPARAMETERS`.
        draft: the current draft.
    """
    parameter = HYPERPARAMETERS[name]
    value = draft.value(name)
    if name in _USUAL:
        _show_usual(parameter, value, _usual(name, draft))
    elif parameter.kind == "switch":
        _show_switch(parameter, bool(value))
    elif parameter.kind == "choice":
        _show_choice(parameter, value)
    elif parameter.kind in ("whole", "number"):
        _show_number(parameter, value)
    else:
        _show_text(parameter, value)


def field_name(name: str) -> str:
    """Key of the widget of a setting."""
    return f"runs.field.{name}"


def shown(name: str) -> Any:  # noqa: ANN401 - whatever the setting holds
    """Value of the widget of a setting; for callbacks."""
    return st.session_state[widget_key(field_name(name))]


def field_label(parameter: Hyperparameter) -> str:
    """The name of a setting with its unit."""
    unit = (
        f" :gray[:small[{as_text(_(parameter.unit))}]]"
        if parameter.unit and parameter.unit not in ("×", parameter.title.lower())
        else ""
    )
    return f"{as_text(_(parameter.title))}{unit}"


def _usual(name: str, draft: Draft) -> list[str]:
    """Common values of a setting; layer numbers only up to those of the model."""
    usual = list(_USUAL[name])
    if name == "freeze":
        layers = MODELS[draft.value("model")].layers
        return [text for text in usual if not text.isdecimal() or int(text) < layers]
    return usual


def _show_usual(parameter: Hyperparameter, value: Any, usual: list[str]) -> None:  # noqa: ANN401 - whatever it holds
    text = typed(value)
    options = usual if text in usual else [*usual, text]
    key = set_value(field_name(parameter.name), text)
    st.selectbox(
        field_label(parameter),
        options,
        format_func=lambda option: in_words(parameter.name, option),
        key=key,
        help=help_on(parameter),
        accept_new_options=True,
        on_change=_keep_usual,
        args=(parameter.name,),
    )


def _keep_usual(name: str) -> None:
    text = str(shown(name) or "").strip()
    default = HYPERPARAMETERS[name].default
    keep(name, default if not text or text == typed(default) else text)


def _show_switch(parameter: Hyperparameter, value: bool) -> None:
    key = set_value(field_name(parameter.name), value)
    st.toggle(
        as_text(_(parameter.title)),
        key=key,
        help=help_on(parameter),
        on_change=_keep,
        args=(parameter.name,),
    )


def _show_choice(parameter: Hyperparameter, value: object) -> None:
    key = set_value(field_name(parameter.name), value)
    st.selectbox(
        field_label(parameter),
        list(parameter.choices),
        format_func=lambda option: in_words(parameter.name, option),
        key=key,
        help=help_on(parameter),
        on_change=_keep,
        args=(parameter.name,),
    )


def _show_number(parameter: Hyperparameter, value: Any) -> None:  # noqa: ANN401 - whatever the setting holds
    kind = int if parameter.kind == "whole" else float
    low, high = parameter.minimum, parameter.maximum
    held = None if value is None else _within(kind(value), low, high)
    key = set_value(field_name(parameter.name), held)
    st.number_input(
        field_label(parameter),
        None if low is None else kind(low),
        None if high is None else kind(high),
        step=kind(parameter.step or 1),
        format="%d" if kind is int else "%.3g",
        key=key,
        help=help_on(parameter),
        on_change=_keep,
        args=(parameter.name,),
    )


def _within(value: Any, low: float | None, high: float | None) -> Any:  # noqa: ANN401 - int or float
    """Clamp a value from the address to the limits, which the widget needs; the fault is shown beside the button."""
    if low is not None and value < low:
        return type(value)(low)
    return type(value)(high) if high is not None and value > high else value


def _show_text(parameter: Hyperparameter, value: Any) -> None:  # noqa: ANN401 - a text or a list of them
    key = set_value(field_name(parameter.name), ", ".join(value) if isinstance(value, list | tuple) else str(value))
    st.text_input(
        field_label(parameter),
        key=key,
        help=help_on(parameter),
        on_change=_keep_text,
        args=(parameter.name,),
    )


def _keep_text(name: str) -> None:
    text = str(shown(name)).strip()
    many = HYPERPARAMETERS[name].kind == "texts"
    keep(name, [part.strip() for part in text.split(",") if part.strip()] if many else text)


def _keep(name: str) -> None:
    value = shown(name)
    keep(name, round(value, 10) if isinstance(value, float) else value)
