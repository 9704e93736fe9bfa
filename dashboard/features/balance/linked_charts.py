"""Counts by artist, movement, nationality and century, each a chart that narrows the others."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st
from altair.utils.schemapi import debug_mode

from core.language import N_, _, current_language
from dashboard.charts.counts import build_count_chart, build_strategy_chart, picked_names
from dashboard.features.balance.balance_choice import BalanceChoice, CountedKind
from dashboard.features.balance.balance_controls import pick_names
from dashboard.state.session import Field, current_palette
from dashboard.theme import Palette

Shown = tuple[int, tuple[str, ...], tuple[str, ...]]

_SHOWN: Field[dict[CountedKind, Shown]] = Field("balance.charts.shown", {})
"""Of each chart: how often it was recreated, its selection then, and its last report."""

_TITLES: dict[CountedKind, str] = {
    "artist": N_("Pictures by artist"),
    "movement": N_("By movement"),
    "nationality": N_("By nationality"),
    "century": N_("By century"),
}


def show_linked_charts(
    tables: Mapping[CountedKind, pd.DataFrame], choice: BalanceChoice, known: Mapping[CountedKind, list[str]]
) -> None:
    """The artists beside the other three; a click on a bar picks it.

    Args:
        tables: counts by kind.
        choice: what is picked now.
        known: everything that can be picked, by kind.
    """
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_chart("artist", tables["artist"], choice.artist, known["artist"])
    with right:
        _show_chart("movement", tables["movement"], choice.movement, known["movement"])
        _show_chart("nationality", tables["nationality"], choice.nationality, known["nationality"])
        _show_chart("century", tables["century"], choice.century, known["century"])


def _show_chart(kind: CountedKind, table: pd.DataFrame, picked: tuple[str, ...], known: list[str]) -> None:
    st.markdown(f"**{_(_TITLES[kind])}**")
    if table.empty:
        st.caption(_("None of the pictures counted here says so."))
        return
    number, first_picked = _generation(kind, picked)
    key = f"balance.chart.{kind}.{number}"
    st.vega_lite_chart(
        spec=count_spec(table, current_palette(), kind, first_picked),
        theme=None,
        width="stretch",
        key=key,
        on_select=lambda: _keep_picks(kind, key, known),
    )


def _generation(kind: CountedKind, picked: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """Recreate a chart only when its selection changes elsewhere: by link, by name, by clearing."""
    number, first, reported = _SHOWN.get().get(kind, (0, picked, picked))
    if set(reported) != set(picked):
        number, first, reported = number + 1, picked, picked
    _SHOWN.set({**_SHOWN.get(), kind: (number, first, reported)})
    return number, first


def _keep_picks(kind: CountedKind, key: str, known: list[str]) -> None:
    picked = tuple(picked_names(st.session_state[key], known))
    number, first, _reported = _SHOWN.get()[kind]
    _SHOWN.set({**_SHOWN.get(), kind: (number, first, picked)})
    pick_names(kind, list(picked))


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
