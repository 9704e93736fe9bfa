"""Whether one side of `evaluation.json` has the shape that screens read without looking twice.

A file that was edited by hand or cut short may have every key and the wrong things under them. Values that are
missing or null are allowed where screens show a dash for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.evaluation.measure_texts import MEASURES

_LISTS = ("per_artist", "confusion", "selective")
_BIN = ("low", "high", "pictures", "confidence", "accuracy")
_POINT = ("threshold", "coverage", "accuracy")
_SHARES = ("precision", "recall", "f1")


def is_whole_side(side: object, artists: Sequence[str]) -> bool:
    """Whether a side can be shown.

    Args:
        side: what the document has under "train", "val" or "test".
        artists: of the run, in the order of the matrix.
    """
    if not isinstance(side, Mapping) or not all(isinstance(side.get(key), list) for key in _LISTS):
        return False
    return (
        _has_numbers(side, MEASURES)
        and all(_is_count(side.get(key)) for key in ("pictures", "works"))
        and _has_intervals(side)
        and _is_matrix(side["confusion"], len(artists))
        and [row.get("artist") if isinstance(row, Mapping) else None for row in side["per_artist"]] == list(artists)
        and all(_is_artist(row) for row in side["per_artist"])
        and _is_calibration(side.get("calibration"))
        and _are_rows(side["selective"], _POINT)
    )


def is_whole_leak(leak: Mapping[str, Any]) -> bool:
    """Whether the leak meter can be told."""
    counts = ("test_pictures", "leaking")
    shares = ("leaking_if_random", "accuracy_leaking", "accuracy_rest")
    return all(_is_count(leak.get(key)) for key in counts) and _has_numbers(leak, shares)


def is_whole_affinity(movements: Mapping[str, Any]) -> bool:
    """Whether it can be told how far confusions follow movements."""
    return _has_numbers(movements, ("confusions", "share", "chance_share", "chance_low", "chance_high", "p_value"))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _has_numbers(values: Mapping[str, Any], keys: Iterable[str]) -> bool:
    return all(values.get(key) is None or _is_number(values[key]) for key in keys)


def _has_intervals(values: Mapping[str, Any]) -> bool:
    intervals = values.get("intervals") or {}
    return isinstance(intervals, Mapping) and all(
        found is None or (isinstance(found, list | tuple) and len(found) == 2 and all(map(_is_number, found)))
        for found in intervals.values()
    )


def _is_matrix(rows: Sequence[Any], k: int) -> bool:
    return len(rows) == k and all(
        isinstance(row, list) and len(row) == k and all(count is not None and _is_count(count) for count in row)
        for row in rows
    )


def _is_artist(row: Mapping[str, Any]) -> bool:
    return (
        _has_numbers(row, _SHARES)
        and all(_is_count(row.get(key)) for key in ("support", "predicted"))
        and _has_intervals(row)
    )


def _is_calibration(found: object) -> bool:
    if not isinstance(found, Mapping) or not _has_numbers(found, ("ece",)) or not _are_rows(found.get("bins"), _BIN):
        return False
    after = found.get("after_temperature")
    if after is None:
        return True
    return (
        isinstance(after, Mapping) and _has_numbers(after, ("ece", "log_loss")) and _are_rows(after.get("bins"), _BIN)
    )


def _are_rows(rows: object, keys: Sequence[str]) -> bool:
    return isinstance(rows, list) and all(isinstance(row, Mapping) and _has_numbers(row, keys) for row in rows)
