"""A configuration as the command line says it, and back. Pure: values in, text out."""

import shlex
from collections.abc import Collection
from dataclasses import fields
from typing import TYPE_CHECKING

from core.augment.config import AugmentConfig
from core.augment.presets import PRESETS as RECIPES
from core.dataset.splitting.selection import selection_settings
from core.errors import AtelierError
from core.models.registry import MODELS
from core.training import TrainConfig
from core.training.config.overrides import with_settings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_BLOCKS = ("early_stopping", "reduce_lr", "fine_tuning")
_ELSEWHERE = {"dataset", "selection", "split", "augment", *_BLOCKS}
_OPTIONS = {"model": "--model", "artists": "--artists", "image_size": "--image-size", "epochs": "--epochs"}


def settings_of(config: TrainConfig) -> dict[str, str]:
    """What is to be typed to get this run from the default one of its data set; `TrainConfig.changed` reads it.

    Only what differs from the defaults is in it.
    """
    default = TrainConfig(config.dataset)
    settings = _differing(config, default, skip=_ELSEWHERE)
    if config.selection != default.selection:
        settings |= selection_settings(config.selection)
    settings |= _differing(config.split, default.split, "split.")
    settings |= recipe_settings(config.augment)
    for name in _BLOCKS:
        block = getattr(config, name)
        if block is not None:
            settings[name] = "on"
            settings |= _differing(block, type(block)(), f"{name}.")
    return settings


def recipe_settings(recipe: AugmentConfig | None) -> dict[str, str]:
    """A recipe as settings; none of them where pictures are left alone."""
    if recipe is None:
        return {}
    shipped = next((key for key, preset in RECIPES.items() if key != "none" and preset.config == recipe), None)
    if shipped:
        return {"augment": shipped}
    return _differing(recipe, AugmentConfig(), "augment.") or {"augment.rotation_range": "0"}


def train_command(config: TrainConfig) -> str | None:
    """The command that starts the same run, quoted for a shell.

    None where some name cannot be written there, as one with a comma or a colon in it.
    """
    try:
        settings = settings_of(config)
        if with_settings(TrainConfig(config.dataset), settings) != config:
            return None
    except AtelierError:
        return None
    settings = {"model": config.model, "image_size": str(config.image_size), **settings}
    if config.learning_rate == MODELS[config.model].learning_rate:
        settings.pop("learning_rate", None)
    else:
        settings["learning_rate"] = as_typed(config.learning_rate)
    words = ["atelier", "train", "--dataset", config.dataset]
    for name, option in _OPTIONS.items():
        if name in settings:
            words += [option, settings.pop(name)]
    for name, text in settings.items():
        words += ["--set", f"{name}={text}"]
    return shlex.join(words)


def _differing(
    value: "DataclassInstance", default: "DataclassInstance", prefix: str = "", skip: Collection[str] = ()
) -> dict[str, str]:
    """The fields of two dataclasses of one kind that are not the same, as text by name."""
    names = [entry.name for entry in fields(value) if entry.name not in skip]
    return {
        f"{prefix}{name}": as_typed(getattr(value, name))
        for name in names
        if getattr(value, name) != getattr(default, name)
    }


def as_typed(value: object) -> str:
    """One value as it is typed behind an equals sign: "0.001", "true", "none", "a,b"."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return ",".join(as_typed(part) for part in value)
    return repr(value) if isinstance(value, float) else str(value)
