"""A button that saves a report on runs: one HTML file to hand out, made only when the button is pressed."""

import time
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.errors import NotFoundError
from core.runs import Run, RunStore
from dashboard.text import count

MOST_RUNS = 12
KEY = "compare.report"


def show_report_button(runs: Sequence[Run]) -> None:
    """Offer a report on runs; disabled with the reason where there are too many.

    Args:
        runs: in the order in which the report shows them.
    """
    too_many = len(runs) > MOST_RUNS
    st.download_button(
        "Report",
        partial(_report, [run.id for run in runs]),
        file_name=f"report-{time.strftime('%Y-%m-%d')}.html",
        mime="text/html",
        key=KEY,
        on_click="ignore",
        icon=":material/description:",
        disabled=not runs or too_many,
        help=(
            f"A report holds {MOST_RUNS} runs at most; choose fewer above. `atelier report` takes more."
            if too_many
            else f"One file on {count(len(runs), 'run')} to hand out: it opens without a network and prints well"
        ),
    )


def _report(run_ids: Sequence[str]) -> bytes:
    """The report on those runs that are still there; Streamlit calls this when the button is pressed."""
    from core.report import build_report

    return build_report(_still_there(run_ids)).html.encode("utf-8")


def _still_there(run_ids: Sequence[str]) -> list[str]:
    store, there = RunStore(keep_queue_going=False), []
    for run_id in run_ids:
        try:
            store.folder(run_id)
        except NotFoundError:
            continue
        there.append(run_id)
    return there
