"""The results of a run, stored in `evaluation.json` or computed from its predictions.

The file may be missing, damaged or of another version; every part is validated before it is shown. It holds
sentences in the language of the process that wrote it; where possible they are translated for the reader.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import AtelierError
from core.evaluation.labels import MEASURES, affinity_sentence
from core.evaluation.predictions import EVALUATION_FILE, run_predictions
from core.language import _, counted

_SIDES = ("test", "val", "train")


@dataclass(frozen=True)
class RunResults:
    """The results of one run.

    Attributes:
        artists: names in the order of the network's outputs; empty without results.
        sides: by split, as documented in `core.evaluation.evaluating`; only those with pictures.
        leak: the leak meter; None where it was not measured.
        movements: whether confusions follow movements; None where it was not measured.
        temperature: for temperature scaling; None where none was fitted.
        notes: sentences about what could not be computed.
        fault: why there are no results; "" where there are.
    """

    artists: tuple[str, ...] = ()
    sides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    leak: Mapping[str, Any] | None = None
    movements: Mapping[str, Any] | None = None
    temperature: float | None = None
    notes: tuple[str, ...] = ()
    fault: str = ""


def stored_results(folder: Path) -> RunResults | None:
    """The results in `evaluation.json`; None where it is missing, damaged or incomplete."""
    try:
        document = json.loads((folder / EVALUATION_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return read_results(document) if isinstance(document, dict) else None


def run_results(folder: Path, dataset: str) -> RunResults:
    """The stored results of a run, else the same figures computed from its predictions. Never fails, writes nothing.

    Args:
        folder: of the run.
        dataset: the run's data set, for work groups and movements.
    """
    found = stored_results(folder)
    if found is not None:
        return found
    is_damaged = (folder / EVALUATION_FILE).is_file()
    fault = _("{file} of this run is damaged") if is_damaged else _("{file} of this run is missing")
    fault = fault.format(file=EVALUATION_FILE)
    note = (
        _("{file} of this run is damaged, so its figures were computed again from its predictions.")
        if is_damaged
        else _("{file} of this run is missing, so its figures were computed again from its predictions.")
    )
    try:
        predictions = run_predictions(folder)
    except AtelierError as error:
        return RunResults(fault=f"{fault}. {error}")
    from core.evaluation.evaluating import evaluate_on_dataset  # imports scikit-learn, which takes seconds

    document = evaluate_on_dataset(predictions, dataset)
    return read_results(document, (note.format(file=EVALUATION_FILE),)) or RunResults(fault=fault)


def read_results(document: Mapping[str, Any], extra_notes: Sequence[str] = ()) -> RunResults | None:
    """The results in a document; None where it is incomplete or invalid.

    Args:
        document: the content of `evaluation.json`.
        extra_notes: sentences to put before its own.
    """
    artists = document.get("artists")
    if document.get("schema_version") != 1 or not isinstance(artists, list) or not artists:
        return None
    if not all(isinstance(name, str) for name in artists) or len(set(artists)) < len(artists):
        return None
    sides: dict[str, Any] = {side: document[side] for side in _SIDES if document.get(side) is not None}
    found = {side: values for side, values in sides.items() if is_valid_side(values, artists)}
    leak, movements = document.get("leak"), document.get("movements")
    if len(found) < len(sides) or not _is_absent_or_valid(leak, is_valid_leak):
        return None
    if not _is_absent_or_valid(movements, is_valid_affinity):
        return None
    notes = document.get("notes")
    return RunResults(
        artists=tuple(artists),
        sides=found,
        leak=leak,
        movements=_with_sentence(movements),
        temperature=number(document.get("temperature")),
        notes=(*extra_notes, *(_(str(note)) for note in (notes if isinstance(notes, list) else []))),
    )


def number(value: object) -> float | None:
    """A finite or infinite number; None for anything else and NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    return float(value)


