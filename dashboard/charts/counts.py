"""Counts as horizontal bars: readable with 5 rows and with 50, every name in full.

Names reach Vega as data, never as part of an expression, and are drawn as text.
"""

from collections.abc import Sequence
from typing import cast

import altair as alt
import pandas as pd

from core.language import N_, _, grouped
from dashboard.labels.traits import KINDS
from dashboard.theme import CATEGORICAL, Palette, altair_theme, artist_colour, movement_colour

PICKED = "picked"
"""The name of the selection: `event.selection["picked"]` is a list of `{"name": …}`."""

_HEADROOM = 1.12
_FADED = 0.3
_MARGINS_PX, _LEGEND_PX = 10, 30

_IN_WORDS = {
    "artist": N_("Pictures for each artist: {parts}."),
    "movement": N_("Pictures for each movement: {parts}."),
    "nationality": N_("Pictures for each nationality: {parts}."),
    "century": N_("Pictures for each century: {parts}."),
}


def row_height_px(rows: int) -> int:
    """How high a row is: lower where there are many, but never too low for its name."""
    return 26 if rows <= 12 else 21 if rows <= 30 else 18


def _height_px(rows: int) -> int:
    return row_height_px(rows) * max(rows, 1) + _MARGINS_PX


def build_count_chart(
    table: pd.DataFrame, palette: Palette, *, kind: str = "artist", picked: Sequence[str] = ()
) -> alt.LayerChart:
    """One bar a row, in the order of the table, its number written at its end.

    A click picks a bar, with Shift several; the others fade. Use `on_select="rerun"` and `picked_names`.

    Args:
        table: name (unique), pictures and share, as `core.balance` counts them; for artists also `movements`, which
            give the colour.
        palette: of the appearance.
        kind: "artist", "movement", "nationality" or "century".
        picked: names that are picked when the chart first appears.
    """
    shown = table.assign(colour=_colours(table, palette, kind))[["name", "pictures", "share", "colour"]]
    start = [{"name": name} for name in picked]
    pick = alt.selection_point(
        name=PICKED,
        fields=["name"],
        on="click",
        toggle="event.shiftKey",
        clear="dblclick",
        value=start or alt.Undefined,
    )
    base = alt.Chart(shown, height=_height_px(len(shown))).encode(
        y=_names_axis(shown),
        x=_pictures_axis(shown["pictures"]),
        tooltip=[
            alt.Tooltip("name:N", title=_(KINDS[kind])),
            alt.Tooltip("pictures:Q", title=_("Pictures"), format=","),
            alt.Tooltip("share:Q", title=_("Share"), format=".1%"),
        ],
    )
    bars = base.mark_bar(cursor="pointer", height=alt.RelativeBandSize(0.72)).encode(
        color=alt.Color("colour:N", scale=None, legend=None),
        opacity=alt.condition(pick, alt.value(1.0), alt.value(_FADED)),
    )
    numbers = base.mark_text(align="left", baseline="middle", dx=5, color=palette.muted).encode(
        text=alt.Text("pictures:Q", format=",")
    )
    return _themed(alt.layer(bars.add_params(pick), numbers), palette, _in_words(shown, kind))


def picked_names(event: object, known: Sequence[str]) -> list[str]:
    """The names in what `st.vega_lite_chart` returns, those that are not in the table left out."""
    selection = getattr(event, "selection", None) or {}
    rows = selection.get(PICKED, [])
    names = [row.get("name") for row in rows] if isinstance(rows, list) else []
    return [name for name in known if name in names]


def build_strategy_chart(counts: pd.DataFrame, palette: Palette, *, top: int | None = None) -> alt.LayerChart:
    """Training pictures of each artist before (pale) and after (solid) a strategy.

    Args:
        counts: name, before, after and weight, as `core.balance.StrategyResult` has them. What is drawn as after is
            `after` times `weight`: how much the artist counts in training.
        palette: of the appearance.
        top: rows from the top of the table; all where None.
    """
    before_title, after_title = _("Before"), _("After")
    rows = counts.head(top) if top else counts
    rows = rows.assign(counted=rows["after"] * rows["weight"])
    long = rows.melt(
        id_vars=["name", "weight"], value_vars=["before", "counted"], var_name="when", value_name="pictures"
    ).replace({"when": {"before": before_title, "counted": after_title}})
    colour = alt.Color(
        "when:N",
        scale=alt.Scale(domain=[before_title, after_title], range=[palette.border, palette.accent]),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )
    base = alt.Chart(long, height=_height_px(len(rows)) + _LEGEND_PX).encode(
        y=_names_axis(rows),
        x=_pictures_axis(long["pictures"]),
        color=colour,
        tooltip=[
            alt.Tooltip("name:N", title=_("Artist")),
            alt.Tooltip("when:N", title=_("When")),
            alt.Tooltip("pictures:Q", title=_("Counts as training pictures"), format=",.0f"),
            alt.Tooltip("weight:Q", title=_("Weight of a mistake"), format=".2f"),
        ],
    )
    before = base.mark_bar(height=alt.RelativeBandSize(0.8)).transform_filter(alt.datum.when == before_title)
    after = base.mark_bar(height=alt.RelativeBandSize(0.4)).transform_filter(alt.datum.when == after_title)
    most = float(long["pictures"].max()) if len(long) else None
    return _themed(alt.layer(before, after), palette, _strategy_in_words(len(rows), most))


def _strategy_in_words(artists: int, most: float | None) -> str:
    if most is None:
        return _("Training pictures of {artists} artists before and after balancing, none.").format(artists=artists)
    words = _("Training pictures of {artists} artists before and after balancing, up to {most:,.0f}.")
    return words.format(artists=artists, most=most)


def _colours(table: pd.DataFrame, palette: Palette, kind: str) -> list[str]:
    if kind == "artist" and "movements" in table:
        return [artist_colour(movements) for movements in table["movements"]]
    if kind == "movement":
        return [movement_colour(name) for name in table["name"]]
    return [CATEGORICAL[-1] if kind == "artist" else palette.accent] * len(table)


def _names_axis(table: pd.DataFrame) -> alt.Y:
    rows = len(table)
    axis = alt.Axis(
        labelLimit=0,
        labelOverlap=False,
        labelPadding=8,
        labelFontSize=13 if rows <= 30 else 12,
        ticks=False,
        domain=False,
    )
    return alt.Y("name:N", sort=table["name"].tolist(), title=None, axis=axis)


def _pictures_axis(pictures: pd.Series) -> alt.X:
    """From 0, with room for the number behind the longest bar; the numbers themselves make an axis needless."""
    most = float(pictures.max()) if len(pictures) else 1.0
    return alt.X(
        "pictures:Q", axis=None, stack=None, scale=alt.Scale(domain=[0, max(most, 1.0) * _HEADROOM], nice=False)
    )


def _themed(chart: alt.LayerChart | alt.FacetChart, palette: Palette, words: str) -> alt.LayerChart:
    themed = chart.properties(width="container", autosize=alt.AutoSizeParams(type="fit", contains="padding"))
    themed.description = words
    themed.config = altair_theme(palette)["config"]
    return cast(alt.LayerChart, themed)


def _in_words(table: pd.DataFrame, kind: str) -> str:
    """For those who cannot see the bars."""
    if table.empty:
        return _("No pictures to count.")
    parts = ", ".join(
        f"{name} {grouped(number)}" for name, number in zip(table["name"], table["pictures"], strict=True)
    )
    return _(_IN_WORDS[kind]).format(parts=parts)
