"""Several runs in one chart: their curves, the spread over seeds, and figures against costs."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from core.language import _
from dashboard.charts.confusion_matrix import text_width
from dashboard.charts.drawing import SHARE_AXIS, Spec, drawn_spec, group_colour, quantity, tooltip_field
from dashboard.labels.metrics import MEASURES
from dashboard.theme import Palette

Across = Literal["epochs", "minutes"]

HEIGHT_PX = 430
COLUMNS = ("run", "group", "epoch", "minutes", "value")
_FORMS = {"share": ".1%", "number": ".4f", "rate": ".2~e", "seconds": ".2f"}


def overlay_table(curves: Mapping[str, tuple[str, pd.DataFrame]], column: str) -> pd.DataFrame:
    """One row a run and epoch where the measure is defined: run, group, epoch, minutes, value.

    Args:
        curves: by run, the group whose colour it has, and rows of `metrics.jsonl`.
        column: of those, as in "val_accuracy".
    """
    parts = []
    for run, (group, metrics) in curves.items():
        if column not in metrics or "epoch" not in metrics:
            continue
        seconds = pd.to_numeric(metrics["seconds"], errors="coerce") if "seconds" in metrics else pd.Series(dtype=float)
        part = pd.DataFrame({"run": run, "group": group, "epoch": metrics["epoch"]})
        part["minutes"] = seconds.fillna(0).cumsum() / 60
        part["value"] = pd.to_numeric(metrics[column], errors="coerce").astype(float)
        parts.append(part.dropna(subset=["value"]))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))


def build_overlay(table: pd.DataFrame, name: str, palette: Palette, *, groups: Sequence[str], across: Across) -> Spec:
    """One line a run, coloured by group; a run with one epoch is a point.

    Args:
        table: from `overlay_table`.
        name: of the measure in `dashboard.labels.metrics.MEASURES`.
        palette: of the appearance.
        groups: all groups in the order of their colours; at most eight have one of their own.
        across: the quantity on the x axis.
    """
    measure = MEASURES[name]
    whole = across == "epochs"
    axis: dict[str, Any] = {"grid": False, "labelPadding": 6, "title": _("Epoch") if whole else _("Minutes")}
    axis |= {"format": "d", "tickMinStep": 1} if whole else {}
    x = quantity("epoch" if whole else "minutes", axis=axis, scale={"zero": False, "nice": False})
    y = quantity("value", axis={"tickCount": 5, "labelPadding": 6}, scale={"zero": False, "nice": True})
    if measure.form == "share":
        y |= {"axis": dict(SHARE_AXIS)}
    if measure.form == "rate":
        y |= {"axis": {"format": ".2~e", "tickCount": 4}, "scale": {"type": "log", "nice": False}}
    colour = group_colour(groups, symbolType="stroke", symbolStrokeWidth=3)
    near = {
        "name": "near",
        "select": {"type": "point", "on": "pointermove", "nearest": True, "clear": "pointerout", "fields": ["run"]},
    }
    strong = {"condition": {"param": "near", "empty": True, "value": 1}, "value": 0.18}
    tooltip = [
        tooltip_field("run", _("Run")),
        tooltip_field("epoch", _("Epoch"), "d"),
        tooltip_field("value", _(measure.title), _FORMS[measure.form]),
    ]
    base = {"x": x, "y": y, "color": colour, "detail": {"field": "run", "type": "nominal"}}
    line = {
        "type": "line",
        "strokeWidth": 2 if table["run"].nunique() <= 12 else 1.5,
        "strokeJoin": "round",
        "clip": True,
    }
    if measure.form == "rate":
        line["interpolate"] = "step-after"
    alone = table.groupby("run")["epoch"].transform("size") == 1 if len(table) else pd.Series(dtype=bool)
    single = table.loc[alone, ["run", "group", "epoch", "minutes", "value"]].to_dict("records") if len(table) else []
    layers: list[dict[str, Any]] = [
        {"mark": line, "encoding": {**base, "opacity": strong}},
        {
            "params": [near],
            "mark": {"type": "point", "filled": True, "size": 40},
            "encoding": {
                **base,
                "opacity": {"condition": {"param": "near", "empty": False, "value": 0.9}, "value": 0},
                "tooltip": tooltip,
            },
        },
    ]
    if single:
        dot = {"type": "point", "filled": True, "size": 70, "opacity": 1}
        layers.append({"data": {"values": single}, "mark": dot, "encoding": {**base, "tooltip": tooltip}})
    said = _("{measure} of {n} runs over epochs.") if whole else _("{measure} of {n} runs over minutes.")
    words = said.format(measure=_(measure.title), n=table["run"].nunique())
    return drawn_spec(layers, palette, words=words, height_px=HEIGHT_PX)


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
