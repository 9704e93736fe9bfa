"""Runs that were deleted lately, each with a button that brings it back."""

import streamlit as st

from core.environment import is_read_only
from core.language import _, counted
from core.runs import RunStore
from dashboard.features.training.run_actions import restore, show_refusal
from dashboard.labels.escaping import as_text
from dashboard.queries import runs as run_queries


def show_deleted_runs() -> None:
    """The last deleted first, folded; nothing where there is none."""
    runs = RunStore().deleted()
    if not runs:
        return
    with st.expander(_("Deleted lately"), key="runs.deleted", icon=":material/restore_from_trash:"):
        show_refusal()
        st.caption(_("A deleted run is kept for a week, then it is removed for good."))
        for run in runs:
            summary = run_queries.summary(run)
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(gap=None, width="stretch"):
                    st.markdown(as_text(summary.title))
                    epochs = counted(run.status.epoch, "epoch", "epochs")
                    st.caption(as_text(" · ".join(part for part in (summary.artists, epochs, run.id) if part)))
                st.button(
                    _("Restore"),
                    key=f"runs.restore.{run.id}",
                    icon=":material/undo:",
                    on_click=restore,
                    args=(run.id,),
                    disabled=is_read_only(),
                )
