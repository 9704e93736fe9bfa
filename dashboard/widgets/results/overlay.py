"""The curves of all runs over each other."""

from collections.abc import Sequence

import streamlit as st

from dashboard import run_cache
from dashboard.charts.overlaid_curves import Across, build_overlay, overlay_table
from dashboard.explanations import MEASURES
from dashboard.leaderboard import Standing
from dashboard.state import current_palette
from dashboard.text import as_text
from dashboard.theme import CATEGORICAL
from dashboard.widgets.results.choices import choose_one, choose_segment
from dashboard.widgets.results.downloads import draw_chart, show_saving

CURVE_KEY, SIDE_KEY, ACROSS_KEY = "compare.curve", "compare.curve.side", "compare.across"
_SIDES = {"val": "Validation", "train": "Training"}
_ACROSS: dict[str, Across] = {"epochs": "epochs", "minutes": "minutes"}
_CHART_KEY = "compare.overlay.chart"
_OWN_COLOURS = len(CATEGORICAL) - 1


def show_overlay(rows: Sequence[Standing], side: str) -> None:
    """One measure at a time; colours stand for runs while there are few, for models beyond that."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = choose_one(CURVE_KEY, "Measure", {key: m.title for key, m in MEASURES.items()}, "accuracy", width=220)
        measure = MEASURES[name]
        of = choose_segment(SIDE_KEY, "Pictures", _SIDES) if measure.sides else ""
        across = _ACROSS[choose_segment(ACROSS_KEY, "Across", {key: key.capitalize() for key in _ACROSS})]
    st.caption(as_text(measure.explanation))
    own = len(rows) <= _OWN_COLOURS
    curves = {row.title: (row.title if own else row.model, run_cache.metrics(row.run)) for row in rows}
    table = overlay_table(curves, f"{of}_{name}" if of else name)
    if table.empty:
        st.markdown(":gray[None of these runs has that curve.]")
        return
    groups = sorted({group for group, _ in curves.values()}) if not own else [row.title for row in rows]
    draw_chart(table, build_overlay(table, name, current_palette(), groups=groups, across=across), _CHART_KEY)
    missing = [row.title for row in rows if row.title not in set(table["run"])]
    if missing:
        st.caption(as_text(f"Without this curve: {', '.join(missing)}."))
    show_saving(f"curves-{name}", _CHART_KEY, table)
