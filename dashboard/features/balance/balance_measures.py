"""How unequal the counts are, in four numbers that explain themselves."""

import pandas as pd
import streamlit as st

from core.balance import Measures, measures_table
from core.language import N_, _, grouped


def show_measures(measures: Measures) -> None:
    """The measures in one row; what each means, and how it is computed, shows on hover."""
    with st.grid(6, min_column_width=120, gap="small"):
        st.metric(_("Artists"), grouped(measures.classes))
        st.metric(_("Pictures"), grouped(measures.pictures))
        for row in measures_table(measures).to_dict("records"):
            field = row["field"]
            st.metric(
                _(_SHORT[field]),
                measure_text(field, row["value"]),
                help=f"**{row['name']}.** {row['meaning']}\n\n{row['formula']}",
            )


_SHORT = {
    "ratio": N_("Largest to smallest"),
    "evenness": N_("Evenness"),
    "effective": N_("Effective number"),
    "gini": N_("Gini"),
}


def measure_text(field: str, value: float | None) -> str:
    """A measure as people read it; an undefined one is a dash, never 0."""
    if value is None or pd.isna(value):
        return "–"
    if field == "ratio":
        return f"{value:,.1f} : 1"
    return f"{value:.1f}" if field == "effective" else f"{value:.2f}"
