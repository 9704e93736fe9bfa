"""Which settings two runs differ in, and runs that differ in their seeds alone."""

import math
import statistics

import pytest

from core.evaluation.configurations import SettingDifference, differing_settings, seed_spreads

BASE = {
    "schema_version": 1,
    "model": "cnn",
    "seed": 0,
    "split": {"seed": 0, "test": 0.15},
    "augment": None,
    "encoders": ["a"],
}


def test_differences_have_dotted_names_and_both_values():
    other = {**BASE, "model": "snn", "split": {"seed": 0, "test": 0.2}, "schema_version": 2}
    assert differing_settings(BASE, other) == [
        SettingDifference("model", "cnn", "snn"),
        SettingDifference("split.test", 0.15, 0.2),
    ]
    assert differing_settings(BASE, dict(BASE)) == []


def test_a_block_that_is_off_in_one_run_shows_the_settings_of_the_other():
    other = {**BASE, "augment": {"rotation_range": 20.0, "fill_mode": "wrap", "schema_version": 1}}
    assert differing_settings(BASE, other) == [
        SettingDifference("augment.rotation_range", None, 20.0),
        SettingDifference("augment.fill_mode", None, "wrap"),
    ]


def test_tuples_and_lists_are_one():
    assert differing_settings(BASE, {**BASE, "encoders": ("a",)}) == []


def test_seeds_of_one_configuration_are_a_spread():
    runs = {f"r{seed}": {**BASE, "seed": seed} for seed in range(4)} | {"other": {**BASE, "model": "snn"}}
    (spread,) = seed_spreads(runs, {"r0": 0.5, "r1": 0.6, "r2": 0.8, "r3": None, "other": 0.1})
    assert spread.runs == ("r0", "r1", "r2", "r3")
    assert (spread.lowest, spread.highest) == (0.5, 0.8)
    assert spread.mean == pytest.approx(1.9 / 3)
    assert spread.deviation == pytest.approx(statistics.stdev([0.5, 0.6, 0.8]))
    assert spread.one_split


def test_seeds_of_the_split_are_told_apart_and_undefined_stays_undefined():
    runs = {"a": BASE, "b": {**BASE, "split": {"seed": 1, "test": 0.15}}}
    (spread,) = seed_spreads(runs, {})
    assert not spread.one_split
    assert math.isnan(spread.mean) and math.isnan(spread.deviation)
    assert seed_spreads({"a": BASE}, {"a": 0.5}) == []


def test_runs_on_one_split_are_a_group_whatever_the_seed_of_the_split_says():
    runs = {name: {**BASE, "seed": seed} for seed, name in enumerate("abcd")}
    found = seed_spreads(runs, {}, {"a": "s", "b": "t", "c": "s", "d": "u"})
    assert [(spread.runs, spread.one_split) for spread in found] == [(("a", "c"), True)]
    (together,) = seed_spreads(runs, {}, dict(zip("abcd", "stuv", strict=True)))
    assert together.runs == tuple("abcd") and not together.one_split
