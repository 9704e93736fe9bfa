"""Curves of a run: training against validation over epochs, as a Vega-Lite specification and a table.

The specification of a measure never changes while a run goes on; everything that does, marks included, is in the
table. The browser then moves the lines of the existing chart instead of redrawing it, so nothing flickers.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from core.language import N_, _
from dashboard.labels.metrics import MEASURES, Measure
from dashboard.theme import Palette, altair_theme

Across = Literal["epochs", "minutes"]
"""The quantity on the x axis of a curve."""

LARGE_PX, SMALL_PX = 250, 170
DROP, BEST, PHASE = "drop", "best", "begins"
_PHASES = {"training": N_("training"), "fine-tuning": N_("fine-tuning")}
"""What the phases of a run are called, by their names in `metrics.jsonl`."""

_HOVER = "hovered"
_LEAST_DROP = 0.999


def curve_table(
    metrics: pd.DataFrame, name: str, *, smooth: bool = False, best_epoch: int | None = None
) -> pd.DataFrame:
    """One row an epoch, as the specification of `build_curve` reads it.

    Args:
        metrics: rows of `metrics.jsonl`; columns may lack.
        name: of a measure in `MEASURES`.
        smooth: average each value with its neighbours (over five epochs).
        best_epoch: the epoch whose weights are kept; None where it is not known.

    Returns:
        epoch, minutes, train, val, phase, learning_rate, drop, best, begins. A value that is not defined is missing.
    """
    measure = MEASURES[name]
    epoch = _column(metrics, "epoch")
    table = pd.DataFrame({"epoch": epoch, "minutes": _column(metrics, "seconds").fillna(0).cumsum() / 60})
    first, second = (f"train_{name}", f"val_{name}") if measure.sides else (name, None)
    table["train"] = _column(metrics, first)
    table["val"] = _column(metrics, second) if second else float("nan")
    if smooth and measure.sides:
        table[["train", "val"]] = table[["train", "val"]].rolling(5, min_periods=1, center=True).mean()
    table["phase"] = metrics["phase"].astype(str) if "phase" in metrics else ""
    rate = _column(metrics, "learning_rate")
    table["learning_rate"] = rate
    same_phase = table["phase"] == table["phase"].shift()
    table[DROP] = ((rate < rate.shift() * _LEAST_DROP) & same_phase).astype(bool)
    table[PHASE] = (~same_phase & (table.index > 0)).astype(bool)
    table[BEST] = (epoch == best_epoch) if best_epoch is not None else False
    table["phase"] = table["phase"].replace({name: _(title) for name, title in _PHASES.items()})
    return table


def best_epoch_of(metrics: pd.DataFrame, monitor: str = "val_loss") -> int | None:
    """The epoch that did best on the measure that is watched; None where no epoch has it.

    Args:
        metrics: rows of `metrics.jsonl`.
        monitor: column of that measure, as in "val_loss".
    """
    values = _column(metrics, monitor).to_numpy()
    if not len(values) or np.isnan(values).all():
        return None
    measure = MEASURES.get(monitor.removeprefix("val_").removeprefix("train_"))
    place = np.nanargmax(values) if measure is not None and measure.better == "high" else np.nanargmin(values)
    return int(_column(metrics, "epoch").to_numpy()[place])


def build_curve(name: str, palette: Palette, *, across: Across = "epochs", height_px: int = SMALL_PX) -> dict[str, Any]:
    """The specification of one measure's curve; the same for every table of `curve_table`.

    Validation is the strong line, training the quiet one. A dashed line is a drop of the learning rate, a ring the
    best epoch, a thin line with a word the beginning of a phase. The tooltip shows the numbers of the nearest epoch.

    Args:
        name: of a measure in `MEASURES`.
        palette: of the appearance.
        across: the quantity on the x axis.
        height_px: of the drawing, axes included.
    """
    measure = MEASURES[name]
    both_sides = _("{measure} of each epoch, training and validation.")
    described = both_sides if measure.sides else _("{measure} of each epoch.")
    x = _x_channel(across)
    layers = [_drops(x, palette), *_phases(x, palette, at_foot=measure.better == "high")]
    if measure.sides:
        layers += [_line("train", palette.muted, 1.5, x, measure), _line("val", palette.link, 2.25, x, measure)]
        layers += [_best(x, palette, measure)]
    else:
        layers += [_line("train", palette.text, 1.75, x, measure)]
    layers += _hover(x, palette, measure, across)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": described.format(measure=_(measure.title)),
        "height": height_px,
        "width": "container",
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": layers,
        "config": altair_theme(palette)["config"],
    }


def last_values(metrics: pd.DataFrame, name: str) -> tuple[float | None, float | None]:
    """The newest defined values of training and validation; the second is None for a measure without sides."""
    if not MEASURES[name].sides:
        return _last(_column(metrics, name)), None
    return _last(_column(metrics, f"train_{name}")), _last(_column(metrics, f"val_{name}"))


def shown_measures(metrics: pd.DataFrame) -> list[str]:
    """The measures that have a value in some epoch, in the order they are shown."""
    return [name for name in MEASURES if any(value is not None for value in last_values(metrics, name))]


def _last(values: pd.Series) -> float | None:
    defined = values.dropna()
    return float(defined.iloc[-1]) if len(defined) else None


def _column(metrics: pd.DataFrame, name: str) -> pd.Series:
    if name not in metrics:
        return pd.Series(float("nan"), index=metrics.index, dtype=float)
    return pd.to_numeric(metrics[name], errors="coerce").astype(float)


def _x_channel(across: Across) -> dict[str, Any]:
    whole = across == "epochs"
    axis: dict[str, Any] = {"grid": False, "title": None, "labelFlush": True, "labelPadding": 6}
    axis |= {"format": "d", "tickMinStep": 1} if whole else {"labelExpr": "datum.label + ' min'"}
    field = "epoch" if whole else "minutes"
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": False, "nice": False}}


def _y_channel(field: str, measure: Measure) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": None, "tickCount": 4, "labelPadding": 6}
    if measure.form == "share":
        return _y(field, axis | {"format": ".0%"}, {"domain": [0, 1]})
    if measure.form == "rate":
        return _y(
            field,
            axis | {"format": ".2~e", "tickCount": 3, "grid": False},
            {"type": "log", "nice": False, "padding": 8},
        )
    return _y(field, axis | {"format": ".3~f"}, {"zero": measure.form == "seconds", "nice": True})


def _y(field: str, axis: dict[str, Any], scale: dict[str, Any]) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}


def _only(flag: str) -> list[dict[str, Any]]:
    return [{"filter": f"datum.{flag}"}]


def _drops(x: dict[str, Any], palette: Palette) -> dict[str, Any]:
    mark = {"type": "rule", "strokeDash": [2, 3], "stroke": palette.muted, "opacity": 0.7, "strokeWidth": 1}
    return {"transform": _only(DROP), "mark": mark, "encoding": {"x": x}}


def _phases(x: dict[str, Any], palette: Palette, *, at_foot: bool) -> list[dict[str, Any]]:
    """A line with the phase's name where the curves are not: at the foot of those that rise."""
    word = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": palette.muted}
    word |= {"baseline": "bottom", "dy": -3} if at_foot else {"baseline": "top", "dy": 2}
    return [
        {
            "transform": _only(PHASE),
            "mark": {"type": "rule", "stroke": palette.muted, "strokeWidth": 1},
            "encoding": {"x": x},
        },
        {
            "transform": _only(PHASE),
            "mark": word,
            "encoding": {
                "x": x,
                "y": {"value": "height" if at_foot else 0},
                "text": {"field": "phase", "type": "nominal"},
            },
        },
    ]


