"""Charts of several runs: curves over each other, score against cost, and the spread over seeds."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from core.evaluation.configurations import SeedSpread, seed_spreads
from core.evaluation.run_dataset import split_hash_of
from core.language import N_, _, ngettext
from dashboard.charts.run_comparison import (
    Across,
    build_cost,
    build_overlay,
    build_seed_spread,
    mark_frontier,
    overlay_table,
    place_labels,
)
from dashboard.features.results.downloads import draw_chart, headings, show_csv_button, show_saving
from dashboard.features.results.ranking import MEASURE_KEY, SCORES
from dashboard.labels.escaping import as_text
from dashboard.labels.metrics import MEASURES
from dashboard.queries import runs as run_queries
from dashboard.queries.leaderboard import Standing
from dashboard.state.session import current_palette
from dashboard.theme import CATEGORICAL
from dashboard.ui.choices import choose_one, choose_segment, translated
from dashboard.ui.result_labels import percent

CURVE_KEY, SIDE_KEY, ACROSS_KEY = "compare.curve", "compare.curve.side", "compare.across"
_SPLITS = {"val": N_("Validation"), "train": N_("Training")}
_ACROSS: dict[Across, str] = {"epochs": N_("Epochs"), "minutes": N_("Minutes")}
_CURVES_CHART = "compare.overlay.chart"
_OWN_COLOURS = len(CATEGORICAL) - 1
COST_KEY, _COST_CHART = "compare.cost", "compare.cost.chart"
_COSTS: dict[str, tuple[str, str, str, Callable[[Standing], float | None]]] = {
    "seconds": (N_("Training time"), N_("Seconds of training"), ",.3~g", lambda row: row.seconds),
    "parameters": (N_("Parameters"), N_("Parameters of the model"), "~s", lambda row: row.parameters),
    "size": (N_("Size"), N_("Megabytes of the model's file"), ",.3~g", lambda row: row.megabytes),
    "epochs": (N_("Epochs"), N_("Epochs done"), ",.0f", lambda row: row.epochs),
}
_SEEDS_CHART = "compare.seeds.chart"


def show_overlay(rows: Sequence[Standing], split: str) -> None:
    """Draw one measure of all runs; a colour a run, or a model where there are many runs."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        titles = {key: _(measure.title) for key, measure in MEASURES.items()}
        name = choose_one(CURVE_KEY, _("Measure"), titles, "accuracy", width=220)
        measure = MEASURES[name]
        of = choose_segment(SIDE_KEY, _("Pictures"), translated(_SPLITS)) if measure.sides else ""
        chosen = choose_segment(ACROSS_KEY, _("Across"), {key: _(title) for key, title in _ACROSS.items()})
        across = next(key for key in _ACROSS if key == chosen)
    st.caption(as_text(_(measure.explanation)))
    own = len(rows) <= _OWN_COLOURS
    curves = {row.title: (row.title if own else row.model, run_queries.metrics(row.run)) for row in rows}
    table = overlay_table(curves, f"{of}_{name}" if of else name)
    if table.empty:
        st.markdown(_(":gray[None of these runs has that curve.]"))
        return
    groups = sorted({group for group, _metrics in curves.values()}) if not own else [row.title for row in rows]
    draw_chart(table, build_overlay(table, name, current_palette(), groups=groups, across=across), _CURVES_CHART)
    missing = [row.title for row in rows if row.title not in set(table["run"])]
    if missing:
        st.caption(as_text(_("Without this curve: {runs}.").format(runs=", ".join(missing))))
    show_saving(f"curves-{name}", _CURVES_CHART, table)


