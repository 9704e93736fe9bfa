"""Taking things away: a table as CSV, a chart as SVG or PNG."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.language import _
from dashboard.components.saving.component import show_saving_buttons
from dashboard.state.language import keeping_language
from dashboard.state.session import Field, current_palette

_AS_SVG: Field[frozenset[str]] = Field("charts.as_svg", frozenset())
"""Keys of large charts that somebody saved as SVG. By itself Streamlit paints them on a canvas, which is quicker."""

Rows = pd.DataFrame | Callable[[], pd.DataFrame]


def draw_chart(values: pd.DataFrame, spec: Mapping[str, Any], key: str) -> None:
    """A chart of Vega-Lite as wide as its place.

    Args:
        values: the rows it draws.
        spec: from a builder of `dashboard.charts`.
        key: `page.widget.field`.
    """
    drawn = dict(spec)
    if key in _AS_SVG.get():
        drawn["usermeta"] = {"embedOptions": {"renderer": "svg"}}
    # The key of a chart that nobody selects in does not reach the browser; that of a container does.
    with st.container(key=key):
        st.vega_lite_chart(values, drawn, theme=None, width="stretch")


def _draw_as_svg(key: str) -> None:
    _AS_SVG.set(_AS_SVG.get() | {key})


def show_saving(file_name: str, chart_key: str, table: Rows | None = None) -> None:
    """The buttons that save a chart as SVG or PNG, and where a table is given that as CSV.

    Args:
        file_name: without suffix.
        chart_key: as given to `draw_chart`.
        table: what the chart shows, or what makes it.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if table is not None:
            show_csv_button(table, file_name, f"{chart_key}.csv")
        show_saving_buttons(chart_key, file_name, current_palette().background, partial(_draw_as_svg, chart_key))


def show_csv_button(table: Rows, file_name: str, key: str) -> None:
    """A quiet button that saves a table; it is written only when the button is pressed.

    Args:
        table: what is saved, or what makes it.
        file_name: without suffix.
        key: `page.widget.field`.
    """

    def written() -> str:
        rows = table if isinstance(table, pd.DataFrame) else table()
        return "\ufeff" + rows.to_csv(index=False)  # the mark by which Excel knows that names are UTF-8

    st.download_button(
        _("Save as CSV"),
        keeping_language(written),
        file_name=f"{file_name}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def headings(table: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """The columns of a table for `st.dataframe`, each under its name in the language that is read now.

    The table itself keeps the names that the source has, so what is saved of it has the same columns in every language.

    Args:
        table: its columns are marked by `N_` where they are declared.
        columns: how some of them are shown, from `st.column_config`.
    """
    shown = columns or {}
    return {name: {**shown.get(name, {}), "label": _(name)} for name in table.columns}
