"""Results in words: figures with their intervals, the leak meter, calibration. Pure: values in, plain text out."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import AtelierError
from core.evaluation.labels import MEASURES
from core.evaluation.results import interval_of, number
from core.language import N_, _, grouped, ngettext
from dashboard.charts.run_facts import Figure
from dashboard.labels.metrics import UNKNOWN
from dashboard.queries.leaderboard import Standing
from dashboard.queries.paired_runs import Named, compared

HEADLINE = ("accuracy", "f1_macro", "balanced_accuracy", "top_3_accuracy", "log_loss", "kappa")


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
    low, high = (f"{factor * bound:.{digits}f}" for bound in interval)
    return _("{low} to {high}").format(low=low, high=high)


def headline(side: Mapping[str, Any]) -> list[Figure]:
    """The figures of one side that stand above everything else."""
    figures = []
    for name in HEADLINE:
        value = number(side.get(name))
        within = interval_words(name, interval_of(side, name))
        text = MEASURES[name]
        hint = f"{_(text.meaning)} {_(text.formula)}"
        if within:
            hint = f"{hint} {_of_interval(within)}"
        words = measure_value(name, value) + (f" ({within})" if within and name in HEADLINE[:2] else "")
        figures.append(Figure(_(text.name), words, hint, strong=name == "accuracy"))
    pictures, works = side.get("pictures"), side.get("works")
    if isinstance(pictures, int):
        figures.append(Figure(_("Pictures"), grouped(pictures), _of_works(works) if isinstance(works, int) else ""))
    return figures


def measure_rows(side: Mapping[str, Any]) -> list[dict[str, str]]:
    """Every measure of one side: its name, value and interval as people read them, and what it means."""
    return [
        {
            N_("Measure"): _(text.name),
            N_("Value"): measure_value(name, number(side.get(name))),
            "95 %": interval_words(name, interval_of(side, name)) or UNKNOWN,
            N_("What it means"): f"{_(text.meaning)} {_(text.formula)}",
        }
        for name, text in MEASURES.items()
    ]


def _of_interval(within: str) -> str:
    return _("95 % interval: {interval}.").format(interval=within)


def _of_works(works: int) -> str:
    return ngettext("They show {n:,} different work.", "They show {n:,} different works.", works).format(n=works)


def first_place(rows: Sequence[Standing], side: str, *, in_short: bool = False) -> str:
    """Who is first, and whether that is more than chance, in words.

    Args:
        rows: the most accurate first.
        side: that they were judged on.
        in_short: without what else is to be known about that test, which is beyond an audience.
    """
    known = [row for row in rows if row.accuracy is not None]
    if not known:
        return _("None of these runs has a figure on this side.")
    best, others = known[0], [row for row in known[1:] if row.tested_on == known[0].tested_on]
    figures = {"run": best.title, "accuracy": percent(best.accuracy)}
    level = [row.title for row in (best, *others) if row.accuracy == best.accuracy]
    start = (
        _("{run} is right most often: {accuracy}.").format(**figures)
        if len(level) == 1
        else _("Level at the top, with {accuracy}: {runs}.").format(runs=", ".join(level), **figures)
    )
    if not others:
        return start if len(known) > 1 else _("{run} is right {accuracy} of the time.").format(**figures)
    if best.pictures is None or others[0].pictures is None:  # no evaluation, so it may differ in its pictures too
        return start
    try:
        pair = (Named(others[0].title, others[0].run), Named(best.title, best.run))
        tested = f"{start} {compared(pair, side, on_common=False).pairs[0].sentence}"
    except AtelierError:
        return start
    if len(others) == 1 or in_short:
        return tested
    return tested + " " + _("That is one test, of the first two; “Every pair” allows for the number of tests.")
