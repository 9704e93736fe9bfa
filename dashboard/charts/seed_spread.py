"""What chance in training does: the runs of one configuration as points in a row, with their mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.language import _
from dashboard.charts.drawing import SHARE_AXIS, Spec, drawn_spec, quantity, tooltip_field
from dashboard.theme import Palette

_ROW_PX, _MARGINS_PX = 34, 44


def build_seed_spread(rows: Sequence[Mapping[str, Any]], palette: Palette, *, title: str) -> Spec:
    """One line a configuration.

    Args:
        rows: configuration, run and value of each run, in the order to show.
        palette: of the appearance.
        title: of the figure.
    """
    names = list(dict.fromkeys(str(row["configuration"]) for row in rows))
    y = {
        "field": "configuration",
        "type": "nominal",
        "sort": names,
        "title": None,
        "axis": {"labelLimit": 0, "labelPadding": 8, "labelFontSize": 13, "grid": True},
    }
    axis = {"axis": {**SHARE_AXIS, "orient": "top", "grid": False}, "scale": {"zero": False, "nice": True}}
    tooltip = [
        tooltip_field("configuration", _("Configuration")),
        tooltip_field("run", _("Run")),
        tooltip_field("value", title, ".1%"),
    ]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "tick", "thickness": 3, "size": 22, "color": palette.text},
            "encoding": {"y": y, "x": quantity("value", aggregate="mean", **axis)},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.75, "color": palette.link},
            "encoding": {"y": y, "x": quantity("value", **axis), "tooltip": tooltip},
        },
    ]
    words = _("{measure} of each run of {n} configurations trained with several seeds.").format(
        measure=title, n=len(names)
    )
    return drawn_spec(layers, palette, words=words, height_px=_ROW_PX * len(names) + _MARGINS_PX)
