"""Taking a table away as CSV; charts save themselves from the menu at their corner."""

from collections.abc import Callable

import pandas as pd
import streamlit as st


def show_csv_button(table: pd.DataFrame | Callable[[], pd.DataFrame], file_name: str, key: str) -> None:
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
        "Save as CSV",
        written,
        file_name=f"{file_name}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )
