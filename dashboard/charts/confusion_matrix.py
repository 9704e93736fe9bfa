"""The confusion matrix as one SVG: every label in full, a number in every cell that has room for one.

The same drawing is shown, clicked and downloaded. Names are escaped text; a cell carries its place as numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.language import _, grouped
from dashboard.labels.escaping import as_html
from dashboard.theme import FONT, SEQUENTIAL, Palette, contrast_ratio

_LARGEST_CELL, _SMALLEST_CELL, _ALL_CELLS = 58, 20, 620
_SMALLEST_NUMBER = 9.0
"""Pixels; a smaller number is left out and shown in the tooltip of its cell."""
_GAP = 8
_ASLANT_FROM = 48
_TITLE = 22
_KEY_WIDTH, _KEY_HEIGHT, _FOOT = 160, 8, 46
_DARK_TEXT, _LIGHT_TEXT = "#17130F", "#FAF7F1"


@dataclass(frozen=True)
class MatrixLabel:
    """One artist along the sides.

    Attributes:
        name: plain text.
        colour: of the small mark beside the name, `#RRGGBB`.
        pictures: of the artist on this side.
    """

    name: str
    colour: str
    pictures: int


@dataclass(frozen=True)
class MatrixDrawing:
    """A drawing and its measures in pixels.

    Attributes:
        svg: the whole drawing; every cell is a group with `data-row` and `data-column`, in the order given.
        width: of the drawing.
        height: of the drawing, in pixels.
        labels_px: width of the names at the left, which stay in sight when the rest is moved.
    """

    svg: str
    width: int
    height: int
    labels_px: int


@dataclass(frozen=True)
class _Plan:
    cell: int
    left: int
    top: int
    font: float
    number_font: float
    k: int
    overhang: int

    @property
    def grid(self) -> int:
        return self.cell * self.k

    @property
    def width(self) -> int:
        return self.left + max(self.grid + self.overhang, _KEY_WIDTH) + _GAP

    @property
    def height(self) -> int:
        return self.top + self.grid + _FOOT


def build_matrix(
    values: npt.NDArray[np.float64],
    counts: npt.NDArray[np.int64],
    labels: Sequence[MatrixLabel],
    palette: Palette,
    *,
    as_shares: bool,
    title: str,
) -> MatrixDrawing:
    """Draw a matrix, painters in rows and answers in columns.

    Args:
        values: `(k, k)` as they are coloured: counts or shares, NaN where undefined.
        counts: `(k, k)`, shown in the tooltip of a cell.
        labels: k artists in the order to show them.
        palette: of the appearance.
        as_shares: whether `values` are shares from 0 to 1, written in per cent.
        title: plain text, for those who cannot see it.
    """
    plan = _plan(labels)
    most = 1.0 if as_shares else max(float(np.nanmax(values, initial=0)), 1.0)
    cells = "".join(
        _cell(plan, row, column, values[row, column], int(counts[row, column]), most, labels, palette, as_shares)
        for row in range(plan.k)
        for column in range(plan.k)
        if counts[row, column] or row == column
    )
    body = (
        f'<rect width="100%" height="100%" fill="{palette.background}"/>'
        f"{_columns(plan, labels, palette)}{_ground(plan, palette)}<g class='cells'>{cells}</g>"
        f"{_rows(plan, labels, palette)}{_key(plan, most, as_shares, palette)}"
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plan.width} {plan.height}" width="{plan.width}" '
        f'height="{plan.height}" role="img" font-family="{as_html(FONT)}" data-left="{plan.left}" '
        f'data-top="{plan.top}" data-cell="{plan.cell}"><title>{as_html(title)}</title>{body}</svg>'
    )
    return MatrixDrawing(svg, plan.width, plan.height, plan.left)


def text_width(text: str, font_px: float) -> float:
    """About how wide a text is drawn, in pixels; rather too wide than too narrow."""
    narrow = sum(character in "iljtfrI.,'’ -" for character in text)
    wide = sum(character in "mwMWÆŒ—" for character in text)
    return font_px * (0.56 * (len(text) - narrow - wide) + 0.36 * narrow + 0.9 * wide)


def _plan(labels: Sequence[MatrixLabel]) -> _Plan:
    k = len(labels)
    cell = max(_SMALLEST_CELL, min(_LARGEST_CELL, _ALL_CELLS // max(k, 1)))
    font = 13.0 if cell >= 26 else 12.0 if cell >= 20 else 11.5
    longest = max((text_width(label.name, font) for label in labels), default=0)
    counted = max((text_width(grouped(label.pictures), font) for label in labels), default=0)
    left = round(longest + counted + 28)
    upright, is_aslant = longest + 16, cell >= _ASLANT_FROM
    top = _TITLE + round(upright * 0.71 + 10 if is_aslant else upright)
    last = text_width(labels[-1].name, font) if labels else 0
    overhang = round(max(0.0, (last + 16) * 0.71 - cell / 2)) if is_aslant else 0
    return _Plan(cell, left, top, font, min(14.0, cell * 0.52 if cell < 26 else cell * 0.36), k, overhang)


def _cell(
    plan: _Plan,
    row: int,
    column: int,
    value: float,
    counted: int,
    most: float,
    labels: Sequence[MatrixLabel],
    palette: Palette,
    as_shares: bool,
) -> str:
    x, y = plan.left + column * plan.cell, plan.top + row * plan.cell
    inner = plan.cell - 1
    painter, answer = as_html(labels[row].name), as_html(labels[column].name)
    words = _("{painter}: {n:,} right") if row == column else _("{painter} taken for {answer}: {n:,}")
    share = _share_text(value) if as_shares else ""
    tooltip = f"{words.format(painter=painter, answer=answer, n=counted)}{share}"
    if not counted:
        return f'<rect x="{x}" y="{y}" width="{inner}" height="{inner}" fill="none" stroke="{palette.border}"/>'
    fill = _colour(value / most)
    return (
        f'<g class="cell" data-row="{row}" data-column="{column}" role="button" aria-label="{tooltip}">'
        f"<title>{tooltip}</title>"
        f'<rect x="{x}" y="{y}" width="{inner}" height="{inner}" fill="{fill}"/>'
        f"{_number(plan, x + inner / 2, y + inner / 2, _written(value, as_shares), _readable_on(fill))}</g>"
    )


def _number(plan: _Plan, x: float, y: float, written: str, ink: str) -> str:
    """The number in a cell, as large as it fits; empty if it would be unreadable."""
    font = min(plan.number_font, (plan.cell - 1) / text_width(written.replace("&lt;", "<"), 1))
    if font < _SMALLEST_NUMBER:
        return ""
    return (
        f'<text x="{x:g}" y="{y:g}" dy=".35em" text-anchor="middle" font-size="{font:.1f}" '
        f'fill="{ink}">{written}</text>'
    )


def _share_text(value: float) -> str:
    return "" if np.isnan(value) else f" ({100 * value:.1f} %)"


def _written(value: float, as_shares: bool) -> str:
    if np.isnan(value):
        return "–"
    if not as_shares:
        return grouped(round(value))
    percent = 100 * value
    return "&lt;1" if 0 < percent < 0.5 else f"{percent:.0f}"


def _colour(share: float) -> str:
    """Of the ten steps, the first for little; square-rooted, for most confusions are few."""
    if np.isnan(share):
        return SEQUENTIAL[0]
    return SEQUENTIAL[min(len(SEQUENTIAL) - 1, int(np.sqrt(max(share, 0.0)) * len(SEQUENTIAL)))]


def _readable_on(fill: str) -> str:
    return max((_DARK_TEXT, _LIGHT_TEXT), key=lambda colour: contrast_ratio(colour, fill))


def _ground(plan: _Plan, palette: Palette) -> str:
    """A quiet field, and hairlines every five artists to lead the eye where there are many."""
    field = (
        f'<rect x="{plan.left}" y="{plan.top}" width="{plan.grid}" height="{plan.grid}" fill="{palette.surface}" '
        f'class="ground"/>'
    )
    steps = range(5, plan.k, 5) if plan.k > 12 else range(0)
    lines = "".join(
        f'<path d="M{plan.left} {plan.top + i * plan.cell - 0.5:g}h{plan.grid}'
        f'M{plan.left + i * plan.cell - 0.5:g} {plan.top}v{plan.grid}" stroke="{palette.border}" fill="none"/>'
        for i in steps
    )
    return field + lines


def _rows(plan: _Plan, labels: Sequence[MatrixLabel], palette: Palette) -> str:
    """Names at the left with how many pictures they have, on the wall's colour, to be kept in sight."""
    names = "".join(
        _name(plan, label, plan.left - _GAP - 10, plan.top + (i + 0.5) * plan.cell, palette, i)
        for i, label in enumerate(labels)
    )
    heading = as_html(_("True artist"))
    return (
        f'<g class="rows"><rect x="-400" y="0" width="{plan.left + 398}" height="{plan.height}" '
        f'fill="{palette.background}"/>'
        f'<text x="0" y="{plan.top - 8}" font-size="11" fill="{palette.muted}">'
        f"{heading}</text>{names}</g>"
    )


