"""Line charts as SVG: learning curves of all runs, one chart per metric, and the reliability diagram."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from core.evaluation.results import number
from core.language import N_, _
from core.report.drawing import Frame, draw_axes, draw_path, nice_ticks
from core.report.gathering import ReportRun
from core.report.labels import percent

COLOURS = 8
_WIDTH, _HEIGHT = 440, 260
_CUT_FROM = 3.0
_BLEED = 6


@dataclass(frozen=True)
class CurveMeasure:
    """A metric per epoch: columns, title, meaning, and the format of its values.

    Title and meaning are marked for translation here and translated where they are drawn.
    """

    name: str
    title: str
    meaning: str
    form: str
    sides: tuple[str, ...] = ("train", "val")


MEASURES = (
    CurveMeasure("loss", N_("Loss"), N_("The quantity that training minimises; confident errors cost most."), "number"),
    CurveMeasure(
        "accuracy", N_("Accuracy"), N_("Pictures out of a hundred that are assigned to the true artist."), "share"
    ),
    CurveMeasure(
        "f1", N_("F1, macro"), N_("Precision and recall in one number; every artist counts the same."), "share"
    ),
    CurveMeasure(
        "precision", N_("Precision, macro"), N_("When an artist is predicted, how often that is correct."), "share"
    ),
    CurveMeasure("recall", N_("Recall, macro"), N_("Of an artist's pictures, how many are found."), "share"),
    CurveMeasure("mse", N_("Squared error"), N_("How far the probabilities are from the truth."), "number"),
    CurveMeasure(
        "learning_rate",
        N_("Learning rate"),
        N_("How big the steps are; the scale counts in powers of ten."),
        "rate",
        ("",),
    ),
    CurveMeasure(
        "seconds",
        N_("Seconds an epoch"),
        N_("How long one pass over the training pictures took."),
        "seconds",
        ("",),
    ),
)


@dataclass(frozen=True)
class CurveDrawing:
    """A chart of one metric, with a note for its reader."""

    measure: CurveMeasure
    svg: Markup
    note: str


@dataclass(frozen=True)
class _Line:
    number: int
    side: str
    epochs: list[int]
    values: list[float]


def colour_of(number: int) -> int:
    """The colour index of a run, by its number from 1."""
    return (number - 1) % COLOURS


def draw_curves(runs: Sequence[ReportRun]) -> list[CurveDrawing]:
    """One chart for every metric that any of the runs has."""
    drawings = []
    for measure in MEASURES:
        lines = [line for found in runs for line in _lines(found, measure)]
        if lines:
            drawings.append(_draw(replace(measure, title=_(measure.title), meaning=_(measure.meaning)), lines))
    return drawings


def _lines(found: ReportRun, measure: CurveMeasure) -> list[_Line]:
    table, lines = found.metrics, []
    for side in measure.sides:
        column = f"{side}_{measure.name}" if side else measure.name
        values = pd.to_numeric(table[column], errors="coerce").tolist() if column in table else []
        if measure.form == "rate":
            values = [math.log10(value) if value > 0 else math.nan for value in values]
        if any(math.isfinite(value) for value in values):
            epochs = pd.to_numeric(table["epoch"], errors="coerce").fillna(0).astype(int).tolist()
            lines.append(_Line(found.number, side or "val", epochs, values))
    return lines


def _draw(measure: CurveMeasure, lines: Sequence[_Line]) -> CurveDrawing:
    known = sorted(value for line in lines for value in line.values if math.isfinite(value))
    low, high, note = _range(measure, known)
    last = max(epoch for line in lines for epoch in line.epochs)
    frame = Frame(_WIDTH, _HEIGHT, 58, _WIDTH - 10, 14, _HEIGHT - 44, (1, max(last, 2)), (low, high))
    y_ticks = nice_ticks(low, high, 5)
    if measure.form == "rate":
        y_ticks = [tick for tick in y_ticks if tick == round(tick)] or y_ticks
    x_ticks = [tick for tick in nice_ticks(0, frame.x[1], 6) if tick >= 1 and tick == round(tick)]
    axes = draw_axes(frame, x_ticks, y_ticks, lambda x: f"{x:g}", lambda y: _label(measure, y), x_title=_("Epoch"))
    marks = _clipped(frame, Markup("").join(_mark(frame, line) for line in lines))
    title, data = _("{measure} by epoch").format(measure=measure.title), _data(frame, measure, lines)
    svg = Markup(
        '<svg class="chart curves" viewBox="0 0 {} {}" role="img" aria-label="{}" data-curves="{}">{}{}</svg>'
    ).format(_WIDTH, _HEIGHT, title, data, axes, marks)
    return CurveDrawing(measure, svg, note)


def _range(measure: CurveMeasure, known: Sequence[float]) -> tuple[float, float, str]:
    """The value range to draw, and a sentence where the highest values are cut off."""
    low, high = known[0], known[-1]
    if measure.form == "share":
        return max(0.0, math.floor(low * 10) / 10), 1.0 if high > 0.9 else min(1.0, high + 0.05), ""
    if measure.form == "rate":
        return math.floor(low - 0.05), math.ceil(high + 0.05), ""
    usual = known[int(0.9 * (len(known) - 1))]
    if usual > 0 and high > _CUT_FROM * usual:
        cut_off = _("Values above {limit:.3g} are cut off; the highest is {highest:.3g}.")
        return 0.0, 1.3 * usual, cut_off.format(limit=1.3 * usual, highest=high)
    return 0.0, 1.05 * high or 1.0, ""


def _label(measure: CurveMeasure, value: float) -> str:
    if measure.form == "share":
        return f"{100 * value:.0f} %"
    return f"{10**value:.3g}" if measure.form == "rate" else f"{value:g}"


def _clipped(frame: Frame, marks: Markup) -> Markup:
    """Marks clipped slightly outside the plot area, so that a dot on its edge stays complete."""
    x, y = frame.left - _BLEED, frame.top - _BLEED
    width, height = frame.right - x + _BLEED, frame.bottom - y + _BLEED
    return Markup('<svg x="{}" y="{}" width="{}" height="{}" viewBox="{} {} {} {}">{}</svg>').format(
        x, y, width, height, x, y, width, height, marks
    )


def _mark(frame: Frame, line: _Line) -> Markup:
    points = [
        (frame.across(epoch), frame.down(value)) if math.isfinite(value) else None
        for epoch, value in zip(line.epochs, line.values, strict=True)
    ]
    kind = f"run-{line.number} colour-{colour_of(line.number)} side-{line.side}"
    drawn = [point for point in points if point is not None]
    if len(drawn) == 1:
        return Markup('<circle class="dot {}" cx="{:.1f}" cy="{:.1f}" r="4.5"/>').format(kind, *drawn[0])
    return Markup('<path class="line {}" d="{}"/>').format(kind, draw_path(points))


def _data(frame: Frame, measure: CurveMeasure, lines: Sequence[_Line]) -> str:
    """Data for the script's tooltips: short numbers, None where undefined."""
    document = {
        "left": frame.left,
        "right": frame.right,
        "last": frame.x[1],
        "form": measure.form,
        "lines": [
            {
                "run": line.number,
                "side": line.side if len(measure.sides) > 1 else "",
                "first": line.epochs[0],
                "values": [float(f"{value:.4g}") if math.isfinite(value) else None for value in line.values],
            }
            for line in lines
        ],
    }
    return json.dumps(document, separators=(",", ":"), allow_nan=False)


