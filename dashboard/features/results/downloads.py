"""Charts and tables of results with their downloads: CSV, SVG and PNG."""

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
"""Keys of large charts that were saved as SVG. Streamlit draws them on a canvas otherwise, which is faster."""

Rows = pd.DataFrame | Callable[[], pd.DataFrame]


def draw_chart(values: pd.DataFrame, spec: Mapping[str, Any], key: str) -> None:
    """Draw a Vega-Lite chart at full width.

    Args:
        values: the rows it draws.
        spec: from a builder of `dashboard.charts`.
        key: `page.widget.field`.
    """
    drawn = dict(spec)
    if key in _AS_SVG.get():
        drawn["usermeta"] = {"embedOptions": {"renderer": "svg"}}
    # Streamlit sends the key of a chart to the browser only with selections on; the key of a container always.
    with st.container(key=key):
        st.vega_lite_chart(values, drawn, theme=None, width="stretch")


def _draw_as_svg(key: str) -> None:
    _AS_SVG.set(_AS_SVG.get() | {key})


def show_saving(file_name: str, chart_key: str, table: Rows | None = None) -> None:
    """Draw the buttons that save a chart as SVG or PNG, and a given table as CSV.

    Args:
        file_name: without suffix.
        chart_key: as given to `draw_chart`.
        table: of the chart, or a function that makes it.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if table is not None:
            show_csv_button(table, file_name, f"{chart_key}.csv")
        show_saving_buttons(chart_key, file_name, current_palette().background, partial(_draw_as_svg, chart_key))


def show_csv_button(table: Rows, file_name: str, key: str) -> None:
    """Draw a button that saves a table; the file is written on the click.

    Args:
        table: to save, or a function that makes it.
        file_name: without suffix.
        key: `page.widget.field`.
    """

    def written() -> str:
        rows = table if isinstance(table, pd.DataFrame) else table()
        return "\ufeff" + rows.to_csv(index=False)  # byte order mark: Excel reads the file as UTF-8

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
    """Column configuration for `st.dataframe` with translated headings.

    The table keeps the names of the source, so a saved file has the same columns in every language.

    Args:
        table: with column names marked by `N_`.
        columns: configuration of some of them, from `st.column_config`.
    """
    shown = columns or {}
    return {name: {**shown.get(name, {}), "label": _(name)} for name in table.columns}
