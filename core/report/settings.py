"""How runs were set up: settings compared, splits, and how to reproduce a run."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.augment.config import PARAMETERS
from core.evaluation.configurations import flat_settings
from core.evaluation.run_dataset import split_hash_of
from core.language import N_, _
from core.models.encoders.entry import ENCODERS
from core.models.registry import MODELS
from core.report.collection import Collection
from core.report.gathering import ReportRun
from core.report.labels import UNDEFINED, moment, percent
from core.training.config.blocks import OPTIONAL_BLOCKS
from core.training.config.command_line import train_command
from core.training.config.config import TrainConfig
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
        title: displayed name.
        name: dotted name, for the command line.
        values: as text, one per run; a dash where the setting does not apply.
        differs: whether they differ between the runs where the setting applies.
    """

    title: str
    name: str
    values: tuple[str, ...]
    differs: bool


def compare_settings(configurations: Sequence[TrainConfig | None]) -> list[SettingRow]:
    """Settings of runs, those that differ first; a run with unreadable settings has dashes.

    Args:
        configurations: one per run, None where it cannot be read.
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


_SIDES = {"train": N_("Training"), "val": N_("Validation"), "test": N_("Test")}


@dataclass(frozen=True)
class SplitSection:
    """A split and the runs that used it.

    Attributes:
        dataset: name of the data set.
        selection: the artists, as text.
        rules: as a sentence.
        sides: name, pictures and share of each part; empty where not recorded.
        hash: of the split; "" where not recorded.
        runs: numbers and titles.
    """

    dataset: str
    selection: str
    rules: str
    sides: tuple[tuple[str, int, str], ...]
    hash: str
    runs: tuple[tuple[int, str], ...]


def describe_splits(runs: Sequence[ReportRun]) -> list[SplitSection]:
    """Every split that the runs used, once each, in the order of the runs."""
    groups: dict[str, list[ReportRun]] = {}
    for found in runs:
        groups.setdefault(_split_key(found), []).append(found)
    return [_split(members) for members in groups.values()]


def _split_key(found: ReportRun) -> str:
    config = found.run.config
    settings = {"split": config.split.to_dict(), "selection": config.selection.to_dict()} if config else {}
    return json.dumps([found.run.dataset, split_hash_of(found.facts), settings], sort_keys=True)


def _split(members: Sequence[ReportRun]) -> SplitSection:
    first = members[0]
    config, noted = first.run.config, first.facts.get("paintings")
    sizes = noted if isinstance(noted, Mapping) else {}
    known = [(side, int(sizes[side])) for side in _SIDES if isinstance(sizes.get(side), int)]
    total = sum(size for _side, size in known) or 1
    words = config.selection.describe() if config else _("not known")
    return SplitSection(
        first.run.dataset,
        words[:1].upper() + words[1:],
        _rules(first),
        tuple((_(_SIDES[side]), size, percent(size / total)) for side, size in known),
        split_hash_of(first.facts),
        tuple((found.number, found.title) for found in members),
    )


def _rules(found: ReportRun) -> str:
    config = found.run.config
    if config is None:
        return found.run.config_fault
    split = config.split
    shares = " / ".join(f"{100 * share:g}" for share in (split.train, split.val, split.test))
    together = (
        _("all pictures of a work in one set")
        if split.keep_works_together
        else _("pictures of one work may be in several sets")
    )
    alike = _("stratified by artist") if split.stratified else _("not stratified")
    rules = _("{shares} per cent for training, validation and test, {alike}, {together}; seed {seed}.")
    return rules.format(shares=shares, alike=alike, together=together, seed=split.seed)


_TITLES = {
    "git_commit": N_("Program version"),
    "device": N_("Computed on"),
    "split_hash": N_("Split"),
    "best_epoch": N_("Weights from epoch"),
}


@dataclass(frozen=True)
class Reproduction:
    """How to reproduce a run.

    Attributes:
        command: for a shell; "" where the settings cannot be expressed as one.
        facts: labels and values: id, seeds, commit, fingerprints, device.
        versions: packages and versions.
        sentence: whether the data set has changed.
        settings: as JSON; "" where they cannot be read.
    """

    command: str
    facts: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    sentence: str
    settings: str


def describe_reproduction(found: ReportRun, collection: Collection) -> Reproduction:
    """What a reader needs to reproduce a run.

    Args:
        found: the run.
        collection: its data set in its current state.
    """
    config = found.run.config
    versions = found.facts.get("versions")
    return Reproduction(
        command=(train_command(config) or "") if config else "",
        facts=tuple(_facts(found)),
        versions=tuple((str(k), str(v)) for k, v in versions.items()) if isinstance(versions, Mapping) else (),
        sentence=_same_data(found, collection),
        settings=json.dumps(config.to_dict(), indent=2, ensure_ascii=False) if config else "",
    )


def _facts(found: ReportRun) -> list[tuple[str, str]]:
    config = found.run.config
    noted = found.facts.get("dataset")
    data = noted if isinstance(noted, Mapping) else {}
    then = _("{dataset}, {paintings} paintings")
    rows = [
        (_("Run"), found.run.id),
        (_("Created"), moment(found.run.status.created)),
        (_("Data set"), then.format(dataset=found.run.dataset, paintings=data.get("paintings", "?"))),
        (_("Fingerprint of the data set"), str(data.get("fingerprint") or _("not noted"))),
        (_("Seed"), str(config.seed) if config else _("not known")),
        (_("Seed of the split"), str(config.split.seed) if config else _("not known")),
    ]
    return rows + [(_(title), _short(found.facts[key])) for key, title in _TITLES.items() if found.facts.get(key)]


def _short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _same_data(found: ReportRun, collection: Collection) -> str:
    noted = found.facts.get("dataset")
    then = str(noted.get("fingerprint") or "") if isinstance(noted, Mapping) else ""
    if collection.fault:
        return _("The data set is missing; import it again before you run the command.")
    if not then:
        return _("The state of the data set at training was not recorded.")
    if then == collection.fingerprint:
        return _("The data set has not changed since training.")
    now = _("The data set has changed since; its fingerprint is {fingerprint} now.")
    return now.format(fingerprint=collection.fingerprint)
