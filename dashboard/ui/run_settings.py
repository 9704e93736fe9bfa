"""The settings and facts of a run as rows of a table: only what had a part in it. Pure: values in, rows out."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from core.augment.config import PARAMETERS, AugmentConfig
from core.augment.presets import PRESETS
from core.dataset.splitting.selection import Selection
from core.language import N_, _
from core.models.encoders.entry import ENCODERS, any_backbone
from core.models.registry import MODELS
from core.training import TrainConfig
from core.training.config.contradictions import OF_THE_PROBE
from core.training.config.hyperparameters import HYPERPARAMETERS
from core.training.config.phases import freezes_whole_backbone
from core.training.config.setting_words import in_words
from dashboard.charts.settings_table import SettingRow
from dashboard.labels.runs import on_day

_GROUPS: Mapping[str, tuple[str, ...]] = {
    N_("Pictures"): (
        "image_size",
        "split.train",
        "split.val",
        "split.test",
        "split.seed",
        "split.stratified",
        "split.keep_works_together",
    ),
    N_("Model"): ("model", "weights", "freeze", "encoders", "encoder_weights", "tiles", "seed", "mixed_precision"),
    N_("Optimisation"): ("epochs", "batch_size", "optimizer", "learning_rate", "loss"),
}
_BLOCKS = ("early_stopping", "reduce_lr", "fine_tuning")
_OF_NETWORKS = {"weights", "freeze", "mixed_precision", *_GROUPS["Optimisation"]}
_FACTS = {
    "device": N_("Computed on"),
    "git_commit": N_("Program version"),
    "split_hash": N_("Split"),
    "best_epoch": N_("Weights from epoch"),
}


def setting_rows(config: TrainConfig) -> list[SettingRow]:
    """Every setting that had a part in the run, in groups; what differs from the default is marked."""
    rows = [SettingRow(_("Pictures"), _("Data set"), config.dataset), *_selection_rows(config.selection)]
    skipped = _without_a_part(config)
    for group, names in _GROUPS.items():
        rows += [_row(_(group), name, config) for name in names if name not in skipped]
    if not config.is_probe:
        rows += _recipe_rows(config.augment)
        if config.augment and freezes_whole_backbone(config.freeze, MODELS[config.model].layers):
            rows.append(_row(_("Augmentation"), "views", config))
        rows += [row for block in _BLOCKS for row in _block_rows(block, config)]
    order = list(dict.fromkeys(row.group for row in rows))
    return sorted(rows, key=lambda row: order.index(row.group))


def _without_a_part(config: TrainConfig) -> set[str]:
    """The settings that could be anything without a difference to the run."""
    if config.is_probe:
        without_size = set() if any_backbone(config.encoders) else {"image_size"}
        without_files = set() if config.encoder_weights else {"encoder_weights"}
        return _OF_NETWORKS | without_size | without_files
    if MODELS[config.model].has_backbone:
        return set(OF_THE_PROBE)
    started_from_nothing = {"weights"} if config.weights == "random" else set()
    return {*OF_THE_PROBE, "freeze", *started_from_nothing}


def fact_rows(facts: Mapping[str, Any]) -> list[SettingRow]:
    """What was noted beside the settings: where and with what it ran."""
    rows = []
    created = facts.get("created")
    if isinstance(created, int | float):
        rows.append((_("Created"), _moment(created)))
    dataset = facts.get("dataset")
    if isinstance(dataset, Mapping):
        then = _("{paintings} paintings, {fingerprint}")
        words = then.format(paintings=dataset.get("paintings", "?"), fingerprint=dataset.get("fingerprint", ""))
        rows.append((_("Data set then"), words))
    rows += [(_(title), _fact(facts[key])) for key, title in _FACTS.items() if facts.get(key) not in (None, "")]
    versions = facts.get("versions")
    if isinstance(versions, Mapping):
        rows += [(str(name), str(version)) for name, version in versions.items()]
    return [SettingRow(_("Where it ran"), title, value) for title, value in rows]


def _moment(seconds: float) -> str:
    """As in "05 Mar 2026, 18:30"."""
    then = time.localtime(seconds)
    return f"{on_day(then, f'{then.tm_mday:02d}')}, {time.strftime('%H:%M', then)}"


def _fact(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _selection_rows(selection: Selection) -> Iterator[SettingRow]:
    words = selection.describe()
    yield SettingRow(_("Pictures"), _("Artists"), words[:1].upper() + words[1:], changed=selection != Selection())


def _row(group: str, name: str, config: TrainConfig) -> SettingRow:
    parameter = HYPERPARAMETERS[name]
    value = _value(config, name)
    is_changed = value != parameter.default
    return SettingRow(group, _(parameter.title), _in_words(name, value), _(parameter.explanation), is_changed)


def _value(config: TrainConfig, name: str) -> Any:  # noqa: ANN401 - whatever the setting holds
    value: Any = config
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _in_words(name: str, value: object) -> str:
    if name == "model":
        return _(MODELS[str(value)].title)
    if name == "encoders" and isinstance(value, tuple):
        return ", ".join(_(ENCODERS[key].title) if key in ENCODERS else key for key in value)
    unit = _(HYPERPARAMETERS[name].unit)
    words = in_words(name, value)
    return f"{words} {unit}" if unit and words[:1].isdigit() else words


def _recipe_rows(recipe: AugmentConfig | None) -> Iterator[SettingRow]:
    group = _("Augmentation")
    if recipe is None:
        yield SettingRow(group, _("Recipe"), _("None: every picture as it is"))
        return
    shipped = next((_(preset.title) for preset in PRESETS.values() if preset.config == recipe), _("Its own"))
    yield SettingRow(group, _("Recipe"), shipped, changed=True)
    for name, parameter in PARAMETERS.items():
        value = getattr(recipe, name)
        if value != getattr(AugmentConfig(), name):
            words = _with_unit(value, _(parameter.unit))
            yield SettingRow(group, _(parameter.title), words, _(parameter.explanation), True)


def _with_unit(value: object, unit: str) -> str:
    words = in_words("", value)
    return f"{words}{'' if unit == '°' else ' '}{unit}" if unit else words


def _block_rows(block: str, config: TrainConfig) -> Iterator[SettingRow]:
    parameter = HYPERPARAMETERS[block]
    if getattr(config, block) is None:
        if block != "fine_tuning":
            yield SettingRow(_(parameter.title), _("Switched on"), _("No"), _(parameter.explanation))
        return
    for name in HYPERPARAMETERS:
        if name.startswith(f"{block}."):
            yield _row(_(parameter.title), name, config)
