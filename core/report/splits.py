"""The divisions into sides that runs used, once each, as the templates show them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.evaluation.origin import split_hash_of
from core.language import N_, _
from core.report.gathering import ReportRun
from core.report.words import percent

_SIDES = {"train": N_("Training"), "val": N_("Validation"), "test": N_("Test")}


@dataclass(frozen=True)
class SplitSection:
    """A division into sides, and the runs that used it.

    Attributes:
        dataset: name of the data set.
        selection: which artists, in words.
        rules: in a sentence.
        sides: name, pictures and share of each side; empty where it was not noted.
        hash: of who is on which side; "" where it was not noted.
        runs: numbers and titles.
    """

    dataset: str
    selection: str
    rules: str
    sides: tuple[tuple[str, int, str], ...]
    hash: str
    runs: tuple[tuple[int, str], ...]


def describe_splits(runs: Sequence[ReportRun]) -> list[SplitSection]:
    """Every division that the runs used, once each, in the order of the runs."""
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
        _("all pictures of a work on one side")
        if split.keep_works_together
        else _("pictures of one work may be on several sides")
    )
    alike = _("each artist in these shares") if split.stratified else _("only the whole in these shares")
    rules = _("{shares} per cent for training, validation and test, {alike}, {together}; seed {seed}.")
    return rules.format(shares=shares, alike=alike, together=together, seed=split.seed)
