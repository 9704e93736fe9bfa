"""Paired tests of every run against every other, corrected for their number."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.errors import AtelierError
from core.evaluation.comparing import Comparison
from core.language import N_, _, counted, ngettext
from dashboard.features.results.downloads import headings, show_csv_button
from dashboard.features.results.two_runs import choose_common
from dashboard.labels.escaping import as_text
from dashboard.queries import results as result_queries
from dashboard.queries.leaderboard import Standing
from dashboard.queries.paired_runs import Named, compared

_ROW_PX, _MOST_ROWS = 35, 18
_AHEAD_BY, _BY_CHANCE = N_("Ahead by"), N_("p-value")


def show_every_pair(rows: Sequence[Standing], split: str) -> None:
    """Draw all paired tests in a table, the lowest p-value first."""
    runs, faults = _readable(rows)
    for fault in faults:
        st.caption(f":material/info: {as_text(fault)}")
    if len(runs) < 2:
        st.markdown(_(":gray[That takes two runs or more. Widen the choice above.]"))
        return
    on_common = choose_common(runs, split)
    if on_common is None:
        return
    with st.spinner(_("Testing every run against every other…")):
        comparison = compared(runs, split, on_common=on_common)
    certain = sum(pair.verdict != "undecided" for pair in comparison.pairs)
    found = ngettext(
        "Of {pairs:,} pair, {certain} differ by more than chance explains. {note}",
        "Of {pairs:,} pairs, {certain} differ by more than chance explains. {note}",
        len(comparison.pairs),
    )
    st.markdown(as_text(found.format(pairs=len(comparison.pairs), certain=certain, note=comparison.note)))
    st.caption(_how_tested(len(comparison.pairs)))
    table = pairs_table(comparison)
    st.dataframe(
        table,
        hide_index=True,
        height=_ROW_PX * (min(len(table), _MOST_ROWS) + 1) + 3,
        column_config=headings(
            table,
            {
                _AHEAD_BY: st.column_config.NumberColumn(format=_("%.1f points")),
                _BY_CHANCE: st.column_config.NumberColumn(format="%.3f", help=_how_likely(len(table))),
            },
        ),
        alt=_("Paired tests of {pairs}").format(pairs=counted(len(table), "pair", "pairs")),
        key="compare.pairs.table",
    )
    show_csv_button(table, "pairs", "compare.pairs.csv")


def _how_tested(pairs: int) -> str:
    if pairs == 1:
        return _("One pair is one test: its p-value is that of the exact McNemar test, without correction.")
    return _(
        "Among many tests some look certain by chance, so the p-values are corrected (exact McNemar "
        "test, Holm's method). “Certain” also requires an interval without 0."
    )


def _how_likely(pairs: int) -> str:
    return _("p-value.") if pairs == 1 else _("p-value, corrected by Holm.")


def _readable(rows: Sequence[Standing]) -> tuple[list[Named], list[str]]:
    """Runs with readable predictions, and a sentence on each other one, which must not hide the rest."""
    runs, faults = [], []
    for row in rows:
        try:
            result_queries.predictions(row.run)
        except AtelierError as error:
            faults.append(_("“{run}” is left out. {error}").format(run=row.title, error=error))
        else:
            runs.append(Named(row.title, row.run))
    return runs, faults


def pairs_table(comparison: Comparison) -> pd.DataFrame:
    """One row a pair, the better run first; the lowest p-value on top."""
    rows = []
    for pair in comparison.pairs:
        turned = pair.difference < 0
        better, other = (pair.first, pair.second) if turned else (pair.second, pair.first)
        sign = -1 if turned else 1
        points = sorted(100 * sign * bound for bound in pair.interval or ())
        only = (pair.first_only, pair.second_only) if turned else (pair.second_only, pair.first_only)
        rows.append(
            {
                N_("Ahead"): better,
                N_("Of"): other,
                _AHEAD_BY: abs(100 * pair.difference),
                "95 %": _within(points),
                N_("Only it right"): only[0],
                N_("Only the other"): only[1],
                _BY_CHANCE: pair.p_corrected,
                N_("Certain"): _("May be chance") if pair.verdict == "undecided" else _("Yes"),
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values([_BY_CHANCE, _AHEAD_BY], ascending=[True, False], ignore_index=True)


def _within(points: Sequence[float]) -> str:
    if not points:
        return "–"
    low, high = (f"{bound:.1f}".replace("-", "−") for bound in points)
    return _("{low} to {high}").format(low=low, high=high)
