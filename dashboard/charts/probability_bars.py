"""Names with how probable each is, as bars under each other, as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.language import _
from dashboard.labels.escaping import as_html

_LEAST_SAID = 0.005


@dataclass(frozen=True)
class ProbabilityBar:
    """One row.

    Attributes:
        name: plain text.
        probability: 0 to 1.
        colour: `#RRGGBB`.
        strong: whether it is the answer.
    """

    name: str
    probability: float
    colour: str
    strong: bool = False


def build_probability_bars(rows: Sequence[ProbabilityBar], label: str) -> str:
    """A list whose bars end where 100 % would; `dashboard/style.css` gives it its shape.

    Args:
        rows: in the order they are shown.
        label: what the list is, for those who cannot see it; plain text.
    """
    items = "".join(_item(row) for row in rows)
    return f'<ul class="atelier-odds" aria-label="{as_html(label)}">{items}</ul>'


def percent_in_words(probability: float) -> str:
    """As in "86 %"; what is nearly nothing or nearly all is not rounded to it."""
    if probability < _LEAST_SAID:
        return "< 1 %"
    return "> 99 %" if probability >= 1 - _LEAST_SAID else f"{100 * probability:.0f} %"


def _item(row: ProbabilityBar) -> str:
    strong = ' class="atelier-strong"' if row.strong else ""
    width = 100 * min(1.0, max(0.0, row.probability))
    return (
        f"<li{strong}><span>{as_html(row.name)}</span><b>{as_html(percent_in_words(row.probability))}</b>"
        f'<i><i style="width:{width:.1f}%;background:{as_html(row.colour)}"></i></i></li>'
    )


_ROOM = 1.35


def build_distance_scale(distance: float, threshold: float, colour: str) -> str:
    """A line from 0, with a mark at the limit and a point where the picture is.

    Args:
        distance: of the picture, 0 or more.
        threshold: the limit, more than 0.
        colour: `#RRGGBB` of the point.
    """
    end = max(threshold, distance) * _ROOM
    limit, here = (100 * min(1.0, max(0.0, value) / end) for value in (threshold, distance))
    words = _("Distance {distance:.2f}, limit {limit:.2f}").format(distance=distance, limit=threshold)
    return (
        f'<div class="atelier-distance" role="img" aria-label="{as_html(words)}">'
        f'<i class="near" style="width:{limit:.1f}%"></i><i class="limit" style="left:{limit:.1f}%"></i>'
        f'<i class="here" style="left:{here:.1f}%;background:{as_html(colour)}"></i></div>'
    )
