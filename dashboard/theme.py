"""One source for every colour: an exhibition wall in light and in dark, and the styles of all charts.

Streamlit takes its theme from `.streamlit/config.toml`, which repeats these values (a test compares the two). This
module knows no screen and no Streamlit, so that figure builders may import it.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.language import N_, group_sign

FONT = '"Source Sans", "Source Sans Pro", "Helvetica Neue", Arial, sans-serif'
HEADING_FONT = '"Source Serif", "Source Serif Pro", Georgia, serif'


@dataclass(frozen=True)
class Palette:
    """The colours of one appearance, as `#RRGGBB`.

    Attributes:
        background: the wall.
        surface: fields, tables and the sidebar, one step off the wall.
        text: what is read.
        muted: secondary text; still readable at WCAG AA on wall and surface.
        accent: the one colour of buttons and marks; carries white text.
        link: the accent where it is text.
        border: hairlines.
    """

    background: str
    surface: str
    text: str
    muted: str
    accent: str
    link: str
    border: str


LIGHT = Palette(
    background="#FAF7F1",
    surface="#F2EDE3",
    text="#17130F",
    muted="#655D52",
    accent="#9A3B26",
    link="#8C3522",
    border="#DDD5C7",
)
DARK = Palette(
    background="#141210",
    surface="#1F1C19",
    text="#F2ECE2",
    muted="#A89F92",
    accent="#B5492F",
    link="#E79A7F",
    border="#38332D",
)

CATEGORICAL = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#8C8C8C")
"""Okabe and Ito's eight colours, safe for colour-blind readers; grey replaces their black, which would
vanish on the dark background. Source: https://jfly.uni-koeln.de/color/"""

SEQUENTIAL = (
    "#F3E7CE",
    "#E9CCA6",
    "#E1B080",
    "#D79263",
    "#CB764E",
    "#BA5A42",
    "#A3423E",
    "#88303D",
    "#6B2238",
    "#4D1830",
)
"""From little to much, in ten steps of equal lightness (OKLab 0.93 to 0.30); the same in both appearances."""

DIVERGING = (
    "#014478",
    "#286BAA",
    "#5F95CC",
    "#9ABFE7",
    "#D9EAFC",
    "#FAE2D8",
    "#E2AE96",
    "#C37C5C",
    "#9F4E26",
    "#6E2B02",
)
"""From less to more about a pale middle, evenly on both sides."""

MOVEMENT_FAMILIES: dict[str, tuple[str, ...]] = {
    N_("Expressionism and abstraction"): (
        "Expressionism",
        "Abstractionism",
        "Abstract Expressionism",
        "Cubism",
        "Suprematism",
        "Neoplasticism",
    ),
    N_("Baroque and Romanticism"): ("Baroque", "Romanticism"),
    N_("Post-Impressionism and Primitivism"): ("Post-Impressionism", "Primitivism"),
    N_("Symbolism and Art Nouveau"): ("Symbolism", "Art Nouveau"),
    N_("Renaissance and before"): (
        "High Renaissance",
        "Northern Renaissance",
        "Early Renaissance",
        "Proto Renaissance",
        "Mannerism",
        "Byzantine Art",
    ),
    N_("Impressionism"): ("Impressionism",),
    N_("Surrealism and Pop Art"): ("Surrealism", "Pop Art"),
    N_("Realism"): ("Realism", "Social Realism", "Muralism"),
}
"""Movements by family, in the order of `CATEGORICAL`: beyond eight, a colour means a family of movements. `_`
translates the names of the families; those of the movements are data."""

_FAMILY_OF = {
    movement.casefold(): index for index, movements in enumerate(MOVEMENT_FAMILIES.values()) for movement in movements
}


def movement_colour(movement: str) -> str:
    """The colour of a movement; one that is not in the table always gets the same of the eight."""
    folded = movement.strip().casefold()
    index = _FAMILY_OF.get(folded, zlib.crc32(folded.encode("utf-8")) % len(CATEGORICAL))
    return CATEGORICAL[index]


def is_known_movement(movement: str) -> bool:
    """Whether the movement belongs to one of `MOVEMENT_FAMILIES`."""
    return movement.strip().casefold() in _FAMILY_OF


def artist_colour(movements: Sequence[str]) -> str:
    """The colour of an artist on every page: that of the first movement; grey without any."""
    return movement_colour(movements[0]) if movements else CATEGORICAL[-1]


def plotly_template(palette: Palette) -> dict[str, Any]:
    """A Plotly template (`plotly.graph_objects.layout.Template` takes it) without importing Plotly."""
    axis = {
        "gridcolor": palette.border,
        "linecolor": palette.border,
        "zerolinecolor": palette.border,
        "tickfont": {"color": palette.muted},
        "title": {"font": {"color": palette.muted}},
        "automargin": True,
    }
    last = len(SEQUENTIAL) - 1
    return {
        "layout": {
            "font": {"family": FONT, "color": palette.text, "size": 14},
            "title": {"font": {"family": HEADING_FONT, "size": 20}, "x": 0},
            "paper_bgcolor": palette.background,
            "plot_bgcolor": palette.background,
            "colorway": list(CATEGORICAL),
            "colorscale": {"sequential": [[step / last, colour] for step, colour in enumerate(SEQUENTIAL)]},
            "hoverlabel": {"font": {"family": FONT}, "bgcolor": palette.surface, "bordercolor": palette.border},
            "legend": {"font": {"color": palette.text}},
            "margin": {"l": 8, "r": 8, "t": 40, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
        }
    }


def altair_theme(palette: Palette) -> dict[str, Any]:
    """A Vega-Lite configuration; labels are never cut off."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": palette.muted, "titleColor": palette.muted}
    return {
        "config": {
            "background": palette.background,
            "font": FONT,
            "locale": {"number": {"decimal": ".", "thousands": group_sign(), "grouping": [3], "currency": ["$", ""]}},
            "view": {"stroke": None},
            "axis": {**text, "gridColor": palette.border, "domain": False, "ticks": False, "labelLimit": 0},
            "legend": {**text, "labelColor": palette.text, "labelLimit": 0},
            "title": {"font": HEADING_FONT, "fontSize": 20, "fontWeight": "normal", "color": palette.text},
            "range": {
                "category": list(CATEGORICAL),
                "ramp": list(SEQUENTIAL),
                "heatmap": list(SEQUENTIAL),
                "diverging": list(DIVERGING),
            },
        }
    }


def graph_options(palette: Palette) -> dict[str, Any]:
    """Options of vis-network, which draws the graph of artists and movements."""
    return {
        "nodes": {
            "borderWidth": 0,
            "color": {"border": palette.background, "highlight": {"border": palette.accent}},
            "font": {"face": FONT, "color": palette.text, "strokeWidth": 3, "strokeColor": palette.background},
        },
        "edges": {"color": {"color": palette.border, "highlight": palette.accent}, "smooth": False},
        "interaction": {"hover": True, "tooltipDelay": 150, "keyboard": True},
    }


def contrast_ratio(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21; text needs 4.5 for WCAG AA.

    Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
