"""Figures with their 95 % intervals, one row each, and how far two runs agree."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.language import N_, _, grouped
from dashboard.charts.drawing import SHARE_AXIS, Spec, drawn_spec, quantity, row_height_px, tooltip_field
from dashboard.labels.escaping import as_html
from dashboard.theme import Palette

_MARGINS_PX = 28
_NOTHING = "isValid(datum.value) ? '0 %' : '–'"


def build_interval_rows(
    table: pd.DataFrame,
    palette: Palette,
    *,
    title: str,
    kind: str = N_("Artist"),
    as_bars: bool = False,
) -> Spec:
    """One row a name, in the order of the table.

    Args:
        table: name (unique), value, low and high (0 to 1, missing where undefined), colour and pictures.
        palette: of the appearance.
        title: of the measure, plain text.
        kind: what a row is, for the tooltip; marked by `N_`.
        as_bars: bars from 0 rather than points; points on a narrower scale separate close figures.
    """
    domain = [0.0, 1.0] if as_bars else _domain(table)
    y = _names(table["name"].tolist())
    x = {"scale": {"domain": domain, "nice": False, "zero": False}}
    axis = {"axis": {**SHARE_AXIS, "orient": "top"}, **x}
    tooltip = [
        tooltip_field("name", _(kind)),
        tooltip_field("value", title, ".1%"),
        tooltip_field("low", _("95 % interval from"), ".1%"),
        tooltip_field("high", _("to"), ".1%"),
        tooltip_field("pictures", _("Pictures"), ","),
    ]
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    mark: dict[str, Any] = {"type": "bar", "height": {"band": 0.66}} if as_bars else {"type": "point", "filled": True}
    mark |= {} if as_bars else {"size": 70, "opacity": 1}
    rule = {"type": "rule", "strokeWidth": 1.5, "color": palette.text if as_bars else palette.muted}
    rule |= {"opacity": 0.75}
    main = {"mark": mark, "encoding": {"y": y, "x": quantity("value", **axis), "color": colour, "tooltip": tooltip}}
    spread = {
        "transform": [{"filter": "isValid(datum.low)"}],
        "mark": rule,
        "encoding": {"y": y, "x": quantity("low", **axis), "x2": {"field": "high"}, "tooltip": tooltip},
    }
    undefined = {
        "transform": [{"filter": "!isValid(datum.value) || datum.value === 0"}, {"calculate": _NOTHING, "as": "said"}],
        "mark": {"type": "text", "align": "left", "color": palette.muted},
        "encoding": {"y": y, "x": {"value": 3}, "text": {"field": "said"}, "tooltip": tooltip[:1]},
    }
    layers: list[dict[str, Any]] = [main, spread, undefined] if as_bars else [spread, main, undefined]
    return drawn_spec(layers, palette, words=_in_words(table, title, kind), height_px=_height_px(len(table)))


def build_difference_rows(table: pd.DataFrame, palette: Palette, *, first: str, second: str) -> Spec:
    """How much better the second of two runs is, artist by artist: bars to either side of nought, with intervals.

    Args:
        table: name (unique), difference, low and high (−1 to 1, missing where undefined), one, other and pictures.
        palette: of the appearance.
        first: name of the first run.
        second: of the second.
    """
    bound = _bound(table)
    y = _names(table["name"].tolist())
    axis = {
        "axis": {"format": "+.0%", "tickCount": 5, "orient": "top", "labelPadding": 6},
        "scale": {"domain": [-bound, bound], "nice": False},
    }
    tooltip = [
        tooltip_field("name", _("Artist")),
        tooltip_field("one", first, ".1%"),
        tooltip_field("other", second, ".1%"),
        tooltip_field("difference", _("Difference"), "+.1%"),
        tooltip_field("low", _("95 % interval from"), "+.1%"),
        tooltip_field("high", _("to"), "+.1%"),
        tooltip_field("pictures", _("Pictures"), ","),
    ]
    colour = {"condition": {"test": "datum.difference >= 0", "value": SECOND}, "value": FIRST}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.66}},
            "encoding": {"y": y, "x": quantity("difference", **axis), "color": colour, "tooltip": tooltip},
        },
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": palette.text, "opacity": 0.7},
            "encoding": {"y": y, "x": quantity("low", **axis), "x2": {"field": "high"}, "tooltip": tooltip},
        },
        {"mark": {"type": "rule", "color": palette.muted}, "encoding": {"x": {"datum": 0, "type": "quantitative"}}},
    ]
    better = int((table["difference"] > 0).sum())
    words = _("{second} recognises {better} of {n} artists better than {first} does.").format(
        second=second, better=better, n=len(table), first=first
    )
    return drawn_spec(layers, palette, words=words, height_px=_height_px(len(table)))


FIRST, SECOND = "#D55E00", "#0072B2"
"""The colours of two runs that are held against each other, on every chart of both."""


def _height_px(rows: int) -> int:
    return row_height_px(rows) * max(rows, 1) + _MARGINS_PX


def _names(names: Sequence[str]) -> dict[str, Any]:
    axis = {"labelLimit": 0, "labelOverlap": False, "labelPadding": 8, "labelFontSize": 13 if len(names) <= 30 else 12}
    return {"field": "name", "type": "nominal", "sort": list(names), "title": None, "axis": axis}


def _domain(table: pd.DataFrame) -> list[float]:
    """From a little below the lowest bound to a little above the highest, so that close figures are distinguishable."""
    known = pd.concat([table["value"], table["low"], table["high"]]).dropna()
    if known.empty:
        return [0.0, 1.0]
    room = max(0.03, 0.06 * float(known.max() - known.min()))
    return [max(0.0, float(known.min()) - room), min(1.0, float(known.max()) + room)]


def _bound(table: pd.DataFrame) -> float:
    known = pd.concat([table["difference"], table["low"], table["high"]]).abs().dropna()
    return min(1.0, max(0.05, 1.05 * float(known.max()))) if len(known) else 1.0


def _in_words(table: pd.DataFrame, title: str, kind: str) -> str:
    undefined = _("not defined")
    parts = [
        f"{name} {undefined if value != value else f'{100 * value:.1f} %'}"
        for name, value in zip(table["name"], table["value"], strict=True)
    ]
    if not parts:
        return _("{measure}: nothing to show.").format(measure=title)
    return _("{measure} by {kind}: {figures}.").format(measure=title, kind=_(kind).lower(), figures=", ".join(parts))


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
