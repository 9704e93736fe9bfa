"""The settings and facts of a run as rows of a table: only what had a part in it. Pure: values in, rows out."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from core.augment import PARAMETERS, AugmentConfig
from core.augment.presets import PRESETS
from core.dataset.selection import Selection
from core.models.encoders.entry import ENCODERS
from core.models.registry import MODELS
from core.training import TrainConfig
from core.training.hyperparameters import HYPERPARAMETERS
from dashboard.charts.settings_table import SettingRow
from dashboard.setting_words import in_words

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Pictures": ("image_size", "split.train", "split.val", "split.test", "split.seed", "split.keep_works_together"),
    "Model": ("model", "weights", "freeze", "encoders", "tiles", "seed", "mixed_precision"),
    "Optimisation": ("epochs", "batch_size", "optimizer", "learning_rate", "loss"),
}
_BLOCKS = ("early_stopping", "reduce_lr", "fine_tuning")
_OF_NETWORKS = {"weights", "freeze", "mixed_precision", *_GROUPS["Optimisation"]}
_OF_THE_PROBE = {"encoders", "tiles"}
_FACTS = {"device": "Computed on", "git_commit": "Program version", "split_hash": "Split", "best_epoch": "Best epoch"}


def setting_rows(config: TrainConfig) -> list[SettingRow]:
    """Every setting that had a part in the run, in groups; what differs from the default is marked."""
    rows = [SettingRow("Pictures", "Data set", config.dataset), *_selection_rows(config.selection)]
    skipped = _OF_NETWORKS if config.is_probe else _OF_THE_PROBE
    if not MODELS[config.model].has_backbone:
        skipped = skipped | {"freeze", "weights"}
    for group, names in _GROUPS.items():
        rows += [_row(group, name, config) for name in names if name not in skipped]
    if not config.is_probe:
        rows += _recipe_rows(config.augment)
        rows += [row for block in _BLOCKS for row in _block_rows(block, config)]
    order = list(dict.fromkeys(row.group for row in rows))
    return sorted(rows, key=lambda row: order.index(row.group))


def fact_rows(facts: Mapping[str, Any]) -> list[SettingRow]:
    """What was noted beside the settings: where and with what it ran."""
    rows = []
    created = facts.get("created")
    if isinstance(created, int | float):
        rows.append(("Asked for", time.strftime("%d %b %Y, %H:%M", time.localtime(created))))
    dataset = facts.get("dataset")
    if isinstance(dataset, Mapping):
        rows.append(("Data set then", f"{dataset.get('paintings', '?')} paintings, {dataset.get('fingerprint', '')}"))
    rows += [(title, _fact(facts[key])) for key, title in _FACTS.items() if facts.get(key) not in (None, "")]
    versions = facts.get("versions")
    if isinstance(versions, Mapping):
        rows += [(str(name), str(version)) for name, version in versions.items()]
    return [SettingRow("Where it ran", title, value) for title, value in rows]


def _fact(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _selection_rows(selection: Selection) -> Iterator[SettingRow]:
    words = selection.describe()
    yield SettingRow("Pictures", "Artists", words[:1].upper() + words[1:], changed=selection != Selection())


def _row(group: str, name: str, config: TrainConfig) -> SettingRow:
    parameter = HYPERPARAMETERS[name]
    value = _value(config, name)
    return SettingRow(group, parameter.title, _in_words(name, value), parameter.explanation, value != parameter.default)


def _value(config: TrainConfig, name: str) -> Any:  # noqa: ANN401 - whatever the setting holds
    value: Any = config
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _in_words(name: str, value: object) -> str:
    if name == "model":
        return MODELS[str(value)].title
    if name == "encoders" and isinstance(value, tuple):
        return ", ".join(ENCODERS[key].title if key in ENCODERS else key for key in value)
    unit = HYPERPARAMETERS[name].unit
    words = in_words(name, value)
    return f"{words} {unit}" if unit and words[:1].isdigit() else words


def _recipe_rows(recipe: AugmentConfig | None) -> Iterator[SettingRow]:
    group = "Augmentation"
    if recipe is None:
        yield SettingRow(group, "Recipe", "None: every picture as it is")
        return
    shipped = next((preset.title for preset in PRESETS.values() if preset.config == recipe), "Its own")
    yield SettingRow(group, "Recipe", shipped, changed=True)
    for name, parameter in PARAMETERS.items():
        value = getattr(recipe, name)
        if value != getattr(AugmentConfig(), name):
            yield SettingRow(group, parameter.title, _with_unit(value, parameter.unit), parameter.explanation, True)


def _with_unit(value: object, unit: str) -> str:
    words = in_words("", value)
    return f"{words}{'' if unit == '°' else ' '}{unit}" if unit else words


def _block_rows(block: str, config: TrainConfig) -> Iterator[SettingRow]:
    parameter = HYPERPARAMETERS[block]
    if getattr(config, block) is None:
        if block != "fine_tuning":
            yield SettingRow(parameter.title, "Switched on", "No", parameter.explanation)
        return
    for name in HYPERPARAMETERS:
        if name.startswith(f"{block}."):
            yield _row(parameter.title, name, config)
