"""Results in words: figures with their intervals, the leak meter, calibration. Pure: values in, plain text out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from core.evaluation.measure_texts import MEASURES
from dashboard.charts.run_facts import Figure
from dashboard.explanations import UNKNOWN
from dashboard.run_cache import RunSummary
from dashboard.run_results import interval_of, number
from dashboard.text import count

HEADLINE = ("accuracy", "f1_macro", "balanced_accuracy", "top_3_accuracy", "log_loss", "kappa")
_SHORT_ID = 6


def percent(value: float | None) -> str:
    """A share as "84.2 %"; a dash where it is undefined."""
    return UNKNOWN if value is None or value != value else f"{100 * value:.1f} %"


def measure_value(name: str, value: float | None) -> str:
    """A value of a measure of `core.evaluation`, in per cent where it is a share."""
    if value is None or value != value:
        return UNKNOWN
    return percent(value) if MEASURES[name].is_share else f"{value:.3f}"


def interval_words(name: str, interval: tuple[float, float] | None) -> str:
    """An interval as "81.0 to 87.1"; "" where there is none."""
    if interval is None:
        return ""
    factor, digits = (100, 1) if MEASURES[name].is_share else (1, 3)
    return f"{factor * interval[0]:.{digits}f} to {factor * interval[1]:.{digits}f}"


def headline(side: Mapping[str, Any]) -> list[Figure]:
    """The figures of one side that stand above everything else."""
    figures = []
    for name in HEADLINE:
        value = number(side.get(name))
        if value is None:
            continue
        within = interval_words(name, interval_of(side, name))
        text = MEASURES[name]
        hint = f"{text.meaning} {text.formula}" + (f" 95 % interval: {within}." if within else "")
        words = measure_value(name, value) + (f" ({within})" if within and name in HEADLINE[:2] else "")
        figures.append(Figure(text.name, words, hint, strong=name == "accuracy"))
    pictures, works = side.get("pictures"), side.get("works")
    if isinstance(pictures, int):
        hint = f"They show {count(works, 'different work')}." if isinstance(works, int) else ""
        figures.append(Figure("Pictures", f"{pictures:,}", hint))
    return figures


def leak_sentence(leak: Mapping[str, Any]) -> str:
    """The leak meter: what the test of a run is worth."""
    tested, leaking = int(leak.get("test_pictures") or 0), int(leak.get("leaking") or 0)
    random = number(leak.get("leaking_if_random")) or 0.0
    at_random = f"divided at random it would be about {random:.0f}"
    if not leaking:
        return (
            f"Leak meter: none of the {tested:,} test pictures shows a work that training shows too; {at_random}. "
            "What is measured is recognising painters, not pictures."
        )
    seen, rest = number(leak.get("accuracy_leaking")), number(leak.get("accuracy_rest"))
    return (
        f"Leak meter: {leaking:,} of the {tested:,} test pictures ({percent(leaking / tested)}) show a work that "
        f"training shows too; {at_random}. Of those {percent(seen)} are right, of all others {percent(rest)}: the "
        "honest figure."
    )


def calibration_sentence(calibration: Mapping[str, Any], temperature: float | None) -> str:
    """How far confidence and accuracy lie apart, and what the temperature mends."""
    error = number(calibration.get("ece"))
    if error is None:
        return "Whether the model is as sure as it may be cannot be said."
    start = f"What the model says and how often it is right lie {100 * error:.1f} points apart on average."
    if temperature is None:
        return f"{start} No temperature could be fitted that would mend it."
    after = calibration.get("after_temperature")
    mended = number(after.get("ece")) if isinstance(after, Mapping) else None
    towards = "too sure" if temperature > 1 else "too modest"
    words = f"{start} On the validation pictures it was {towards}: the temperature that fits best is {temperature:.2f}"
    return f"{words}, which leaves {100 * mended:.1f} points." if mended is not None else f"{words}."


def distinct_titles(runs: Sequence[RunSummary]) -> dict[str, str]:
    """A title for every run by its id; those that would be called the same get the end of their id."""
    times = Counter(run.title for run in runs)
    return {
        run.run_id: run.title if times[run.title] == 1 else f"{run.title} ({run.run_id[-_SHORT_ID:]})" for run in runs
    }
