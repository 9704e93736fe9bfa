"""Seeds of one configuration as spread: how much of a difference is chance in training."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.evaluation.configurations import SeedSpread, seed_spreads
from core.evaluation.run_dataset import split_hash_of
from core.language import N_, _
from dashboard.charts.seed_spread import build_seed_spread
from dashboard.features.results.downloads import draw_chart, show_csv_button, show_saving
from dashboard.features.results.headings import headings
from dashboard.features.results.leaderboard import MEASURE_KEY, MEASURES
from dashboard.queries.leaderboard import Standing
from dashboard.state.session import current_palette
from dashboard.ui.choices import choose_segment, translated
from dashboard.ui.result_labels import percent

_CHART_KEY = "compare.seeds.chart"


def show_seeds(rows: Sequence[Standing], side: str) -> None:
    """Runs that differ in their seeds alone, side by side."""
    st.caption(
        _(
            "Runs that differ in nothing but their seeds. How far they lie apart is what chance in training does: a "
            "difference between models that is smaller than that means little."
        )
    )
    configured = {row.run.id: row.run.config.to_dict() for row in rows if row.run.config}
    measure = choose_segment(MEASURE_KEY, _("Measure"), translated(MEASURES))
    values = {row.run.id: row.value(measure) for row in rows}
    splits = {row.run.id: split_hash_of(row.run.facts()) for row in rows}
    spreads = seed_spreads(configured, values, splits)
    if not spreads:
        st.markdown(
            _(
                ":gray[No two of these runs are the same but for the seed. “Run again with changes” on a run's page, "
                "with another seed, makes one.]"
            )
        )
        return
    titles = {row.run.id: row.title for row in rows}
    names = _names(spreads, {row.run.id: row.model for row in rows})
    points = [
        {"configuration": name, "run": titles[run], "value": values[run]}
        for name, spread in zip(names, spreads, strict=True)
        for run in spread.runs
        if values[run] is not None
    ]
    drawn = pd.DataFrame(points, columns=["configuration", "run", "value"])
    draw_chart(drawn, build_seed_spread(points, current_palette(), title=_(MEASURES[measure])), _CHART_KEY)
    show_saving(f"seeds-{measure}-runs", _CHART_KEY, drawn)
    table = pd.DataFrame([_row(name, spread) for name, spread in zip(names, spreads, strict=True)])
    st.dataframe(
        table,
        hide_index=True,
        column_config=headings(table),
        alt=_("Spread of the seeds of each configuration"),
        key="compare.seeds.table",
    )
    show_csv_button(table, f"seeds-{measure}", "compare.seeds.csv")


def _names(spreads: Sequence[SeedSpread], models: dict[str, str]) -> list[str]:
    """A configuration by its model; numbered where a model has several."""
    names = [models[spread.runs[0]] for spread in spreads]
    return [
        name if names.count(name) == 1 else f"{name} {names[:place].count(name) + 1}"
        for place, name in enumerate(names)
    ]


def _row(name: str, spread: SeedSpread) -> dict[str, object]:
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
