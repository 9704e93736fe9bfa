"""Configurations side by side: what differs first, then what is the same in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.augment import PARAMETERS
from core.evaluation.configurations import flat_settings
from core.language import N_, _
from core.models.encoders.entry import ENCODERS
from core.models.registry import MODELS
from core.report.words import UNDEFINED
from core.training.config.config import OPTIONAL_BLOCKS, TrainConfig
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.setting_words import in_words

_OF_NETWORKS = {
    "weights", "freeze", "views", "batch_size", "epochs", "optimizer", "learning_rate", "loss", "mixed_precision",
    *OPTIONAL_BLOCKS,
}  # fmt: skip
_OF_THE_PROBE = {"encoders", "encoder_weights", "tiles"}
_OF_BACKBONES = {"weights", "freeze", "views", "fine_tuning"}
_OWN_TITLES = {"dataset": N_("Data set"), "selection": N_("Artists"), "augment": N_("Augmentation")}


@dataclass(frozen=True)
class SettingRow:
    """One setting of several runs.

    Attributes:
        title: the name people read.
        name: the dotted name, for the command line.
        values: in words, one a run; a dash where the setting had no part.
        differs: whether they are not the same in all runs where the setting had a part.
    """

    title: str
    name: str
    values: tuple[str, ...]
    differs: bool


def side_by_side(configurations: Sequence[TrainConfig | None]) -> list[SettingRow]:
    """Settings of runs, those that differ first; a run whose settings cannot be read has dashes.

    Args:
        configurations: one a run, None where it cannot be read.
    """
    flat = [_settings(config) if config else {} for config in configurations]
    names = list(dict.fromkeys(name for settings in flat for name in settings))
    names.sort(key=lambda name: _place(name.split(".")[0]))
    rows = []
    for name in names:
        values = tuple(settings.get(name, UNDEFINED) for settings in flat)
        rows.append(SettingRow(_title(name), name, values, len(set(values) - {UNDEFINED}) > 1))
    return sorted((row for row in rows if set(row.values) != {UNDEFINED}), key=lambda row: not row.differs)


def _place(group: str) -> int:
    order = ("dataset", "selection", "split", "model")
    return order.index(group) if group in order else len(order)


def _settings(config: TrainConfig) -> dict[str, str]:
    values: dict[str, Any] = {}
    for name, value in {**config.to_dict(), "selection": config.selection.describe()}.items():
        if name in OPTIONAL_BLOCKS:
            values[name] = value is not None
        values |= flat_settings({name: value} if name not in OPTIONAL_BLOCKS or value else {})
    idle = _without_part(config)
    return {
        name: _words(name, value)
        for name, value in values.items()
        if not name.endswith("schema_version") and name.split(".")[0] not in idle
    }


def _without_part(config: TrainConfig) -> set[str]:
    if config.is_probe:
        return _OF_NETWORKS
    return _OF_THE_PROBE | (set() if MODELS[config.model].has_backbone else _OF_BACKBONES)


def _words(name: str, value: Any) -> str:  # noqa: ANN401 - whatever the setting holds
    if name == "model":
        return _(MODELS[str(value)].title)
    if name == "encoders":
        return ", ".join(_(ENCODERS[key].title) if key in ENCODERS else str(key) for key in value)
    if name in ("weights", "encoder_weights"):
        files = [value] if isinstance(value, str) else value
        return in_words(name, ", ".join(Path(file).name for file in files)) or UNDEFINED
    if name in OPTIONAL_BLOCKS:
        return _("On") if value else _("Off")
    if value is None:
        return UNDEFINED
    words = in_words("" if name.startswith("augment.") else name, value)
    unit = _unit(name)
    return f"{words}{'' if unit == '°' else ' '}{unit}" if unit and words[:1].isdigit() else words or UNDEFINED


def _unit(name: str) -> str:
    if name.startswith("augment."):
        parameter = PARAMETERS.get(name.partition(".")[2])
        return _(parameter.unit) if parameter else ""
    return _(HYPERPARAMETERS[name].unit) if name in HYPERPARAMETERS else ""


def _title(name: str) -> str:
    group, _dot, rest = name.partition(".")
    if group == "augment" and rest in PARAMETERS:
        return _(PARAMETERS[rest].title)
    own: Mapping[str, str] = _OWN_TITLES
    if name in own:
        return _(own[name])
    title = _(HYPERPARAMETERS[name].title) if name in HYPERPARAMETERS else name
    return f"{_(HYPERPARAMETERS[group].title)}: {title}" if rest and group in HYPERPARAMETERS else title
