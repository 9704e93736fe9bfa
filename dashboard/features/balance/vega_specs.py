"""Vega-Lite specifications of the count charts, made once for the same table.

`st.altair_chart` would have Altair build the chart and check every part of it against its schema at every visit, which
takes longer than the rest of the page.
"""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from altair.utils.schemapi import debug_mode

from core.language import current_language
from dashboard.charts.counts import build_count_chart, build_strategy_chart
from dashboard.theme import Palette

Spec = dict[str, Any]

_KEPT = 200


def count_spec(table: pd.DataFrame, palette: Palette, kind: str, picked: tuple[str, ...]) -> Spec:
    """What `build_count_chart` draws, for `st.vega_lite_chart`; the caller's own copy."""
    return _count_spec(table, palette, kind, picked, current_language())


def strategy_spec(counts: pd.DataFrame, palette: Palette) -> Spec:
    """What `build_strategy_chart` draws, for `st.vega_lite_chart`; the caller's own copy."""
    return _strategy_spec(counts, palette, current_language())


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _count_spec(table: pd.DataFrame, palette: Palette, kind: str, picked: tuple[str, ...], language: str) -> Spec:
    with debug_mode(False):
        return _as_spec(build_count_chart(table, palette, kind=kind, picked=picked))


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _strategy_spec(counts: pd.DataFrame, palette: Palette, language: str) -> Spec:
    with debug_mode(False):
        return _as_spec(build_strategy_chart(counts, palette))


def _as_spec(chart: alt.LayerChart) -> Spec:
    return chart.to_dict(validate=False)
