"""Leaderboard: scores with intervals, a table, and whether the first place is certain."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.language import N_, _, counted
from dashboard.charts.interval_rows import build_interval_rows, build_key
from dashboard.features.results.downloads import draw_chart, headings, show_csv_button, show_saving
from dashboard.features.results.run_set import ask_for
from dashboard.labels.escaping import as_text
from dashboard.queries.leaderboard import Standing, standings_table
from dashboard.queries.runs import summary
from dashboard.state.session import Field, current_palette
from dashboard.theme import CATEGORICAL
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.page_link import show_page_link
from dashboard.ui.result_labels import first_place

MEASURE_KEY = "compare.measure"
SCORES = {"accuracy": N_("Accuracy"), "f1_macro": N_("F1, macro")}
_ROW_PX, _MOST_ROWS = 35, 16
_TABLE_KEY, _CHART_KEY = "compare.table", "compare.leaderboard.chart"
_GENERATION: Field[int] = Field("compare.table.generation", 0)


def show_leaderboard(rows: Sequence[Standing], split: str) -> None:
    """Draw the leaderboard of the chosen runs.

    Args:
        rows: at least one, the most accurate first.
        split: they were judged on.
    """
    st.markdown(as_text(first_place(rows, split)))
    if any(row.tested_on for row in rows):
        st.caption(
            _(
                ":material/info: Not all runs were judged on the same pictures: only those with the same letter "
                "under “Judged on” are comparable. “Two runs” compares on the pictures in common."
            )
        )
    if without := [row.title for row in rows if row.pictures is None]:
        sentence = _("No result on this split: {runs}. The page Confusion shows what is available.")
        st.caption(f":material/info: {as_text(sentence.format(runs=', '.join(without)))}")
    measure = choose_segment(MEASURE_KEY, _("Measure"), translated(SCORES))
    table = _points(rows, measure)
    spec = build_interval_rows(table, current_palette(), title=_(SCORES[measure]), kind=N_("Run"))
    draw_chart(table, spec, _CHART_KEY)
    hues = _hues(rows)
    if len(hues) > 1:
        st.html(build_key(hues))
    st.caption(_("The line is the 95 % confidence interval: the likely range on other pictures."))
    show_saving(f"leaderboard-{measure}", _CHART_KEY)
    _show_table(rows)


def _points(rows: Sequence[Standing], measure: str) -> pd.DataFrame:
    hues = _hues(rows)
    ordered = sorted(rows, key=lambda row: -_or_less(row.value(measure)))
    table = pd.DataFrame(
        [
            (row.title, row.value(measure), *(row.interval(measure) or (None, None)), row.pictures, hues[row.model])
            for row in ordered
        ],
        columns=["name", "value", "low", "high", "pictures", "colour"],
    )
    return table.astype({"value": float, "low": float, "high": float, "pictures": float})


def _hues(rows: Sequence[Standing]) -> dict[str, str]:
    """A colour a model; those beyond the palette share the last."""
    models = sorted({row.model for row in rows})
    return {model: CATEGORICAL[min(place, len(CATEGORICAL) - 1)] for place, model in enumerate(models)}


def _or_less(value: float | None) -> float:
    """Sort unknown values last."""
    return -1.0 if value is None else value


def _show_table(rows: Sequence[Standing]) -> None:
    table = standings_table(rows)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{counted(len(table), 'run', 'runs')}**", width="content")
        st.caption(_("Click a heading to sort. Select rows to compare only those."), width="stretch")
        show_csv_button(table, "leaderboard", "compare.leaderboard.csv")
    share = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
    event = st.dataframe(
        table.round({"Accuracy": 3, "F1, macro": 3}),
        hide_index=True,
        height=_ROW_PX * (min(len(table), _MOST_ROWS) + 1) + 3,
        column_config=headings(
            table,
            {
                "Run": st.column_config.TextColumn(pinned=True, width="medium"),
                "Accuracy": share,
                "F1, macro": share,
                "Model": st.column_config.TextColumn(width=150),
                "Parameters": st.column_config.NumberColumn(
                    format="localized", help=_("Of the whole model; of a probe with those of its frozen encoders.")
                ),
                "Seconds": st.column_config.NumberColumn(format="%.0f", help=_("Of training, without waiting.")),
                "Size, MB": st.column_config.NumberColumn(
                    format="%.1f", help=_("Of the run's own file; of a probe without its encoders.")
                ),
                "Judged on": st.column_config.TextColumn(help=_("The same letter stands for the same pictures.")),
            },
        ),
        alt=_("Leaderboard of {runs}").format(runs=counted(len(table), "run", "runs")),
        key=f"{_TABLE_KEY}.{_GENERATION.get()}",
        on_select="rerun",
        selection_mode="multi-row",
    )
    marked = [rows[place] for place in event.selection.rows if place < len(rows)]
    if marked:
        _show_marked(marked)


def _show_marked(marked: Sequence[Standing]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if len(marked) > 1:
            st.button(
                _("Compare only these {n}").format(n=len(marked)),
                key="compare.marked",
                icon=":material/filter_alt:",
                on_click=_narrow,
                args=([row.run.id for row in marked],),
            )
        else:
            title = summary(marked[0].run).title
            run_id = marked[0].run.id
            mixes_up, opening = _("Confusion matrix of {run}").format(run=title), _("Open {run}").format(run=title)
            show_page_link("confusion", mixes_up, icon=":material/grid_on:", query={"run": run_id})
            show_page_link("run", opening, icon=":material/timeline:", query={"run": run_id})


def _narrow(run_ids: list[str]) -> None:
    _GENERATION.set(_GENERATION.get() + 1)
    ask_for(run_ids)
