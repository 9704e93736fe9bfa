"""Axes of a chart as SVG. Every text goes through `Markup.format`, which escapes it.

Colours are CSS classes of the report, so that a chart suits light and dark screens and paper.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

Label = Callable[[float], str]


@dataclass(frozen=True)
class Frame:
    """The plot area of a chart in its own pixels.

    Attributes:
        width: of the chart.
        height: of the chart.
        left: edge of the plot area.
        right: edge of the plot area.
        top: edge of the plot area.
        bottom: edge of the plot area.
        x: lowest and highest horizontal value.
        y: lowest and highest vertical value.
    """

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    x: tuple[float, float]
    y: tuple[float, float]

    def across(self, value: float) -> float:
        """Pixels from the left edge."""
        low, high = self.x
        return self.left + (self.right - self.left) * (value - low) / ((high - low) or 1)

    def down(self, value: float) -> float:
        """Pixels from the upper edge."""
        low, high = self.y
        return self.bottom - (self.bottom - self.top) * (value - low) / ((high - low) or 1)


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values from `low` to `high`, in steps of 1, 2 or 5 times a power of ten; `low` alone if equal."""
    if not high > low:
        return [low]
    raw = (high - low) / max(about, 1)
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def draw_axes(
    frame: Frame,
    x_ticks: Iterable[float],
    y_ticks: Iterable[float],
    x_label: Label,
    y_label: Label,
    *,
    x_title: str = "",
    y_title: str = "",
) -> Markup:
    """Grid lines at the ticks of the vertical axis, tick labels at both, and titles."""
    parts = [
        Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}" '
               'text-anchor="end">{}</text>').format(
            frame.left, frame.right, frame.down(tick), frame.down(tick), frame.left - 8, frame.down(tick) + 4,
            y_label(tick),
        )
        for tick in y_ticks
    ]  # fmt: skip
    parts += [
        Markup('<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
            frame.across(tick), frame.bottom + 18, x_label(tick)
        )
        for tick in x_ticks
    ]
    if x_title:
        middle = (frame.left + frame.right) / 2
        parts.append(
            Markup('<text class="axis-title" x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
                middle, frame.bottom + 36, x_title
            )
        )
    if y_title:
        parts.append(Markup('<text class="axis-title" x="0" y="12">{}</text>').format(y_title))
    return Markup("").join(parts)


def draw_path(points: Sequence[tuple[float, float] | None]) -> str:
    """The `d` attribute of a path through points in pixels; None interrupts the line."""
    parts, down = [], False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        down = point is not None
    return "".join(parts)
