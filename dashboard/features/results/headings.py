"""The names of a table's columns as people read them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.language import _


def headings(table: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """The columns of a table for `st.dataframe`, each under its name in the language that is read now.

    The table itself keeps the names that the source has, so what is saved of it has the same columns in every language.

    Args:
        table: its columns are marked by `N_` where they are declared.
        columns: how some of them are shown, from `st.column_config`.
    """
    shown = columns or {}
    return {name: {**shown.get(name, {}), "label": _(name)} for name in table.columns}
