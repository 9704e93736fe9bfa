"""Colours and what they stand for in HTML: on which pictures two models agree, and which model is which."""

from collections.abc import Mapping

from core.language import _, grouped
from dashboard.charts.interval_rows import FIRST, SECOND
from dashboard.labels.escaping import as_html

_BOTH, _NEITHER = (
    "color-mix(in srgb, currentColor 45%, transparent)",
    "color-mix(in srgb, currentColor 14%, transparent)",
)


def build_key(colours: Mapping[str, str]) -> str:
    """What colours stand for, as HTML.

    Args:
        colours: by name, plain text.
    """
    entries = "".join(f'<span><i style="background:{hue}"></i>{as_html(name)}</span>' for name, hue in colours.items())
    return f'<div class="atelier-legend">{entries}</div>'


def build_agreement(first: str, second: str, both: int, first_only: int, second_only: int, neither: int) -> str:
    """Four parts of all pictures: right in both, in one only, in neither.

    Args:
        first: name of the first run, plain text.
        second: of the second.
        both: pictures that both got right.
        first_only: that only the first got right.
        second_only: that only the second got right.
        neither: that neither got right.
    """
    parts = [
        (_("Both right"), both, _BOTH),
        (_("Only {run}").format(run=first), first_only, FIRST),
        (_("Only {run}").format(run=second), second_only, SECOND),
        (_("Neither"), neither, _NEITHER),
    ]
    bar = "".join(
        f'<span style="flex:{number} 0 0;background:{colour}" title="{as_html(label)}: {grouped(number)}"></span>'
        for label, number, colour in parts
        if number
    )
    key = "".join(
        f'<span><i style="background:{colour}"></i>{as_html(label)} <b>{grouped(number)}</b></span>'
        for label, number, colour in parts
    )
    words = ", ".join(f"{label.lower()} {grouped(number)}" for label, number, _colour in parts)
    return (
        f'<div class="atelier-agreement" role="img" aria-label="{as_html(words)}">{bar}</div>'
        f'<div class="atelier-legend">{key}</div>'
    )
