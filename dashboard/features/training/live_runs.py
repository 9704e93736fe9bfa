"""Active and queued runs: progress, newest metrics and the order of the queue."""

from collections.abc import Sequence

import streamlit as st

from core.environment import is_read_only
from core.language import N_, _, counted
from core.runs.launcher import queued_ids
from core.runs.store import RunStore
from dashboard.features.training.run_actions import move, show_refusal, stop
from dashboard.labels.escaping import as_text
from dashboard.labels.metrics import MEASURES, in_words
from dashboard.labels.runs import progress_words
from dashboard.queries import runs as run_queries
from dashboard.queries.runs import RunSummary
from dashboard.ui.error_box import error_box
from dashboard.ui.page_link import show_page_link

_POLL_S = 1.0
_MOVES = {"first": N_("Next to start"), "up": N_("Up in the queue"), "down": N_("Down in the queue")}


def show_live_runs(runs: Sequence[RunSummary]) -> None:
    """Draw active and queued runs, refreshed every second; nothing if there are none.

    Args:
        runs: all runs.
    """
    if ids := _live_ids(runs):
        _live(ids)


def _live_ids(runs: Sequence[RunSummary]) -> set[str]:
    return {run.run_id for run in runs if not run.status.is_over}


@st.fragment(run_every=_POLL_S)
def _live(ids: set[str]) -> None:
    """Draw the runs; rerun the page when one has started or ended since `ids`."""
    with error_box():
        runs = [run_queries.summary(run) for run in RunStore().list() if not run.status.is_over]
        if _live_ids(runs) != ids:
            st.rerun(scope="app")
        show_refusal()
        active = [run for run in runs if run.status.is_active]
        waiting = {run.run_id: run for run in runs if run.status.state == "queued"}
        st.subheader(_("Under way"), anchor=False)
        for run in reversed(active):
            _show_active(run)
        order = [run_id for run_id in queued_ids() if run_id in waiting] if waiting else []
        if not active and order:
            st.caption(_("The next one is about to start."))
        for place, run_id in enumerate(order):
            _show_waiting(waiting[run_id], place, len(order))


def _show_active(run: RunSummary) -> None:
    with st.container(gap="xsmall", key=f"runs-live-{run.run_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _show_name(run)
            st.button(
                _("Stop"),
                key=f"runs.live.stop.{run.run_id}",
                icon=":material/stop_circle:",
                on_click=stop,
                args=(run.run_id,),
                disabled=is_read_only() or run.status.state == "stopping",
                help=_("Stops after the current batch and saves the state; the run can be resumed."),
            )
        st.progress(run.status.share or run.status.stage_share or 0.0, text=as_text(progress_words(run.status)))
        st.caption(_last_metrics(run))


def _show_waiting(run: RunSummary, place: int, waiting: int) -> None:
    locked = is_read_only()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"runs-waiting-{run.run_id}"):
        _show_name(run, f"{place + 1}. ")
        key = f"runs.queue.{run.run_id}"
        for name, icon, to, off in (
            ("first", "vertical_align_top", 0, place == 0),
            ("up", "arrow_upward", place - 1, place == 0),
            ("down", "arrow_downward", place + 1, place == waiting - 1),
        ):
            st.button(
                "",
                key=f"{key}.{name}",
                icon=f":material/{icon}:",
                type="tertiary",
                help=_(_MOVES[name]),
                on_click=move,
                args=(run.run_id, to),
                disabled=off or locked,
            )
        st.button(
            _("Take out"),
            key=f"{key}.stop",
            type="tertiary",
            icon=":material/close:",
            on_click=stop,
            args=(run.run_id,),
            disabled=locked,
        )


def _show_name(run: RunSummary, before: str = "") -> None:
    with st.container(gap=None, width="stretch"):
        show_page_link("run", f"{before}{run.title}", query={"run": run.run_id})
        st.caption(
            as_text(" · ".join(part for part in (run.artists, counted(run.status.epochs, "epoch", "epochs")) if part))
        )


def _last_metrics(run: RunSummary) -> str:
    """The newest metrics in a line; before the first epoch a sentence that says so."""
    row = RunStore().get(run.run_id).last_metrics()
    if row is None:
        return _("The first metrics appear after the first epoch.")
    parts = []
    for name in ("loss", "accuracy", "f1"):
        measure = MEASURES[name]
        title = _(measure.title)
        train, val = (in_words(measure, row.get(f"{side}_{name}")) for side in ("train", "val"))
        parts.append(
            _("{measure} {train} in training, {val} in validation").format(
                measure=title.lower() if name != "f1" else title, train=train, val=val
            )
        )
    return as_text(_("After epoch {epoch}: {figures}.").format(epoch=row["epoch"], figures="; ".join(parts)))
