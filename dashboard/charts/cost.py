"""What a good figure costs: accuracy against size or time, and the runs that nothing cheaper beats."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from core.language import _
from dashboard.charts.confusion_matrix import text_width
from dashboard.charts.drawing import SHARE_AXIS, Spec, drawn_spec, group_colour, quantity, tooltip_field
from dashboard.theme import Palette

HEIGHT_PX = 430
_PLOT_WIDTH_PX, _PLOT_HEIGHT_PX = 720.0, 300.0


def mark_frontier(table: pd.DataFrame) -> pd.DataFrame:
    """The table by rising cost with a column `best`: nothing as cheap or cheaper has a higher value."""
    ordered = table.dropna(subset=["cost", "value"]).sort_values(["cost", "value"], ascending=[True, False])
    before = ordered["value"].cummax().shift(fill_value=float("-inf"))
    return ordered.assign(best=ordered["value"] > before).reset_index(drop=True)


def place_labels(table: pd.DataFrame) -> pd.DataFrame:
    """A column `label`: "left" or "right" as a name is aligned at its point, "" where it would lie on another.

    The runs that nothing cheaper beats are named first, then those with the highest figure; the others are named
    when one points at them.

    Args:
        table: from `mark_frontier`.
    """
    if table.empty:
        return table.assign(label=pd.Series(dtype=str))
    across, up = np.log(table["cost"].to_numpy()), table["value"].to_numpy()
    x = (across - across.min()) / (np.ptp(across) or 1) * _PLOT_WIDTH_PX
    y = (up - up.min()) / (np.ptp(up) or 1) * _PLOT_HEIGHT_PX
    taken: list[tuple[float, float, float]] = [(x[i] - 4, x[i] + 4, y[i]) for i in range(len(table))]
    labels = [""] * len(table)
    for i in sorted(range(len(table)), key=lambda i: (not table["best"].iloc[i], -up[i])):
        width = text_width(str(table["run"].iloc[i]), 12) + 8
        for align, left in (("left", x[i] + 5), ("right", x[i] - 5 - width)):
            inside = left >= 0 and left + width <= _PLOT_WIDTH_PX + 20
            free = all(left + width < low or left > high or abs(y[i] - at) > 18 for low, high, at in taken)
            if inside and free:
                labels[i] = align
                taken.append((left, left + width, y[i]))
                break
    return table.assign(label=labels)


def build_cost(
    table: pd.DataFrame,
    palette: Palette,
    *,
    groups: Sequence[str],
    value_title: str,
    cost_title: str,
    cost_format: str,
) -> Spec:
    """Points with intervals over cost on a logarithmic scale; a line joins the Pareto front.

    Args:
        table: run, group, cost (above 0), value, low, high, best and label, from `place_labels`.
        palette: of the appearance.
        groups: all groups in the order of their colours.
        value_title: of the figure.
        cost_title: of the cost, with its unit.
        cost_format: how numbers of it are written, as d3 has it.
    """
    x = quantity(
        "cost",
        scale={"type": "log", "nice": False, "padding": 24},
        axis={"title": cost_title, "format": cost_format, "grid": False, "tickCount": 5, "labelPadding": 6},
    )
    y = quantity("value", scale={"zero": False, "nice": True}, axis={**SHARE_AXIS, "title": value_title})
    interval = [tooltip_field("low", _("95 % interval from"), ".1%"), tooltip_field("high", _("to"), ".1%")]
    cost = tooltip_field("cost", cost_title, cost_format)
    tooltip = [tooltip_field("run", _("Run")), tooltip_field("value", value_title, ".1%"), *interval, cost]
    colour = group_colour(groups)
    layers: list[dict[str, Any]] = [
        {
            "transform": [{"filter": "datum.best"}],
            "mark": {"type": "line", "interpolate": "step-after", "color": palette.muted, "strokeDash": [3, 3]},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 1.25, "opacity": 0.5},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour, "tooltip": tooltip},
        },
    ]
    layers += [
        {
            "transform": [{"filter": f"datum.label === '{align}'"}],
            "mark": {"type": "text", "align": align, "dx": dx, "dy": -8, "fontSize": 12, "color": palette.text},
            "encoding": {"x": x, "y": y, "text": {"field": "run"}},
        }
        for align, dx in (("left", 7), ("right", -7))
    ]
    best = ", ".join(map(str, table.loc[table["best"], "run"]))
    words = _("{value} against {cost}. Nothing cheaper beats: {runs}.").format(
        value=value_title, cost=cost_title, runs=best
    )
    return drawn_spec(layers, palette, words=words, height_px=HEIGHT_PX)