_SIZE = 340
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw_reliability(calibration: Mapping[str, Any], title: str) -> Markup:
    """The reliability diagram: accuracy against confidence, before and after temperature scaling.

    Args:
        calibration: of one split, as documented in `core.evaluation.evaluating`.
        title: plain text for screen readers.
    """
    frame = Frame(_SIZE, _SIZE, 48, _SIZE - 20, 26, _SIZE - 46, (0, 1), (0, 1))
    x_title, y_title = _("Confidence"), _("Accuracy")
    axes = draw_axes(frame, _TICKS, _TICKS, _share_label, _share_label, x_title=x_title, y_title=y_title)
    diagonal = Markup('<path class="diagonal" d="{}"/>').format(_path(frame, [(0, 0), (1, 1)]))
    mended = calibration.get("after_temperature")
    after = _series(frame, mended.get("bins"), "after") if isinstance(mended, Mapping) else Markup("")
    before = _series(frame, calibration.get("bins"), "before")
    return Markup(
        '<svg class="chart reliability" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>'
    ).format(_SIZE, _SIZE, title, axes, diagonal, after, before)


def _series(frame: Frame, bins: object, kind: str) -> Markup:
    rows = [row for row in bins if isinstance(row, Mapping)] if isinstance(bins, list) else []
    found = [(number(row.get("confidence")), number(row.get("accuracy")), number(row.get("pictures"))) for row in rows]
    known = [(x, y, pictures) for x, y, pictures in found if x is not None and y is not None and pictures]
    most = max((pictures for _x, _y, pictures in known), default=1)
    dots = Markup("").join(
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" data-tip="{}"/>').format(
            frame.across(x), frame.down(y), 2.5 + 5 * (pictures / most) ** 0.5,
            _("Confidence {sure}, accuracy {right}: {pictures:,.0f} pictures").format(
                sure=percent(x), right=percent(y), pictures=pictures
            ),
        )
        for x, y, pictures in known
    )  # fmt: skip
    path = _path(frame, [(x, y) for x, y, _pictures in known])
    return Markup('<g class="{}"><path d="{}"/>{}</g>').format(kind, path, dots)


def _path(frame: Frame, points: Sequence[tuple[float, float]]) -> str:
    return draw_path([(frame.across(x), frame.down(y)) for x, y in points])


def _share_label(value: float) -> str:
    return f"{100 * value:.0f} %"
