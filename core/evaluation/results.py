"""What is known of how good a run is, from `evaluation.json` or, where that fails, from its predictions.

A file may be missing, damaged or of another version. What can be shown is then shown, and what cannot is said. The
file holds sentences in the language of the process that wrote it; they are read in that of the reader as far as that
can be.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.evaluation.movement_words import affinity_sentence
from core.language import _

_SIDES = ("test", "val", "train")
_LISTS = ("per_artist", "confusion", "selective")


@dataclass(frozen=True)
class RunResults:
    """The results of one run.

    Attributes:
        artists: names in the order of the network's outputs; empty where nothing is known.
        sides: by side what `core.evaluation.evaluating` documents; only those with pictures.
        leak: the leak meter; None where it could not be measured.
        movements: whether confusions follow movements; None where that could not be measured.
        temperature: that mends the probabilities; None where none was fitted.
        notes: sentences about what could not be computed.
        fault: why there are no results at all; "" where there are.
    """

    artists: tuple[str, ...] = ()
    sides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    leak: Mapping[str, Any] | None = None
    movements: Mapping[str, Any] | None = None
    temperature: float | None = None
    notes: tuple[str, ...] = ()
    fault: str = ""


def read_results(document: Mapping[str, Any], extra_notes: Sequence[str] = ()) -> RunResults | None:
    """The results that a document holds; None where it is not whole.

    Args:
        document: as `evaluation.json` has it.
        extra_notes: sentences to show before its own.
    """
    artists = document.get("artists")
    if document.get("schema_version") != 1 or not isinstance(artists, list) or not artists:
        return None
    sides: dict[str, Any] = {side: document[side] for side in _SIDES if document.get(side) is not None}
    found = {side: values for side, values in sides.items() if _is_whole(values, len(artists))}
    if len(found) < len(sides):
        return None
    notes = document.get("notes")
    return RunResults(
        artists=tuple(str(name) for name in artists),
        sides=found,
        leak=_mapping(document.get("leak")),
        movements=_said_anew(_mapping(document.get("movements"))),
        temperature=number(document.get("temperature")),
        notes=(*extra_notes, *(_(str(note)) for note in (notes if isinstance(notes, list) else []))),
    )


def number(value: object) -> float | None:
    """A number that is one; None for what is missing or undefined."""
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
    """The 95 % interval of a measure of one side; None where there is none."""
    intervals = side.get("intervals")
    return pair(intervals.get(measure)) if isinstance(intervals, Mapping) else None


def _mapping(value: object) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None


def _said_anew(movements: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What is known of the movements, its sentence made from the figures where they are there."""
    if movements is None:
        return None
    confusions, *figures = (number(movements.get(key)) for key in ("confusions", "share", "chance_share", "p_value"))
    share, chance, p_value = (math.nan if figure is None else figure for figure in figures)
    if confusions is None or math.isnan(share) != math.isnan(chance):
        return movements
    return {**movements, "sentence": affinity_sentence(int(confusions), share, chance, p_value)}


def _is_whole(side: object, artists: int) -> bool:
    """Whether a side has everything that screens read without looking twice."""
    if not isinstance(side, Mapping) or not all(isinstance(side.get(key), list) for key in _LISTS):
        return False
    rows, people, calibration = side["confusion"], side["per_artist"], side.get("calibration")
    return (
        len(rows) == len(people) == artists
        and all(isinstance(row, list) and len(row) == artists for row in rows)
        and all(isinstance(row, Mapping) and "artist" in row for row in people)
        and isinstance(calibration, Mapping)
        and isinstance(calibration.get("bins"), list)
    )
