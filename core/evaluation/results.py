"""What is known of how good a run is, from `evaluation.json` or, where that fails, from its predictions.

A file may be missing, damaged or of another version. What can be shown is then shown, and what cannot is said. The
file holds sentences in the language of the process that wrote it; they are read in that of the reader as far as that
can be.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.evaluation.document_check import is_whole_affinity, is_whole_leak, is_whole_side
from core.evaluation.movement_words import affinity_sentence
from core.language import _

_SIDES = ("test", "val", "train")


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
    if not all(isinstance(name, str) for name in artists) or len(set(artists)) < len(artists):
        return None
    sides: dict[str, Any] = {side: document[side] for side in _SIDES if document.get(side) is not None}
    found = {side: values for side, values in sides.items() if is_whole_side(values, artists)}
    leak, movements = document.get("leak"), document.get("movements")
    if len(found) < len(sides) or not _may_be_shown(leak, is_whole_leak):
        return None
    if not _may_be_shown(movements, is_whole_affinity):
        return None
    notes = document.get("notes")
    return RunResults(
        artists=tuple(artists),
        sides=found,
        leak=leak,
        movements=_said_anew(movements),
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


def _may_be_shown(part: object, is_whole: Callable[[Mapping[str, Any]], bool]) -> bool:
    """Whether a part that need not be there is either not there or as it should be."""
    return part is None or (isinstance(part, Mapping) and is_whole(part))


def _said_anew(movements: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What is known of the movements, its sentence made from the figures where they are there."""
    if movements is None:
        return None
    confusions, *figures = (number(movements.get(key)) for key in ("confusions", "share", "chance_share", "p_value"))
    share, chance, p_value = (math.nan if figure is None else figure for figure in figures)
    if confusions is None or math.isnan(share) != math.isnan(chance):
        return movements
    return {**movements, "sentence": affinity_sentence(int(confusions), share, chance, p_value)}
