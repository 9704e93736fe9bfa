"""Formats of numbers and times in a report. Pure: values in, plain text out."""

import math
import time

from core.evaluation.labels import MEASURES
from core.language import N_, _

UNDEFINED = "–"

Interval = tuple[float, float] | None

_MINUTE, _HOUR = 60, 3600
_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def is_defined(value: float | None) -> bool:
    """Whether there is a number to show."""
    return value is not None and math.isfinite(value)


def percent(value: float | None) -> str:
    """A share as "84.2 %" with a no-break space; a dash where undefined."""
    return f"{100 * value:.1f}\u00a0%" if value is not None and math.isfinite(value) else UNDEFINED


def percent_range(interval: Interval) -> str:
    """An interval of shares as "81.0 to 87.1"; "" where there is none."""
    return "" if interval is None else _from_to(f"{100 * interval[0]:.1f}", f"{100 * interval[1]:.1f}")


def points(interval: Interval) -> str:
    """A difference of shares as an interval of points, "−1.2 to 5.4"; "" where there is none."""
    return percent_range(interval).replace("-", "−")


def measure_value(name: str, value: float | None) -> str:
    """A value of a measure of `core.evaluation`, in per cent where it is a share."""
    if value is None or not math.isfinite(value):
        return UNDEFINED
    return percent(value) if MEASURES[name].is_share else f"{value:.3f}"


def measure_range(name: str, interval: Interval) -> str:
    """An interval of a measure; "" where there is none."""
    if interval is None or MEASURES[name].is_share:
        return percent_range(interval)
    return _from_to(f"{interval[0]:.3f}", f"{interval[1]:.3f}")


def _from_to(low: str, high: str) -> str:
    return _("{low} to {high}").format(low=low, high=high)


def probability(value: float) -> str:
    """A p-value as "0.031" or "below 0.001"."""
    return _("below 0.001") if value < 0.001 else f"{value:.3f}"


def duration(seconds: float | None) -> str:
    """A duration as "8.1 s", "3 min 20 s" or "2 h 5 min"; a dash where unknown."""
    if seconds is None or not math.isfinite(seconds):
        return UNDEFINED
    if seconds < _MINUTE:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    whole = round(seconds)
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def moment(seconds: float | None) -> str:
    """A time as "14 March 2026, 18:05" in the local time zone; a dash where unknown."""
    if not seconds:
        return UNDEFINED
    return f"{day(seconds)}, {time.strftime('%H:%M', time.localtime(seconds))}"


def day(seconds: float) -> str:
    """A date as "14 March 2026" in the local time zone."""
    then = time.localtime(seconds)
    return _("{day} {month} {year}").format(day=then.tm_mday, month=_(_MONTHS[then.tm_mon - 1]), year=then.tm_year)
