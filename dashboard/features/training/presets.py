"""Runs to start from, side by side; one click fills the form."""

import streamlit as st

from core.language import _
from core.training.config.presets import PRESETS
from dashboard.features.training.draft import Draft
from dashboard.features.training.draft_state import take_preset
from dashboard.labels.escaping import as_text


def show_presets(draft: Draft) -> None:
    """Four ways to begin; the one that the form shows is marked."""
    current = draft.preset
    with st.grid(len(PRESETS), min_column_width=160, gap="small", key="runs-presets"):
        for key, preset in PRESETS.items():
            with st.container(gap="xxsmall", key=f"runs-preset-{key}"):
                st.button(
                    as_text(_(preset.title)),
                    key=f"runs.preset.{key}",
                    icon=":material/check:" if key == current else None,
                    on_click=take_preset,
                    args=(key,),
                    width="stretch",
                )
                st.caption(as_text(_(preset.explanation)))
