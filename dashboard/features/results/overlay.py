"""The curves of all runs over each other."""

from collections.abc import Sequence

import streamlit as st

from core.language import N_, _
from dashboard.charts.overlaid_curves import Across, build_overlay, overlay_table
from dashboard.features.results.downloads import draw_chart, show_saving
from dashboard.labels.escaping import as_text
from dashboard.labels.metrics import MEASURES
from dashboard.queries import runs as run_queries
from dashboard.queries.leaderboard import Standing
from dashboard.state.session import current_palette
from dashboard.theme import CATEGORICAL
from dashboard.ui.choices import choose_one, choose_segment, translated

CURVE_KEY, SIDE_KEY, ACROSS_KEY = "compare.curve", "compare.curve.side", "compare.across"
_SIDES = {"val": N_("Validation"), "train": N_("Training")}
_ACROSS: dict[Across, str] = {"epochs": N_("Epochs"), "minutes": N_("Minutes")}
_CHART_KEY = "compare.overlay.chart"
_OWN_COLOURS = len(CATEGORICAL) - 1


def show_overlay(rows: Sequence[Standing], side: str) -> None:
    """One measure at a time; colours stand for runs while there are few, for models beyond that."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        titles = {key: _(measure.title) for key, measure in MEASURES.items()}
        name = choose_one(CURVE_KEY, _("Measure"), titles, "accuracy", width=220)
        measure = MEASURES[name]
        of = choose_segment(SIDE_KEY, _("Pictures"), translated(_SIDES)) if measure.sides else ""
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
    draw_chart(table, build_overlay(table, name, current_palette(), groups=groups, across=across), _CHART_KEY)
    missing = [row.title for row in rows if row.title not in set(table["run"])]
    if missing:
        st.caption(as_text(_("Without this curve: {runs}.").format(runs=", ".join(missing))))
    show_saving(f"curves-{name}", _CHART_KEY, table)
