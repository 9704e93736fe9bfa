"""Whether a model is as sure as it may be, as SVG: on the diagonal it is, below it too sure."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from core.evaluation.results import number
from core.language import _
from core.report.drawing import Frame, draw_axes, draw_path
from core.report.words import percent

_SIZE = 340
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw_reliability(calibration: Mapping[str, Any], title: str) -> Markup:
    """Accuracy against confidence, as it is and mended by the temperature where there is one.

    Args:
        calibration: of one side, as `core.evaluation.evaluating` has it.
        title: plain text, for those who cannot see it.
    """
    frame = Frame(_SIZE, _SIZE, 48, _SIZE - 20, 26, _SIZE - 46, (0, 1), (0, 1))
    x_title, y_title = _("How sure it is"), _("How often it is right")
    axes = draw_axes(frame, _TICKS, _TICKS, _label, _label, x_title=x_title, y_title=y_title)
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
            _("{sure} sure, {right} right: {pictures:,.0f} pictures").format(
                sure=percent(x), right=percent(y), pictures=pictures
            ),
        )
        for x, y, pictures in known
    )  # fmt: skip
    path = _path(frame, [(x, y) for x, y, _pictures in known])
    return Markup('<g class="{}"><path d="{}"/>{}</g>').format(kind, path, dots)


def _path(frame: Frame, points: Sequence[tuple[float, float]]) -> str:
    return draw_path([(frame.across(x), frame.down(y)) for x, y in points])


def _label(value: float) -> str:
    return f"{100 * value:.0f} %"
