"""Figures of a run or a collection in a row, as HTML: aligned under each other in a list, wrapping on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.labels.escaping import as_html


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        label: what it is.
        value: as people read it.
        hint: what it means; "" for none.
        strong: whether it is the one that is looked for.
    """

    label: str
    value: str
    hint: str = ""
    strong: bool = False


def build_figures(figures: Sequence[Figure], *, large: bool = False) -> str:
    """Labels above values, each as wide as the others; `large` where they open a page."""
    shape = "atelier-figures atelier-large-figures" if large else "atelier-figures"
    return f'<dl class="{shape}">{"".join(_figure(figure) for figure in figures)}</dl>'


def build_figure_heads(figures: Sequence[Figure]) -> str:
    """The labels alone, above a list whose rows have only values."""
    labels = "".join(f'<span title="{as_html(figure.hint)}">{as_html(figure.label)}</span>' for figure in figures)
    return f'<div class="atelier-figure-heads" aria-hidden="true">{labels}</div>'


def _figure(figure: Figure) -> str:
    title = f' title="{as_html(figure.hint)}"' if figure.hint else ""
    strong = ' class="atelier-strong"' if figure.strong else ""
    return f"<div{title}><dt>{as_html(figure.label)}</dt><dd{strong}>{as_html(figure.value)}</dd></div>"
