"""How to get a run once more: the command, the versions, and what the data was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from core.language import N_, _
from core.report.collection import Collection
from core.report.gathering import ReportRun
from core.report.words import moment
from core.training.config.command_line import train_command

_TITLES = {
    "git_commit": N_("Program version"),
    "device": N_("Computed on"),
    "split_hash": N_("Split"),
    "best_epoch": N_("Weights from epoch"),
}


@dataclass(frozen=True)
class Recipe:
    """How to reproduce one run.

    Attributes:
        command: for a shell; "" where the settings cannot be written as one.
        facts: labels and values: id, seeds, commit, fingerprints, device.
        versions: packages and versions.
        sentence: whether the data set is still the same.
        settings: all of them as JSON; "" where they cannot be read.
    """

    command: str
    facts: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    sentence: str
    settings: str


def how_to_reproduce(found: ReportRun, collection: Collection) -> Recipe:
    """What a reader needs who wants the same run.

    Args:
        found: the run.
        collection: its data set as it is now.
    """
    config = found.run.config
    versions = found.facts.get("versions")
    return Recipe(
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
        (_("Asked for"), moment(found.run.status.created)),
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
        return _("The data set is not here any more; import it again before the command.")
    if not then:
        return _("What the data set was then is not noted.")
    if then == collection.fingerprint:
        return _("The data set is still what it was then.")
    now = _("The data set has changed since; its fingerprint is {fingerprint} now.")
    return now.format(fingerprint=collection.fingerprint)
