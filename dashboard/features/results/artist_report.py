"""Scores per artist: bars with intervals, and a sortable table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.dataset.artists.artist import Artist
from core.evaluation.results import RunResults, number, pair
from core.language import N_, _, counted
from core.runs.run import Run
from dashboard.charts.interval_rows import build_interval_rows
from dashboard.features.results.downloads import draw_chart, headings, show_csv_button, show_saving
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.state.session import current_palette
from dashboard.theme import artist_colour
from dashboard.ui.choices import choose_segment, translated

MEASURE_KEY, ORDER_KEY = "confusion.measure", "confusion.artists"
_MEASURES = {"f1": N_("F1"), "recall": N_("Recall"), "precision": N_("Precision")}
_MEANINGS = {
    "f1": N_("Recall and precision in one number that is only high when both are."),
    "recall": N_("Of the artist's pictures, how many are recognised."),
    "precision": N_("When the model names the artist, how often that is right."),
}
_ORDERS = {
    "worst": N_("Worst first"),
    "best": N_("Best first"),
    "size": N_("Most pictures first"),
    "name": N_("By name"),
}
_ARTIST = N_("Artist")
_ROW_PX = 35
_CHART_KEY = "confusion.artists.chart"


def show_artist_report(run: Run, results: RunResults, split: str) -> None:
    """Draw the chart and the table of all artists of the run."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        measure = choose_segment(MEASURE_KEY, _("Measure"), translated(_MEASURES))
        order = choose_segment(ORDER_KEY, _("Order"), translated(_ORDERS))
    explained = _("{meaning} The line is the 95 % confidence interval: the likely range on other pictures.")
    st.caption(as_text(explained.format(meaning=_(_MEANINGS[measure]))))
    people = results.sides[split]["per_artist"]
    rows = _ordered(artist_rows(people, measure, result_queries.known_artists(run.dataset)), order)
    file_name = f"artists-{run.id}-{split}"
    spec = build_interval_rows(rows, current_palette(), title=_(_MEASURES[measure]), as_bars=True)
    draw_chart(rows, spec, _CHART_KEY)
    show_saving(f"{file_name}-{measure}", _CHART_KEY)
    table = artist_table(people)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_("**Table**"), width="content")
        st.caption(_("Click a heading to sort."), width="stretch")
        show_csv_button(table, file_name, "confusion.artists.csv")
    bars = {
        title: st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, help=_(_MEANINGS[name]))
        for name, title in _MEASURES.items()
    }
    st.dataframe(
        table.round(3),
        hide_index=True,
        height=_ROW_PX * (len(table) + 1) + 3,
        column_config=headings(table, {_ARTIST: st.column_config.TextColumn(pinned=True, width=190), **bars}),
        alt=_("Report of {artists}").format(artists=counted(len(table), "artist", "artists")),
        key="confusion.artists.table",
    )


def artist_rows(people: Sequence[Mapping[str, Any]], measure: str, artists: Sequence[Artist]) -> pd.DataFrame:
    """Rows of the chart: name, value, low, high, pictures and colour of each artist."""
    movements = {artist.name: artist.movements for artist in artists}
    rows = []
    for row in people:
        name, intervals = str(row["artist"]), row.get("intervals")
        within = pair(intervals.get(measure)) if isinstance(intervals, Mapping) else None
        low, high = within or (None, None)
        colour = artist_colour(movements.get(name, ()))
        rows.append((name, number(row.get(measure)), low, high, int(row.get("support") or 0), colour))
    table = pd.DataFrame(rows, columns=["name", "value", "low", "high", "pictures", "colour"])
    return table.astype({"value": float, "low": float, "high": float})


def _ordered(rows: pd.DataFrame, order: str) -> pd.DataFrame:
    if order == "name":
        return rows.sort_values("name", key=lambda names: names.str.casefold(), ignore_index=True)
    column, rising = ("pictures", False) if order == "size" else ("value", order == "worst")
    return rows.sort_values([column, "name"], ascending=[rising, True], na_position="last", ignore_index=True)


def artist_table(people: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of the table: scores from 0 to 1, missing if undefined."""
    rows = []
    for row in people:
        intervals = row.get("intervals")
        within = pair(intervals.get("f1")) if isinstance(intervals, Mapping) else None
        spread = _("{low:.0f} to {high:.0f} %").format(low=100 * within[0], high=100 * within[1]) if within else "–"
        rows.append(
            {
                _ARTIST: str(row["artist"]),
                **{title: number(row.get(name)) for name, title in _MEASURES.items()},
                N_("F1, 95 % interval"): spread,
                N_("Pictures"): int(row.get("support") or 0),
                N_("Times named"): int(row.get("predicted") or 0),
            }
        )
    return pd.DataFrame(rows).astype(dict.fromkeys(_MEASURES.values(), float))
