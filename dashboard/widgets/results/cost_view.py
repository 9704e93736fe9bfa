"""What a good figure costs."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.charts.cost import build_cost, mark_frontier, place_labels
from dashboard.leaderboard import Standing
from dashboard.state import current_palette
from dashboard.text import as_text, count
from dashboard.widgets.results.choices import choose_segment
from dashboard.widgets.results.downloads import draw_chart, show_saving
from dashboard.widgets.results.leaderboard import MEASURE_KEY, MEASURES

COST_KEY, _CHART_KEY = "compare.cost", "compare.cost.chart"
_COSTS: dict[str, tuple[str, str, str, Callable[[Standing], float | None]]] = {
    "seconds": ("Training time", "Seconds of training", ",.3~g", lambda row: row.seconds),
    "parameters": ("Parameters", "Parameters of the model", "~s", lambda row: row.parameters),
    "size": ("Size", "Megabytes of the model's file", ",.3~g", lambda row: row.megabytes),
    "epochs": ("Epochs", "Epochs done", ",.0f", lambda row: row.epochs),
}


def show_cost(rows: Sequence[Standing], side: str) -> None:
    """A figure against a cost; both are in the address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        cost = choose_segment(COST_KEY, "Cost", {key: title for key, (title, *_) in _COSTS.items()})
        measure = choose_segment(MEASURE_KEY, "Measure", MEASURES)
    _, title, form, of = _COSTS[cost]
    table = _table(rows, measure, of)
    left_out = len(rows) - len(table)
    if table.empty:
        st.markdown(":gray[What these runs cost in this way is not known.]")
        return
    best = [str(run) for run in table.loc[table["best"], "run"]]
    st.caption(as_text(f"Nothing as cheap is better than {_listed(best)}: the dashed line joins them."))
    spec = build_cost(
        table,
        current_palette(),
        groups=sorted(set(table["group"])),
        value_title=MEASURES[measure],
        cost_title=title,
        cost_format=form,
    )
    draw_chart(table, spec, _CHART_KEY)
    if left_out:
        st.caption(as_text(f"{count(left_out, 'run')} without both figures left out."))
    show_saving(f"{measure}-against-{cost}", _CHART_KEY, table)


def _table(rows: Sequence[Standing], measure: str, of: Callable[[Standing], float | None]) -> pd.DataFrame:
    found = [
        (row.title, row.model, cost, row.value(measure), *(row.interval(measure) or (None, None)))
        for row in rows
        if (cost := of(row)) and row.value(measure) is not None
    ]
    table = pd.DataFrame(found, columns=["run", "group", "cost", "value", "low", "high"])
    return place_labels(mark_frontier(table.astype({"cost": float, "value": float, "low": float, "high": float})))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