def _line(field: str, colour: str, width: float, x: dict[str, Any], measure: Measure) -> dict[str, Any]:
    mark: dict[str, Any] = {"type": "line", "color": colour, "strokeWidth": width, "strokeJoin": "round", "clip": True}
    if measure.form == "rate":
        mark["interpolate"] = "step-after"
    return {"mark": mark, "encoding": {"x": x, "y": _y_channel(field, measure)}}


def _best(x: dict[str, Any], palette: Palette, measure: Measure) -> dict[str, Any]:
    mark = {"type": "point", "size": 70, "filled": True, "fill": palette.background, "stroke": palette.link}
    return {
        "transform": _only(BEST),
        "mark": mark | {"strokeWidth": 2.25, "opacity": 1},
        "encoding": {"x": x, "y": _y_channel("val", measure)},
    }


def _hover(x: dict[str, Any], palette: Palette, measure: Measure, across: Across) -> list[dict[str, Any]]:
    """A line at the epoch next to the pointer, which carries the numbers."""
    nearest = {"type": "point", "on": "pointermove", "nearest": True, "clear": "pointerout", "encodings": ["x"]}
    shown = {"condition": {"param": _HOVER, "empty": False, "value": 0.6}, "value": 0}
    return [
        {
            "params": [{"name": _HOVER, "select": nearest}],
            "mark": {"type": "rule", "stroke": palette.text, "strokeWidth": 1},
            "encoding": {"x": x, "opacity": shown, "tooltip": _tooltip(measure, across)},
        }
    ]


def _tooltip(measure: Measure, across: Across) -> list[dict[str, Any]]:
    form = {"share": ".1%", "number": ".4f", "rate": ".2~e", "seconds": ".2f"}[measure.form]
    tooltip: list[tuple[str, str, str]] = [("epoch", _("Epoch"), "d")]
    tooltip += [("minutes", _("Minutes"), ".1f")] if across == "minutes" else []
    if measure.sides:
        tooltip += [("val", _("Validation"), form), ("train", _("Training"), form)]
        tooltip += [("learning_rate", _("Learning rate"), ".2~e")]
    else:
        tooltip += [("train", _(measure.title), form)]
    return [
        {"field": field, "type": "quantitative", "title": title, "format": style} for field, title, style in tooltip
    ] + [{"field": "phase", "type": "nominal", "title": _("Phase")}]


def in_words(metrics: pd.DataFrame, names: Sequence[str] = ("loss", "accuracy")) -> str:
    """What the curves show, in a sentence for those who cannot see them."""
    if metrics.empty:
        return _("No epoch is done yet.")
    parts = "; ".join(_side_by_side(metrics, name) for name in names)
    return _("After {n} epochs: {measures}.").format(n=len(metrics), measures=parts)


def _side_by_side(metrics: pd.DataFrame, name: str) -> str:
    train, val = ((_("not defined") if value is None else f"{value:.3g}") for value in last_values(metrics, name))
    return _("{measure} {train} in training and {val} in validation").format(
        measure=_(MEASURES[name].title).lower(), train=train, val=val
    )