def show_cost(rows: Sequence[Standing], split: str) -> None:
    """Draw a score against a cost; both choices are in the address."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        cost = choose_segment(COST_KEY, _("Cost"), {key: _(title) for key, (title, *_rest) in _COSTS.items()})
        measure = choose_segment(MEASURE_KEY, _("Measure"), translated(SCORES))
    _short, title, form, of = _COSTS[cost]
    table = _cost_table(rows, measure, of)
    left_out = len(rows) - len(table)
    if table.empty:
        st.markdown(_(":gray[This cost is not known for these runs.]"))
        return
    best = [str(run) for run in table.loc[table["best"], "run"]]
    st.caption(
        as_text(_("Pareto front (dashed line): nothing as cheap is better than {runs}.").format(runs=_listed(best)))
    )
    if remark := _frozen_remark(cost, rows):
        st.caption(as_text(remark))
    spec = build_cost(
        table,
        current_palette(),
        groups=sorted(set(table["group"])),
        value_title=_(SCORES[measure]),
        cost_title=_(title),
        cost_format=form,
    )
    draw_chart(table, spec, _COST_CHART)
    if left_out:
        missing = ngettext(
            "{n:,} run without both figures left out.", "{n:,} runs without both figures left out.", left_out
        )
        st.caption(as_text(missing.format(n=left_out)))
    show_saving(f"{measure}-against-{cost}", _COST_CHART, table)


def _frozen_remark(cost: str, rows: Sequence[Standing]) -> str:
    """Remark on the parameters of a probe's encoders; "" if there is no probe."""
    if not any(row.frozen for row in rows):
        return ""
    if cost == "parameters":
        return _("For a probe this includes its frozen encoders, though training changes only the top layer.")
    if cost == "size":
        return _("For a probe this is the top layer only: its frozen encoders are in files that all runs share.")
    return ""


def _cost_table(rows: Sequence[Standing], measure: str, of: Callable[[Standing], float | None]) -> pd.DataFrame:
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


def show_seeds(rows: Sequence[Standing], split: str) -> None:
    """Draw the spread of runs that differ in their seeds only."""
    st.caption(
        _(
            "Runs that differ only in their seeds. Their spread is the effect of chance in training: a "
            "smaller difference between models means little."
        )
    )
    configured = {row.run.id: row.run.config.to_dict() for row in rows if row.run.config}
    measure = choose_segment(MEASURE_KEY, _("Measure"), translated(SCORES))
    values = {row.run.id: row.value(measure) for row in rows}
    splits = {row.run.id: split_hash_of(row.run.facts()) for row in rows}
    spreads = seed_spreads(configured, values, splits)
    if not spreads:
        st.markdown(
            _(
                ":gray[No two of these runs differ only in the seed. To make one, use “Run again with changes” "
                "on a run's page with another seed.]"
            )
        )
        return
    titles = {row.run.id: row.title for row in rows}
    names = _configuration_names(spreads, {row.run.id: row.model for row in rows})
    points = [
        {"configuration": name, "run": titles[run], "value": values[run]}
        for name, spread in zip(names, spreads, strict=True)
        for run in spread.runs
        if values[run] is not None
    ]
    drawn = pd.DataFrame(points, columns=["configuration", "run", "value"])
    draw_chart(drawn, build_seed_spread(points, current_palette(), title=_(SCORES[measure])), _SEEDS_CHART)
    show_saving(f"seeds-{measure}-runs", _SEEDS_CHART, drawn)
    table = pd.DataFrame([_spread_row(name, spread) for name, spread in zip(names, spreads, strict=True)])
    st.dataframe(
        table,
        hide_index=True,
        column_config=headings(table),
        alt=_("Spread of the seeds of each configuration"),
        key="compare.seeds.table",
    )
    show_csv_button(table, f"seeds-{measure}", "compare.seeds.csv")


def _configuration_names(spreads: Sequence[SeedSpread], models: dict[str, str]) -> list[str]:
    """Title of each configuration: its model, numbered if a model has several."""
    names = [models[spread.runs[0]] for spread in spreads]
    return [
        name if names.count(name) == 1 else f"{name} {names[:place].count(name) + 1}"
        for place, name in enumerate(names)
    ]


def _spread_row(name: str, spread: SeedSpread) -> dict[str, object]:
    is_defined = spread.deviation == spread.deviation
    apart = _("{points:.1f} points").format(points=100 * spread.deviation) if is_defined else "–"
    return {
        N_("Configuration"): name,
        N_("Runs"): len(spread.runs),
        N_("Mean"): percent(spread.mean),
        N_("Standard deviation"): apart,
        N_("From"): percent(spread.lowest),
        N_("To"): percent(spread.highest),
        N_("Same split"): _("Yes") if spread.one_split else _("No: the pictures differ too"),
    }