def pair(value: object) -> tuple[float, float] | None:
    """An interval; None where there is none."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return None
    low, high = number(value[0]), number(value[1])
    return None if low is None or high is None else (low, high)


def interval_of(side: Mapping[str, Any], measure: str) -> tuple[float, float] | None:
    """The 95 % interval of a metric on one split; None where there is none."""
    intervals = side.get("intervals")
    return pair(intervals.get(measure)) if isinstance(intervals, Mapping) else None


def leak_sentence(leak: Mapping[str, Any]) -> str:
    """The leak meter as a sentence: how many test pictures show a work that also appears in training."""
    tested, leaking = int(leak.get("test_pictures") or 0), int(leak.get("leaking") or 0)
    random = number(leak.get("leaking_if_random")) or 0.0
    pictures = counted(tested, "test picture", "test pictures")
    if not leaking:
        return _(
            "None of the {pictures} shows a work that also appears in training (a random split would leak "
            "about {random:.0f})."
        ).format(pictures=pictures, random=random)
    return _(
        "{leaking:,} of the {pictures} ({share}) show a work that also appears in training (a random "
        "split would leak about {random:.0f}). Accuracy is {seen} on those and {rest} on the others: the honest figure."
    ).format(
        leaking=leaking,
        pictures=pictures,
        share=_percent(leaking / max(tested, 1)),
        random=random,
        seen=_percent(number(leak.get("accuracy_leaking"))),
        rest=_percent(number(leak.get("accuracy_rest"))),
    )


def calibration_sentence(calibration: Mapping[str, Any], temperature: float | None) -> str:
    """The calibration error before and after temperature scaling, as a sentence."""
    error = number(calibration.get("ece"))
    if error is None:
        return _("The calibration of the model is unknown.")
    gap = _("Confidence and accuracy differ by {points:.1f} points on average.").format(points=100 * error)
    after = calibration.get("after_temperature")
    scaled = number(after.get("ece")) if isinstance(after, Mapping) else None
    if temperature is None or scaled is None:
        return " ".join([gap, _("No temperature could be fitted to correct it.")])
    tendency = (
        _(
            "It was overconfident on the validation pictures; temperature scaling with {temperature:.2f} "
            "leaves {points:.1f} points."
        )
        if temperature > 1
        else _(
            "It was underconfident on the validation pictures; temperature scaling with {temperature:.2f} "
            "leaves {points:.1f} points."
        )
    )
    return f"{gap} {tendency.format(temperature=temperature, points=100 * scaled)}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}\u00a0%"


def _is_absent_or_valid(part: object, is_whole: Callable[[Mapping[str, Any]], bool]) -> bool:
    """Whether an optional part is either absent or valid."""
    return part is None or (isinstance(part, Mapping) and is_whole(part))


def _with_sentence(movements: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The movements with their sentence made from the figures, so that it is in the reader's language."""
    if movements is None:
        return None
    confusions, *figures = (number(movements.get(key)) for key in ("confusions", "share", "chance_share", "p_value"))
    share, chance, p_value = (math.nan if figure is None else figure for figure in figures)
    if confusions is None or math.isnan(share) != math.isnan(chance):
        return movements
    return {**movements, "sentence": affinity_sentence(int(confusions), share, chance, p_value)}


_LISTS = ("per_artist", "confusion", "selective")
_BIN = ("low", "high", "pictures", "confidence", "accuracy")
_POINT = ("threshold", "coverage", "accuracy")
_SHARES = ("precision", "recall", "f1")


def is_valid_side(side: object, artists: Sequence[str]) -> bool:
    """Whether a split of the document can be shown: a file edited manually may have the keys and wrong values.

    Missing and null values are valid where pages show a dash for them.

    Args:
        side: the value of "train", "val" or "test" in the document.
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


def is_valid_leak(leak: Mapping[str, Any]) -> bool:
    """Whether the leak meter can be shown."""
    counts = ("test_pictures", "leaking")
    shares = ("leaking_if_random", "accuracy_leaking", "accuracy_rest")
    return all(_is_count(leak.get(key)) for key in counts) and _has_numbers(leak, shares)


def is_valid_affinity(movements: Mapping[str, Any]) -> bool:
    """Whether the movement affinity can be shown."""
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
