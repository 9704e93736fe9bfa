"""Settings behind results: differences between two runs, and runs that differ only in their seeds."""

import json
import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SEEDS = ("seed", "split.seed")


@dataclass(frozen=True)
class SettingDifference:
    """One setting in which two runs differ.

    Attributes:
        setting: its dotted name, as in "augment.rotation_range".
        first: the first run's value; None also where the run has no such setting.
        second: the second run's.
    """

    setting: str
    first: Any
    second: Any


@dataclass(frozen=True)
class SeedSpread:
    """Spread of one configuration over several seeds.

    Attributes:
        runs: ids, two or more.
        values: the figure of each, where defined.
        mean: of the values; NaN without any.
        deviation: standard deviation (n − 1); NaN with fewer than two values.
        lowest: of the values; NaN without any.
        highest: of the values; NaN without any.
        one_split: whether all share one split; otherwise the spread also includes the choice of test pictures.
    """

    runs: tuple[str, ...]
    values: tuple[float, ...]
    mean: float
    deviation: float
    lowest: float
    highest: float
    one_split: bool


def differing_settings(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[SettingDifference]:
    """Compare two configurations as `TrainConfig.to_dict` gives them.

    Returns:
        One row a differing setting, in the order of the first configuration; a block that is switched off in one
        run shows the settings it has in the other.
    """
    one, other = flat_settings(first), flat_settings(second)
    rows = [SettingDifference(key, one.get(key), other.get(key)) for key in dict.fromkeys([*one, *other])]
    return [row for row in rows if row.first != row.second and not row.setting.endswith("schema_version")]


def flat_settings(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting by its dotted name, in order; a block that is switched off is None under its own name."""
    return dict(_flat(configuration))


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", list(value) if isinstance(value, tuple) else value


def seed_spreads(
    configurations: Mapping[str, Mapping[str, Any]],
    values: Mapping[str, float | None],
    splits: Mapping[str, str] | None = None,
) -> list[SeedSpread]:
    """Groups of runs that differ only in their seeds, with the spread of their figures.

    Runs on the same split form a group of their own: what differs between them is chance in training. Only where no
    split of a configuration has two runs are all of them grouped, with `one_split` False.

    Args:
        configurations: by run, as `TrainConfig.to_dict` gives them.
        values: by run, the figure; None where undefined.
        splits: by run, the hash of the split; where it is unknown, the seed of the split is used instead.

    Returns:
        One entry per configuration (or split of it) with two or more runs, in the order of the first run.
    """
    families: dict[str, dict[str, list[str]]] = {}
    for run, configuration in configurations.items():
        settings = flat_settings(configuration)
        split = (splits or {}).get(run) or repr(settings.get("split.seed"))
        key = json.dumps({k: v for k, v in settings.items() if k not in SEEDS}, sort_keys=True, default=str)
        families.setdefault(key, {}).setdefault(split, []).append(run)
    return [
        _spread(runs, [values.get(run) for run in runs], one_split)
        for by_split in families.values()
        for runs, one_split in _groups(list(by_split.values()))
    ]


def _groups(by_split: list[list[str]]) -> list[tuple[list[str], bool]]:
    """Groups of two or more runs of one configuration, and whether each shares one split."""
    several = [(runs, True) for runs in by_split if len(runs) > 1]
    if several:
        return several
    together = [run for runs in by_split for run in runs]
    return [(together, False)] if len(together) > 1 else []


def _spread(runs: list[str], values: list[float | None], one_split: bool) -> SeedSpread:
    known = tuple(value for value in values if value is not None and not math.isnan(value))
    return SeedSpread(
        runs=tuple(runs),
        values=known,
        mean=statistics.fmean(known) if known else math.nan,
        deviation=statistics.stdev(known) if len(known) > 1 else math.nan,
        lowest=min(known, default=math.nan),
        highest=max(known, default=math.nan),
        one_split=one_split,
    )
