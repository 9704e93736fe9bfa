"""Every run against every other, corrected for how many tests that is."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.evaluation.comparing import Comparison
from dashboard.leaderboard import Standing
from dashboard.paired_runs import Named, compared
from dashboard.text import as_text, count
from dashboard.widgets.results.common_pictures import choose_common
from dashboard.widgets.results.downloads import show_csv_button

_ROW_PX, _MOST_ROWS = 35, 18


def show_every_pair(rows: Sequence[Standing], side: str) -> None:
    """All paired tests in a table, the surest first."""
    judged = [row for row in rows if row.pictures]
    if len(judged) < 2:
        st.markdown(":gray[That takes two runs or more. Widen the choice above.]")
        return
    runs = [Named(row.title, row.run) for row in judged]
    on_common = choose_common(runs, side)
    if on_common is None:
        return
    with st.spinner("Testing every run against every other…"):
        comparison = compared(runs, side, on_common=on_common)
    certain = sum(pair.verdict != "undecided" for pair in comparison.pairs)
    st.markdown(
        as_text(
            f"Of {count(len(comparison.pairs), 'pair')}, {certain} differ by more than chance explains. "
            f"{comparison.note}"
        )
    )
    st.caption(
        "Among many tests some look certain by chance, so the probabilities are raised to allow for that (exact "
        "McNemar test, Holm's method)."
    )
    table = pairs_table(comparison)
    st.dataframe(
        table,
        hide_index=True,
        height=_ROW_PX * (min(len(table), _MOST_ROWS) + 1) + 3,
        column_config={
            "Ahead by": st.column_config.NumberColumn(format="%.1f points"),
            "Likely by chance": st.column_config.NumberColumn(format="%.3f", help="p-value, corrected by Holm."),
        },
        alt=f"Paired tests of {count(len(table), 'pair')}",
        key="compare.pairs.table",
    )
    show_csv_button(table, "pairs", "compare.pairs.csv")


def pairs_table(comparison: Comparison) -> pd.DataFrame:
    """One row a pair, the one that is ahead first; the least likely to be chance on top."""
    rows = []
    for pair in comparison.pairs:
        turned = pair.difference < 0
        better, other = (pair.first, pair.second) if turned else (pair.second, pair.first)
        sign = -1 if turned else 1
        points = sorted(100 * sign * bound for bound in pair.interval or ())
        only = (pair.first_only, pair.second_only) if turned else (pair.second_only, pair.first_only)
        rows.append(
            {
                "Ahead": better,
                "Of": other,
                "Ahead by": abs(100 * pair.difference),
                "95 %": f"{points[0]:.1f} to {points[1]:.1f}".replace("-", "−") if points else "–",
                "Only it right": only[0],
                "Only the other": only[1],
                "Likely by chance": pair.p_corrected,
                "Certain": "May be chance" if pair.verdict == "undecided" else "Yes",
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values(["Likely by chance", "Ahead by"], ascending=[True, False], ignore_index=True)
