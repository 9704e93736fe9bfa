"""Whether a model is as sure as it may be, and how accurate it is when it may say nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.language import N_, _
from dashboard.charts.drawing import SHARE_AXIS, Spec, drawn_spec, quantity, tooltip_field
from dashboard.theme import Palette

HEIGHT_PX = 340
_BINS = ("low", "high", "pictures", "confidence", "accuracy")
_POINTS = ("threshold", "coverage", "accuracy")
_AS_IT_IS, _MENDED = N_("As it is"), N_("With temperature")


def reliability_table(
    bins: Sequence[Mapping[str, Any]], mended: Sequence[Mapping[str, Any]] | None = None
) -> pd.DataFrame:
    """One row a bin, as the charts below read it: low, high, pictures, confidence, accuracy and which.

    Args:
        bins: of the probabilities as they are.
        mended: of those mended by the temperature, if there are any.
    """
    parts = [(_(_AS_IT_IS), bins), (_(_MENDED), mended or ())]
    rows = [{**{key: row.get(key) for key in _BINS}, "which": which} for which, found in parts for row in found]
    return pd.DataFrame(rows, columns=[*_BINS, "which"])


def build_reliability(table: pd.DataFrame, palette: Palette) -> Spec:
    """Accuracy against confidence: on the dashed line a model is as sure as it may be, below it too sure.

    Args:
        table: from `reliability_table`.
        palette: of the appearance.
    """
    scale = {"domain": [0, 1], "nice": False}
    x = quantity("confidence", scale=scale, axis={**SHARE_AXIS, "title": _("How sure the model is"), "grid": False})
    y = quantity("accuracy", scale=scale, axis={**SHARE_AXIS, "title": _("Accuracy")})
    tooltip = [
        tooltip_field("which", _("Probabilities")),
        tooltip_field("confidence", _("Sure on average"), ".1%"),
        tooltip_field("accuracy", _("Right"), ".1%"),
        tooltip_field("pictures", _("Pictures"), ","),
    ]
    colour = {
        "field": "which",
        "type": "nominal",
        "scale": {"domain": [_(_AS_IT_IS), _(_MENDED)], "range": [palette.link, palette.muted]},
        "legend": {"title": None, "orient": "top-left"} if table["which"].nunique() > 1 else None,
    }
    diagonal = {
        "data": {"values": [{"at": 0}, {"at": 1}]},
        "mark": {"type": "line", "strokeDash": [3, 4], "color": palette.muted, "strokeWidth": 1},
        "encoding": {"x": {**x, "field": "at"}, "y": {**y, "field": "at"}},
    }
    line = {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, "color": colour}}
    points = {
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "color": colour,
            "size": quantity("pictures", legend=None, scale={"range": [20, 300]}),
            "tooltip": tooltip,
        },
    }
    point_texts = "; ".join(
        _("{confidence:.0%} sure, {accuracy:.0%} right").format(confidence=row.confidence, accuracy=row.accuracy)
        for row in table[table["which"] == _(_AS_IT_IS)].itertuples()
    )
    words = _("Accuracy by confidence; {points}").format(points=point_texts)
    return drawn_spec([diagonal, line, points], palette, words=words, height_px=HEIGHT_PX)


def selective_table(points: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """One row a threshold: threshold, coverage, accuracy."""
    return pd.DataFrame([{key: row.get(key) for key in _POINTS} for row in points], columns=list(_POINTS))


def build_selective(table: pd.DataFrame, palette: Palette, *, at: float | None = None) -> Spec:
    """Accuracy of the answers against the share of pictures that are answered.

    Args:
        table: from `selective_table`.
        palette: of the appearance.
        at: the threshold to mark; None for none.
    """
    lowest = float(table["accuracy"].min()) if len(table) else 0.0
    x = quantity(
        "coverage",
        scale={"domain": [0, 1], "nice": False},
        axis={**SHARE_AXIS, "title": _("Pictures it answers"), "grid": False},
    )
    y = quantity(
        "accuracy",
        scale={"domain": [max(0.0, lowest - 0.05), 1], "nice": False},
        axis={**SHARE_AXIS, "title": _("Answers that are right")},
    )
    tooltip = [
        tooltip_field("threshold", _("Answers when at least this sure"), ".1%"),
        tooltip_field("coverage", _("Pictures answered"), ".1%"),
        tooltip_field("accuracy", _("Right"), ".1%"),
    ]
    line = {"mark": {"type": "line", "color": palette.link, "strokeWidth": 2.25}, "encoding": {"x": x, "y": y}}
    hover = {
        "mark": {"type": "point", "filled": True, "size": 60, "opacity": 0, "color": palette.link},
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
    }
    layers: list[dict[str, Any]] = [line, hover]
    chosen = point_at(table, at)
    if chosen is not None:
        ring = {"type": "point", "size": 160, "strokeWidth": 2.5, "color": palette.text, "filled": False}
        layers.append({"data": {"values": [chosen]}, "mark": ring, "encoding": {"x": x, "y": y, "tooltip": tooltip}})
    words = _("Accuracy of the answers when only the surest are given.")
    return drawn_spec(layers, palette, words=words, height_px=HEIGHT_PX)


def point_at(table: pd.DataFrame, threshold: float | None) -> dict[str, float] | None:
    """What a threshold gives: the last point whose own is not below it; None if no prediction is that confident."""
    if threshold is None:
        return None
    sure = table[table["threshold"] >= threshold]
    return {key: float(sure.iloc[-1][key]) for key in _POINTS} if len(sure) else None
