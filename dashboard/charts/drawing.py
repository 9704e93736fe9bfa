"""What the charts of results have in common: a Vega-Lite specification in the style of the app."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.theme import CATEGORICAL, Palette, altair_theme

Spec = dict[str, Any]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def drawn_spec(layers: Sequence[Mapping[str, Any]], palette: Palette, *, words: str, height_px: int) -> Spec:
    """Layers as a chart as wide as its place.

    Args:
        layers: of Vega-Lite.
        palette: of the appearance.
        words: what it shows, for those who cannot see it.
        height_px: of the drawing, axes included.
    """
    config = altair_theme(palette)["config"]
    return {
        "$schema": _SCHEMA,
        "description": words,
        "height": height_px,
        "width": "container",
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": list(layers),
        "config": {**config, "axis": {**config["axis"], "titleFontWeight": "normal", "titlePadding": 8}},
    }


def quantity(field: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - Vega-Lite takes anything
    """A channel that holds a number."""
    return {"field": field, "type": "quantitative", "title": None, **more}


def tooltip_field(field: str, title: str, form: str = "") -> dict[str, Any]:
    """A line of a tooltip; a number where a format is given."""
    entry: dict[str, Any] = {"field": field, "title": title, "type": "quantitative" if form else "nominal"}
    return {**entry, "format": form} if form else entry


def row_height_px(rows: int) -> int:
    """As `dashboard.charts.counts` has it, which would bring Altair, a quarter of a second, to pages without it."""
    return 26 if rows <= 12 else 21 if rows <= 30 else 18


SHARE_AXIS: Mapping[str, Any] = {"format": ".0%", "tickCount": 5, "labelPadding": 6}


def group_colour(groups: Sequence[str], **legend: Any) -> dict[str, Any]:  # noqa: ANN401 - Vega-Lite's own values
    """The colour channel of groups, in their order; those beyond the eighth share the last colour.

    Args:
        groups: all groups in the order of their colours.
        legend: further properties of the legend below the chart.
    """
    colours = [CATEGORICAL[min(place, len(CATEGORICAL) - 1)] for place in range(len(groups))]
    return {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": list(groups), "range": colours},
        "legend": {"title": None, "orient": "bottom", "columns": 2, **legend},
    }