def _name(plan: _Plan, label: MatrixLabel, right: float, middle: float, palette: Palette, row: int) -> str:
    counted = text_width(grouped(label.pictures), plan.font) + 8
    return (
        f'<g class="row" data-row="{row}"><text x="0" y="{middle:g}" dy=".35em" font-size="{plan.font:g}" '
        f'fill="{palette.muted}">{grouped(label.pictures)}</text>'
        f'<text x="{max(right, counted):g}" y="{middle:g}" dy=".35em" text-anchor="end" font-size="{plan.font:g}" '
        f'fill="{palette.text}">{as_html(label.name)}</text>'
        f'<rect x="{plan.left - _GAP - 4}" y="{middle - 4:g}" width="5" height="8" fill="{label.colour}"/></g>'
    )


def _columns(plan: _Plan, labels: Sequence[MatrixLabel], palette: Palette) -> str:
    """Answers along the top: aslant where there is room, upright where there are many."""
    turn = -45 if plan.cell >= _ASLANT_FROM else -90
    names = []
    for i, label in enumerate(labels):
        x, y = plan.left + (i + 0.5) * plan.cell, plan.top - 12
        names.append(
            f'<rect x="{x - 4:g}" y="{plan.top - 9}" width="8" height="5" fill="{label.colour}"/>'
            f'<text class="column" data-column="{i}" transform="translate({x:g} {y}) rotate({turn})" dy=".35em" '
            f'font-size="{plan.font:g}" fill="{palette.text}">{as_html(label.name)}</text>'
        )
    heading = as_html(_("Predicted artist"))
    return f'<text x="{plan.left}" y="12" font-size="11" fill="{palette.muted}">{heading}</text>{"".join(names)}'


def _key(plan: _Plan, most: float, as_shares: bool, palette: Palette) -> str:
    """The legend of the colour scale: a few values at their places."""
    x, y = plan.left, plan.top + plan.grid + 16
    step = _KEY_WIDTH / len(SEQUENTIAL)
    swatches = "".join(
        f'<rect x="{x + i * step:g}" y="{y}" width="{step:g}" height="{_KEY_HEIGHT}" fill="{colour}"/>'
        for i, colour in enumerate(SEQUENTIAL)
    )
    marks = "".join(
        f'<text x="{x + place * _KEY_WIDTH:g}" y="{y + 21}" font-size="11" fill="{palette.muted}" '
        f'text-anchor="{anchor}">{_mark(most * place**2, as_shares)}</text>'
        for place, anchor in ((0, "start"), (0.5, "middle"), (1, "end"))
    )
    return f"<g>{swatches}{marks}</g>"


def _mark(value: float, as_shares: bool) -> str:
    return f"{100 * value:.0f} %" if as_shares else grouped(round(value))
