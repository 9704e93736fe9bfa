"""The curves of any number of runs in one drawing."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from core.language import _
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
