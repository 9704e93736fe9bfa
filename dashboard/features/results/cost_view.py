"""What a good figure costs."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from core.language import N_, _, ngettext
from dashboard.charts.cost import build_cost, mark_frontier, place_labels
from dashboard.features.results.downloads import draw_chart, show_saving
from dashboard.features.results.leaderboard import MEASURE_KEY, MEASURES
from dashboard.labels.escaping import as_text
from dashboard.queries.leaderboard import Standing
from dashboard.state.session import current_palette
from dashboard.ui.choices import choose_segment, translated

COST_KEY, _CHART_KEY = "compare.cost", "compare.cost.chart"
_COSTS: dict[str, tuple[str, str, str, Callable[[Standing], float | None]]] = {
    "seconds": (N_("Training time"), N_("Seconds of training"), ",.3~g", lambda row: row.seconds),
    "parameters": (N_("Parameters"), N_("Parameters of the model"), "~s", lambda row: row.parameters),
    "size": (N_("Size"), N_("Megabytes of the model's file"), ",.3~g", lambda row: row.megabytes),
    "epochs": (N_("Epochs"), N_("Epochs done"), ",.0f", lambda row: row.epochs),
}


def show_cost(rows: Sequence[Standing], side: str) -> None:
    """A figure against a cost; both are in the address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        cost = choose_segment(COST_KEY, _("Cost"), {key: _(title) for key, (title, *_rest) in _COSTS.items()})
        measure = choose_segment(MEASURE_KEY, _("Measure"), translated(MEASURES))
    _short, title, form, of = _COSTS[cost]
    table = _table(rows, measure, of)
    left_out = len(rows) - len(table)
    if table.empty:
        st.markdown(_(":gray[What these runs cost in this way is not known.]"))
        return
    best = [str(run) for run in table.loc[table["best"], "run"]]
    st.caption(
        as_text(_("Nothing as cheap is better than {runs}: the dashed line joins them.").format(runs=_listed(best)))
    )
    if remark := _frozen_remark(cost, rows):
        st.caption(as_text(remark))
    spec = build_cost(
        table,
        current_palette(),
        groups=sorted(set(table["group"])),
        value_title=_(MEASURES[measure]),
        cost_title=_(title),
        cost_format=form,
    )
    draw_chart(table, spec, _CHART_KEY)
    if left_out:
        missing = ngettext(
            "{n:,} run without both figures left out.", "{n:,} runs without both figures left out.", left_out
        )
        st.caption(as_text(missing.format(n=left_out)))
    show_saving(f"{measure}-against-{cost}", _CHART_KEY, table)


def _frozen_remark(cost: str, rows: Sequence[Standing]) -> str:
    """What is reckoned of the encoders that probes stand on; "" where no run has one."""
    if not any(row.frozen for row in rows):
        return ""
    if cost == "parameters":
        return _("Of a probe this counts its frozen encoders too, though training changes only the layer on top.")
    if cost == "size":
        return _("Of a probe this is the layer on top alone: its frozen encoders lie in files that all runs share.")
    return ""


def _table(rows: Sequence[Standing], measure: str, of: Callable[[Standing], float | None]) -> pd.DataFrame:
    found = [
        (row.title, row.model, cost, row.value(measure), *(row.interval(measure) or (None, None)))
        for row in rows
        if (cost := of(row)) and row.value(measure) is not None
    ]
    table = pd.DataFrame(found, columns=["run", "group", "cost", "value", "low", "high"])
    return place_labels(mark_frontier(table.astype({"cost": float, "value": float, "low": float, "high": float})))


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])
