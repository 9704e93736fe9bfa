"""Colours of a picture side by side, as HTML: a bar that shows the shares, and a legend that says them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.language import _
from dashboard.labels.escaping import as_html


@dataclass(frozen=True)
class Swatch:
    """One colour.

    Attributes:
        colour: `#RRGGBB`.
        name: in words.
        share: of the picture's area, 0 to 1.
    """

    colour: str
    name: str
    share: float


def build_swatches(swatches: Sequence[Swatch]) -> str:
    """HTML of the bar and its legend; `dashboard/style.css` gives them their shape.

    Args:
        swatches: in the order they are shown.
    """
    items = "".join(_item(swatch) for swatch in swatches)
    label = as_html(_("Main colours and their shares"))
    return f'<ul class="atelier-palette" aria-label="{label}">{items}</ul>'


def _item(swatch: Swatch) -> str:
    share = max(1, round(100 * swatch.share))
    return (
        f'<li style="--share:{swatch.share:.4f}"><i style="background:{as_html(swatch.colour)}"></i>'
        f"<b>{as_html(swatch.name.capitalize())}</b><span>{share} %</span><code>{as_html(swatch.colour)}</code></li>"
    )
